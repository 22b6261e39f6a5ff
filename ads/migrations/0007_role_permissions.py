from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ["add", "change", "view", "delete"]
PLACEMENTS = {
    "placement": ["change", "view"],
    "notice": ["change", "view"],
    "advertiser": ALL,
    "campaign": [*ALL, "launch"],
    "campaignevent": ["view"],
    "booking": ALL,
    "creative": ALL,
    "counter": ["view"],
    "invalidcount": ["view"],
}
GRANTS = {"مسؤول الإعلانات": PLACEMENTS, "مدير": PLACEMENTS}


def grant(apps, schema_editor):
    app = apps.get_app_config("ads")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, grants in GRANTS.items():
        codenames = [f"{verb}_{model}" for model, verbs in grants.items() for verb in verbs]
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="ads", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """What each role may do with placements; `ads/permissions.py` adds the state of the campaign."""

    dependencies = [("ads", "0006_first_rows"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
