"""Keys and drafts are kept long enough, and not for ever."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from common.clock import real_now
from records.models import Draft, IdempotencyKey
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def kept(days):
    by, since = UserFactory(), real_now() - timedelta(days=days)
    IdempotencyKey.objects.create(user=by, key=f"{days}", method="POST", path="/", created=since)
    Draft.objects.create(user=by, form="paper", subject=f"{days}", values={}, saved=since)


def forget(*options):
    out = StringIO()
    call_command("forget_keys", *options, stdout=out)
    return out.getvalue()


def test_what_is_older_goes_and_what_is_younger_stays():
    kept(91)
    kept(89)

    assert json.loads(forget("--json")) == {"keys": 1, "drafts": 1}
    assert IdempotencyKey.objects.get().key == Draft.objects.get().subject == "89"
    assert AuditEntry.objects.get(action="keys.forget").actor_name == "系统"
    assert forget() == "清理幂等键 0 个、草稿 0 份。\n"
    assert AuditEntry.objects.count() == 1


def test_a_month_is_kept_at_least():
    kept(20)
    with pytest.raises(CommandError, match="至少保留 30 天"):
        forget("--days", "10")
    assert IdempotencyKey.objects.exists()
