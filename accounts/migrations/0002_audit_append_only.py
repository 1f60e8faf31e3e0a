"""The audit trail can be added to, never changed."""

from django.db import migrations

from accounts.append_only import FUNCTION, append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        FUNCTION,
        append_only("accounts_auditentry", "操作记录只能追加，不能修改、删除或清空"),
    ]
