from django.db import migrations, models


class Migration(migrations.Migration):
    """Topics in whose stories no placement shows."""

    dependencies = [("articles", "0023_style_rights")]
    operations = [
        migrations.AddField(
            model_name="topic",
            name="is_sensitive",
            field=models.BooleanField(
                default=False,
                help_text="الكوارث والوفيات وما يشبهها: لا تظهر المساحات الإعلانية في مقالاته، ولا يبقى مكانها فارغا.",
                verbose_name="موضوع حساس",
            ),
        )
    ]
