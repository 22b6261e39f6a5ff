import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """A digest says up to which moment its stories were looked for."""

    dependencies = [("newsletter", "0009_sections_and_imprint")]
    operations = [
        migrations.AlterField(
            model_name="digest",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="في"),
        ),
    ]
