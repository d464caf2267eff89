"""The product's own settings on a data folder of the test run's own, so that no test ever opens a real one."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="liuhen-test-")
os.environ["LIUHEN_DATA"] = _folder
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from liuhen.config.settings import *  # noqa: E402, F403  # read after the folder is known

# One round is enough for accounts that live as long as a test; the product's own hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
