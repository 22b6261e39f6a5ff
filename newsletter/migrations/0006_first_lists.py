from datetime import time

from django.db import migrations

LISTS = [
    {
        "slug": "daily",
        "name": "النشرة اليومية",
        "description": "أهم أخبار اليوم، كل صباح.",
        "kind": "daily",
        "send_at": time(7),
        "position": 1,
    },
    {
        "slug": "weekly",
        "name": "النشرة الأسبوعية",
        "description": "أكثر ما قرئ خلال الأسبوع.",
        "kind": "weekly",
        "send_at": time(9),
        "weekday": 5,
        "filling": "most_read",
        "position": 2,
    },
    {
        "slug": "breaking",
        "name": "الأخبار العاجلة",
        "description": "عند الأحداث الكبرى فقط.",
        "kind": "breaking",
        "position": 3,
    },
]


def make_lists(apps, schema_editor):
    MailingList = apps.get_model("newsletter", "MailingList")
    for values in LISTS:
        MailingList.objects.get_or_create(slug=values["slug"], defaults=values)


def drop_lists(apps, schema_editor):
    MailingList = apps.get_model("newsletter", "MailingList")
    used = apps.get_model("newsletter", "Issue").objects.values("mailing_list")
    subscribed = apps.get_model("newsletter", "Subscription").objects.values("mailing_list")
    MailingList.objects.filter(slug__in=[values["slug"] for values in LISTS]).exclude(pk__in=used).exclude(
        pk__in=subscribed
    ).delete()


class Migration(migrations.Migration):
    """Three lists to begin with. Nothing is sent by them before somebody subscribes."""

    dependencies = [("newsletter", "0005_history_stays")]
    operations = [migrations.RunPython(make_lists, drop_lists)]
