"""REST addresses of the register."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from districts.api import buildings, communities, homes, owners, places

router = SimpleRouter()
router.register("areas", places.AreaViewSet, basename="area")
router.register("responsible-units", places.ResponsibleUnitViewSet, basename="responsible-unit")
router.register("communities", communities.CommunityViewSet, basename="community")
router.register("buildings", buildings.BuildingViewSet, basename="building")
router.register("units", homes.UnitViewSet, basename="unit")
router.register("owners", owners.OwnerViewSet, basename="owner")
urlpatterns = router.urls
