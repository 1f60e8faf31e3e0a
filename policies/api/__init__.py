"""REST of policies: reading, and drafts made and changed."""

from policies.api.reading import PolicyViewSet
from policies.api.versions import VersionViewSet

__all__ = ["PolicyViewSet", "VersionViewSet"]
