"""What `make run` serves: the demonstration, on its fixed date, with keys made on this machine."""

from __future__ import annotations

import base64

from config import env
from config.launch.secrets import kept
from config.settings.base import *  # noqa: F403  settings modules extend one another
from config.settings.base import databases

SECRET_KEY = kept("SECRET_KEY")
FIELD_KEYS = env.field_keys(kept("FIELD_KEYS"))
DIGEST_KEY = base64.b64decode(kept("DIGEST_KEY"))
DATABASES = databases("demo")
DEMO_NOW = env.text("DEMO_NOW", "2024-06-21 08:30")
DEMO_PASSWORD = "Laojiu-Yanshi-2024"  # noqa: S105  printed by `make run`, for invented people
