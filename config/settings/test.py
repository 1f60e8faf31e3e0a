"""Under pytest: embedded server of its own, quick hashes, jobs done in place."""

from config.settings.base import *  # noqa: F403  settings modules extend one another
from config.settings.base import Q_CLUSTER, STORAGES, databases

SECRET_KEY = "test-only"  # noqa: S105  guards nothing
FIELD_KEYS = [("test", b"0123456789abcdef"), ("older", b"fedcba9876543210")]
DIGEST_KEY = b"test-only-digest-key-of-32-bytes"
DATABASES = databases("test")
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
Q_CLUSTER = Q_CLUSTER | {"sync": True}
AXES_ENABLED = False
