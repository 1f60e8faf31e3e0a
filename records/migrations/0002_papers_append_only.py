"""Issued papers and the content of attachments stay as they were."""

from django.db import migrations

from accounts.append_only import append_only, immutable_when


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("accounts", "0002_audit_append_only")]
    operations = [
        append_only("records_issuedpaper", "印发文件不能修改、删除或清空，更正请另行印发"),
        immutable_when(
            "records_attachment",
            "(OLD.sha256, OLD.path, OLD.size, OLD.name, OLD.subject_kind, OLD.subject_id)"
            " IS DISTINCT FROM"
            " (NEW.sha256, NEW.path, NEW.size, NEW.name, NEW.subject_kind, NEW.subject_id)",
            "附件不能修改，更正请上传新的文件",
        ),
    ]
