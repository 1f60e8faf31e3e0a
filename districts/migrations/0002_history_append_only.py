"""What the register said before can be added to, never changed."""

from django.db import migrations

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_initial"), ("accounts", "0002_audit_append_only")]
    operations = [
        append_only("districts_registerchange", "台账更正记录不能修改、删除或清空"),
    ]
