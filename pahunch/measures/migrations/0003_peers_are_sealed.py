from __future__ import annotations

from typing import Any

from django.db import migrations, models

from pahunch.staff import guards

TABLE = "measures_peerset"


def drop_unsealed(apps: Any, _editor: Any) -> None:
    apps.get_model("measures", "PeerSet").objects.all().delete()


class Migration(migrations.Migration):
    """No release has kept a comparison set without a seal: none can be given one afterwards."""

    dependencies = [("measures", "0002_suspicions")]

    operations = [
        migrations.RunPython(drop_unsealed, migrations.RunPython.noop),
        migrations.RemoveField(model_name="peerset", name="digest"),
        migrations.RemoveField(model_name="peerset", name="places"),
        migrations.RemoveField(model_name="peerset", name="rule"),
        migrations.RemoveField(model_name="peerset", name="sets"),
        migrations.AlterField(
            model_name="peerset",
            name="code",
            field=models.SlugField(max_length=100, unique=True),
        ),
        migrations.AddField(
            model_name="peerset",
            name="text",
            field=models.TextField(default="{}", help_text="Canonical JSON, as it was sealed."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="peerset",
            name="seal",
            field=models.CharField(default="", help_text="SHA-256 of the text.", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(
            lambda apps, editor: guards.install(editor.connection, TABLE),
            lambda apps, editor: guards.remove(editor.connection, TABLE),
        ),
    ]
