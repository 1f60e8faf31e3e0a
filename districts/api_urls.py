"""REST addresses of the register."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from districts import api

router = SimpleRouter()
router.register("areas", api.AreaViewSet, basename="area")
router.register("responsible-units", api.ResponsibleUnitViewSet, basename="responsible-unit")
router.register("communities", api.CommunityViewSet, basename="community")
router.register("buildings", api.BuildingViewSet, basename="building")
router.register("units", api.UnitViewSet, basename="unit")
router.register("owners", api.OwnerViewSet, basename="owner")
urlpatterns = router.urls
