"""Settings of processes that tests start on a ledger alone: the product's database options, no other room."""

from liuhen.config.paths import data_folder

LIUHEN_DATA = data_folder()
SECRET_KEY = "only for tests"
INSTALLED_APPS = ["liuhen.ledger"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": LIUHEN_DATA / "liuhen.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
DATABASE_ROUTERS = ["liuhen.ledger.scratch.ScratchRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
