from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0008_servers_of_connections"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="grantor",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
