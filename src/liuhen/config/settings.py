"""Django settings. Everything that differs between installations comes from `LIUHEN_*`."""

import os
from datetime import timedelta
from pathlib import Path

from liuhen.config.paths import PROJECT, data_folder, made
from liuhen.config.secrets import session_secret

LIUHEN_DATA = data_folder()
LIUHEN_ORIGINALS = LIUHEN_DATA / "originals"
LIUHEN_ORIGINALS_URL = os.environ.get("LIUHEN_ORIGINALS_URL", "")  # s3://bucket/prefix as well; empty: the folder only
LIUHEN_ORIGINALS_ENDPOINT = os.environ.get("LIUHEN_ORIGINALS_ENDPOINT", "")  # address of the service
LIUHEN_ORIGINALS_LOCK = os.environ.get("LIUHEN_ORIGINALS_LOCK", "")  # GOVERNANCE or COMPLIANCE; empty: not locked
LIUHEN_ORIGINALS_LOCK_DAYS = int(os.environ.get("LIUHEN_ORIGINALS_LOCK_DAYS", "0"))
LIUHEN_PAPERS = LIUHEN_DATA / "papers"
LIUHEN_DERIVED = LIUHEN_DATA / "derived"  # previews: may be deleted at any time, `liuhen derive` makes them again
LIUHEN_UPLOAD_LIMIT = int(os.environ.get("LIUHEN_UPLOAD_LIMIT", str(50 * 1024**3)))  # bytes
LIUHEN_UPLOAD_DAYS = int(os.environ.get("LIUHEN_UPLOAD_DAYS", "7"))  # a transfer that broke off may go on so long
_told = os.environ.get("LIUHEN_RESERVE")
LIUHEN_RESERVE = int(_told) if _told else None  # bytes kept free on the disk; None: a twentieth of it, at least 2 GiB
LIUHEN_PACKS = [Path(one) for one in os.environ.get("LIUHEN_PACKS", "").split(os.pathsep) if one]  # more packs to adopt
LIUHEN_PUBLIC_URL = os.environ.get("LIUHEN_PUBLIC_URL", "").strip()  # where anybody reaches the page that checks papers
LIUHEN_PKCS11 = os.environ.get("LIUHEN_PKCS11", "")  # the module of the maker of a 密码卡 or USB Key; empty: none
LIUHEN_PKCS11_PIN = os.environ.get("LIUHEN_PKCS11_PIN", "")  # the file with its PIN, readable by the product alone
LIUHEN_TSA = os.environ.get("LIUHEN_TSA", "")  # address of a time stamp authority (RFC 3161); empty: the own clock
LIUHEN_FIXITY_DAYS = int(os.environ.get("LIUHEN_FIXITY_DAYS", "90"))  # each original is re-read so often; 0: never
LIUHEN_FIXITY_SAMPLE = int(os.environ.get("LIUHEN_FIXITY_SAMPLE", "20"))  # read besides every night, chosen by lot
LIUHEN_FIXITY_RATE = int(os.environ.get("LIUHEN_FIXITY_RATE", str(50 * 1024**2)))  # bytes a second at most; 0: no bound
LIUHEN_BACKUP_TO = os.environ.get("LIUHEN_BACKUP_TO", "")  # folder of the nightly backup; empty: none

SECRET_KEY = session_secret(LIUHEN_DATA)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LIUHEN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
_SECURE = bool(os.environ.get("LIUHEN_HTTPS"))
CSRF_TRUSTED_ORIGINS = [f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS if _SECURE]
SECURE_HSTS_SECONDS = 180 * 24 * 60 * 60 if _SECURE else 0  # half a year, for this host only
if os.environ.get("LIUHEN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "liuhen.ledger",
    "liuhen.people",
    "liuhen.duties",
    "liuhen.office",
    "liuhen.process",
    "liuhen.access",
    "liuhen.drafts",
    "liuhen.archive",
    "liuhen.queries",
    "liuhen.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "liuhen.web.setting_up.Unfounded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liuhen.web.middleware.ErrorPages",
]

ROOT_URLCONF = "liuhen.config.urls"
WSGI_APPLICATION = "liuhen.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liuhen.web.context.frame",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": LIUHEN_DATA / "liuhen.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing half-way at its first write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
DATABASE_ROUTERS = ["liuhen.ledger.scratch.ScratchRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [{"NAME": "liuhen.people.passwords.OwnRules"}]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: one working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
CSRF_FAILURE_VIEW = "liuhen.web.errors.csrf_failed"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the paper page shows its PDF in a frame of the same origin
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'self'"],
    }
}

# Jobs wait in the same database as the entries: an act and the work it sets off commit together.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["quick", "long", "arrivals"]}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = made(PROJECT / "build" / "static")
STATICFILES_DIRS = [folder for folder in [PROJECT / "build" / "assets"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Uploads above this many bytes are streamed to disk, never held in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = made(LIUHEN_DATA / "incoming")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["liuhen.web.arriving.GuardedUpload"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LIUHEN_LOG", "WARNING")},
    "loggers": {
        "axes": {"level": "ERROR"},  # it would name mistyped accounts on the console
        "pyhanko": {"level": "ERROR"},  # it warns at each signature that nothing is fetched: nothing shall be
    },
}
AUTH_USER_MODEL = "people.Account"

# Failed sign-ins: five in a row lock the account, and the address, for a while that grows (people/locking.py).
AXES_HANDLER = "liuhen.people.locking.Handler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_USERNAME_CALLABLE = "liuhen.people.locking.known_as"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(days=1)  # so long failures are remembered; how long a lock lasts says the handler
AXES_RESET_ON_SUCCESS = False  # one's own success must not wipe out guesses at others from the same address
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Every sign-in passes one function of ours, which asks axes and answers in its own words: no middleware is needed.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# Second factors: of allauth its table of authenticators, its checks and its adapter; none of its pages has an address.
ACCOUNT_USER_MODEL_USERNAME_FIELD = "account"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "liuhen.people.authenticators.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "留痕"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds to either side: phones' clocks differ, and typing takes time
