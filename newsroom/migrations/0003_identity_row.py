from django.db import migrations


def make_identity(apps, schema_editor):
    apps.get_model("newsroom", "Identity").objects.get_or_create(pk=1, defaults={"name": "المحيط الإخباري"})


class Migration(migrations.Migration):
    """The one row of the site's identity, so that no page has to ask whether it is there."""

    dependencies = [("newsroom", "0002_share_picture")]
    operations = [migrations.RunPython(make_identity, migrations.RunPython.noop)]
