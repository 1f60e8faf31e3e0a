"""REST addresses of plans, projects and steps, under /api/v1/."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from renovation.api.groups import GroupViewSet
from renovation.api.migrations import MigrationViewSet
from renovation.api.plans import PlanViewSet
from renovation.api.projects import ProjectViewSet
from renovation.api.registers import RegisterRowViewSet
from renovation.api.steps import StepViewSet

router = SimpleRouter()
router.register("plans", PlanViewSet, basename="api-plan")
router.register("project-groups", GroupViewSet, basename="api-group")
router.register("projects", ProjectViewSet, basename="api-project")
router.register("register-rows", RegisterRowViewSet, basename="api-register-row")
router.register("steps", StepViewSet, basename="api-step")
router.register("procedure-migrations", MigrationViewSet, basename="api-migration")
urlpatterns = router.urls
