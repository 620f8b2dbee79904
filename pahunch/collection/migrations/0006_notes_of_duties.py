from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0005_renewals"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="note",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
