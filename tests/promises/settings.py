"""The product's own settings for processes that these tests start; only the passwords of invented people are cheap."""

from liuhen.config.settings import *  # noqa: F403  # all of them

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
