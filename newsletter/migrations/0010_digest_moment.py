import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A digest says up to which moment its stories were looked for; the desk speaks no Latin word."""

    dependencies = [("newsletter", "0009_sections_and_imprint")]
    operations = [
        migrations.AlterField(
            model_name="digest",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="في"),
        ),
        migrations.AlterField(
            model_name="mailinglist",
            name="slug",
            field=models.SlugField(
                error_messages={"unique": "هذا الرابط مستعمل من قبل."},
                help_text="بحروف لاتينية: يظهر في رابط الأرشيف وفي ترويسة الرسائل.",
                max_length=60,
                unique=True,
                verbose_name="الاسم في الرابط",
            ),
        ),
    ]
