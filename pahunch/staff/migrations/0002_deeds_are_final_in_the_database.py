from __future__ import annotations

from django.db import migrations

from pahunch.staff import guards


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_users_grants_and_deeds")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: guards.install(editor.connection),
            lambda apps, editor: guards.remove(editor.connection),
        )
    ]
