from datetime import UTC, datetime

from django.db import migrations

# Sizes of the IAB's fixed portfolio: what advertisers have their pictures in.
PLACEMENTS = [
    ("article-end", "نهاية المقال", (300, 250), (728, 90)),
    ("article-middle", "داخل المقال", (300, 250), (336, 280)),
    ("home-after-lead", "الصفحة الأولى بعد الخبر الرئيسي", (320, 100), (970, 250)),
    ("home-end", "نهاية الصفحة الأولى", (320, 100), (970, 90)),
    ("section-end", "نهاية القسم", (320, 100), (728, 90)),
    ("side", "العمود الجانبي", (300, 250), (300, 600)),
]


def make_rows(apps, schema_editor):
    Placement = apps.get_model("ads", "Placement")
    for position, (name, title, phone, wide) in enumerate(PLACEMENTS, 1):
        sizes = {
            "phone_width": phone[0],
            "phone_height": phone[1],
            "wide_width": wide[0],
            "wide_height": wide[1],
        }
        Placement.objects.get_or_create(name=name, defaults={"title": title, "position": position, **sizes})
    apps.get_model("ads", "Notice").objects.get_or_create(pk=1)
    # Nothing was deleted yet: everything since ever is still there.
    apps.get_model("ads", "Horizon").objects.get_or_create(
        pk=1, defaults={"kept_from": datetime(2000, 1, 1, tzinfo=UTC)}
    )


class Migration(migrations.Migration):
    """The boxes of our pages, what an unsold one says, and the horizon of offers."""

    dependencies = [("ads", "0005_history_stays")]
    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
