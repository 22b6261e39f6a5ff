from django.db import migrations, models


def keep_section(apps, schema_editor):
    for row in apps.get_model("newsletter", "MailingList").objects.exclude(section=None):
        row.sections.add(row.section_id)


def keep_first_section(apps, schema_editor):
    for row in apps.get_model("newsletter", "MailingList").objects.all():
        row.section = row.sections.order_by("pk").first()
        row.save(update_fields=["section"])


class Migration(migrations.Migration):
    """A list is filled from several sections, and says who publishes it."""

    dependencies = [
        ("articles", "0001_initial"),
        ("newsletter", "0008_sign_ups"),
    ]
    operations = [
        migrations.AddField(
            model_name="mailinglist",
            name="sections",
            field=models.ManyToManyField(
                blank=True,
                help_text="إن لم تختر شيئا فمن كل الأقسام.",
                related_name="+",
                to="articles.section",
                verbose_name="من أقسام",
            ),
        ),
        migrations.RunPython(keep_section, keep_first_section),
        migrations.RemoveField(model_name="mailinglist", name="section"),
        migrations.AddField(
            model_name="mailinglist",
            name="imprint",
            field=models.CharField(
                blank=True,
                help_text="اسم الناشر وعنوانه البريدي، في أسفل كل رسالة: تطلبه قوانين دول كثيرة.",
                max_length=200,
                verbose_name="سطر الناشر",
            ),
        ),
    ]
