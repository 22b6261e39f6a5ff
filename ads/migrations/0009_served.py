import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is baked into mails, and its own counter; the counters' list is where the reports stand."""

    dependencies = [
        ("ads", "0008_images"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="counter",
            options={"default_permissions": ("view",), "verbose_name": "تقرير", "verbose_name_plural": "التقارير"},
        ),
        migrations.AlterField(
            model_name="counter",
            name="creative",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ads.creative",
                verbose_name="المادة الإعلانية",
            ),
        ),
        migrations.AlterField(
            model_name="counter",
            name="placement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ads.placement",
                verbose_name="المساحة",
            ),
        ),
        migrations.AlterField(
            model_name="counter",
            name="slot",
            field=models.PositiveSmallIntegerField(verbose_name="الخانة"),
        ),
        migrations.AddField(
            model_name="placement",
            name="is_baked",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name="Served",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occasion", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="الرسالة")),
                ("served", models.PositiveIntegerField(null=True, verbose_name="النسخ")),
                ("clicked", models.PositiveIntegerField(default=0, verbose_name="النقرات")),
                ("at", models.DateTimeField(verbose_name="في")),
                (
                    "creative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ads.creative"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ads.placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "إشهار في رسالة",
                "verbose_name_plural": "إشهارات الرسائل",
                "default_permissions": (),
                "indexes": [models.Index(models.F("at"), name="served_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("creative", "placement", "occasion"), name="served_once_a_mailing"),
                    models.CheckConstraint(
                        condition=models.Q(("occasion", ""), _negated=True), name="served_has_an_occasion"
                    ),
                ],
            },
        ),
    ]
