from django.db import migrations

# In a sheet of 600 pixels, with 28 of margin at either side; a telephone shrinks the picture with its sheet.
NEWSLETTER = {
    "title": "داخل النشرة البريدية",
    "phone_width": 336,
    "phone_height": 280,
    "wide_width": 336,
    "wide_height": 280,
    "is_baked": True,
    "position": 20,
}


def make_placement(apps, schema_editor):
    apps.get_model("ads", "Placement").objects.get_or_create(name="newsletter", defaults=NEWSLETTER)


class Migration(migrations.Migration):
    """The place in the newsletter's issues."""

    dependencies = [("ads", "0009_served")]
    operations = [migrations.RunPython(make_placement, migrations.RunPython.noop)]
