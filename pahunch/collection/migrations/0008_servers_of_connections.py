from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0007_messages_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="server",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
