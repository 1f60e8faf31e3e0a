"""The demo under `manage.py runserver`: debug pages, the component gallery, unhashed files."""

from config.settings.base import STORAGES
from config.settings.demo import *  # noqa: F403  settings modules extend one another

DEBUG = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
