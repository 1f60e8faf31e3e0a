"""REST addresses of money under /api/v1/."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from funding.api.determinations import DeterminationViewSet
from funding.api.flows import AllocationViewSet, PaymentViewSet, ReceiptViewSet
from funding.api.ledger import LedgerViewSet
from funding.api.stakes import StakesView
from funding.api.totals import MoneyView

router = SimpleRouter()
router.register("determinations", DeterminationViewSet, basename="api-determination")
router.register("ledger", LedgerViewSet, basename="api-ledger")
router.register("allocations", AllocationViewSet, basename="api-allocation")
router.register("receipts", ReceiptViewSet, basename="api-receipt")
router.register("payments", PaymentViewSet, basename="api-payment")

urlpatterns = [
    path("money/by-source/", MoneyView.as_view(), name="api-money-by-source"),
    path("money/stakes/", StakesView.as_view(), name="api-money-stakes"),
    path("money/by-project/", MoneyView.as_view(by_project=True), name="api-money-by-project"),
    path("", include(router.urls)),
]
