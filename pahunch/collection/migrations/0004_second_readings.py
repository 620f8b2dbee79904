import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0003_servers_of_applications"),
        ("registry", "0004_private_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="handreading",
            name="second_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handreading",
            name="second_high",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="handreading",
            name="second_low",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="handreading",
            name="second_wording",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="handreading",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waits for a second person"),
                    ("confirmed", "Confirmed"),
                    ("disputed", "The second person read another number"),
                    ("declined", "Declined"),
                ],
                default="waiting",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="handreading",
            index=models.Index(fields=["state", "entered_at"], name="reading_state"),
        ),
        migrations.AddConstraint(
            model_name="handreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_by", None),
                    models.Q(("second_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="another_person_reads_it_again",
            ),
        ),
    ]
