"""The settings of `make run`, with folders and a database of their own."""

import os

from config.settings.demo import *  # noqa: F403  settings modules extend one another
from config.settings.demo import DATABASES
from config.settings.demo import VAR_DIR as _VAR

_NAME = os.environ["PRODUCT_DATABASE"]
DATABASES = {"default": DATABASES["default"] | {"NAME": _NAME}}
STATIC_ROOT = _VAR / "test" / _NAME / "static"
MEDIA_ROOT = _VAR / "test" / _NAME / "media"
