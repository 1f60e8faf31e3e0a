"""A version's own names, read from its content: a draft no longer renames what is in force."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


def _said(label: str, key: str) -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=KeyTextTransform(key, "content"),
        output_field=models.TextField(),
        verbose_name=label,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("policies", "0006_origin")]
    operations: ClassVar = [
        migrations.AddField("policyversion", "title", _said("名称", "title")),
        migrations.AddField("policyversion", "short_name", _said("简称", "short")),
        migrations.AddField("policyversion", "document_no", _said("文号", "document")),
    ]
