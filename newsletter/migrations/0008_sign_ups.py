import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What forms asked for and is not answered yet, from where a confirmation came, why readers left."""

    dependencies = [("newsletter", "0007_role_permissions")]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("too_many", "الرسائل كثيرة"),
                            ("not_for_me", "لا أجد فيها ما يهمني"),
                            ("elsewhere", "أقرأ الأخبار في مكان آخر"),
                            ("did_not_ask", "لم أشترك فيها"),
                            ("other", "لسبب آخر"),
                        ],
                        max_length=12,
                        verbose_name="السبب",
                    ),
                ),
                ("on", models.DateField(auto_now_add=True, verbose_name="في يوم")),
            ],
            options={
                "verbose_name": "سبب مغادرة",
                "verbose_name_plural": "أسباب المغادرة",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=254)),
                ("lists", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("form", models.CharField(max_length=20)),
                ("source", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "طلب اشتراك",
                "verbose_name_plural": "طلبات الاشتراك",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="subscription",
            name="confirmed_source",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("archive", "confirm", "feed", "leave", "p", "subscribe")), _negated=True
                ),
                name="mailinglist_slug_is_free",
                violation_error_message="هذا الرابط محجوز للموقع، اختر غيره.",
            ),
        ),
        migrations.AddField(
            model_name="departure",
            name="mailing_list",
            field=models.ForeignKey(
                blank=True,
                help_text="فارغة: غادر القوائم كلها.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="departures",
                to="newsletter.mailinglist",
                verbose_name="القائمة",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__regex", "^[!-?A-~]+@[!-?A-~]+$")),
                name="signup_address_is_ascii_in_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(("lists", []), _negated=True), name="signup_asks_for_a_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["too_many", "not_for_me", "elsewhere", "did_not_ask", "other"])),
                name="departure_reason_is_known",
            ),
        ),
    ]
