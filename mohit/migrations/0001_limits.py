from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                (
                    "key",
                    models.BinaryField(max_length=16, primary_key=True, serialize=False, verbose_name="المفتاح"),
                ),
                ("taken", models.IntegerField(verbose_name="في هذه المدة")),
                ("before", models.IntegerField(verbose_name="في المدة السابقة")),
                ("ends_at", models.DateTimeField(verbose_name="نهاية المدة")),
            ],
            options={
                "verbose_name": "عداد",
                "verbose_name_plural": "عدادات",
                "default_permissions": (),
                "indexes": [models.Index(fields=["ends_at"], name="limitcount_ends_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before__gte", 0), ("taken__gte", 0)), name="limitcount_not_negative"
                    )
                ],
            },
        ),
        migrations.RunSQL("ALTER TABLE mohit_limitcount SET UNLOGGED", "ALTER TABLE mohit_limitcount SET LOGGED"),
    ]
