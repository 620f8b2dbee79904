from django.db import migrations, models

ASKS = [
    ("counts", "Followers and posts"),
    ("posts", "New posts"),
    ("engagement", "Engagement of posts"),
    ("inbox", "What people write"),
    ("messages", "Messages that only the two can read"),
    ("audience", "Places of followers"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0006_notes_of_duties"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="ask",
            field=models.CharField(choices=ASKS, max_length=20),
        ),
        migrations.AlterField(
            model_name="duty",
            name="ask",
            field=models.CharField(choices=ASKS, max_length=20),
        ),
        migrations.AlterField(
            model_name="plan",
            name="ask",
            field=models.CharField(choices=ASKS, max_length=20),
        ),
    ]
