"""Addresses of the pages; each app names its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from config import frame, gallery

_ROOMS = [
    ("", "accounts"),
    ("", "records"),
    ("register/", "districts"),
    ("policies/", "policies"),
    ("projects/", "renovation"),
    ("consent/", "approvals"),
    ("money/", "funding"),
    ("import/", "intake"),
    ("", "reports"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("config.api_urls")),
    path("gallery/", gallery.show, name="gallery"),
    path("gallery/why/", gallery.why, name="gallery-why"),
    path("switch/", frame.switch, name="frame-switch"),
]
urlpatterns += [
    path(prefix, include(f"{app}.urls")) for prefix, app in _ROOMS if find_spec(f"{app}.urls")
]
