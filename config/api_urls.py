"""Addresses of the REST interface under /api/v1/; each app brings its `api_urls`."""

from __future__ import annotations

from importlib.util import find_spec

from csp.constants import NONCE
from csp.decorators import csp_update
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from config.api_description import OneDescription

_ROOMS = [
    "accounts",
    "records",
    "districts",
    "policies",
    "renovation",
    "approvals",
    "funding",
    "intake",
    "reports",
]

_docs = SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html")
_redoc = SpectacularRedocView.as_view(url_name="api-schema", template_name="api/redoc.html")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(generator_class=OneDescription), name="api-schema"),
    path("docs/", _docs, name="api-docs"),
    # Redoc makes its styles while it runs; they carry a token of this one answer.
    path("redoc/", csp_update({"style-src": [NONCE]})(_redoc), name="api-redoc"),
]
urlpatterns += [
    path("", include(f"{app}.api_urls")) for app in _ROOMS if find_spec(f"{app}.api_urls")
]
