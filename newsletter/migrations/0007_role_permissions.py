from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ["add", "change", "view", "delete"]
NEWSLETTER = {
    "mailinglist": ["add", "change", "view"],
    "issue": [*ALL, "send"],
    "issuestory": ALL,
    "issueevent": ["view"],
    "digest": ["view"],
    "delivery": ["view"],
    "subscriber": ["add", "change", "view", "erase"],
    "subscription": ["add", "change", "view"],
    "suppression": ["add", "change", "view", "delete"],
}
EXTRA = ["import_subscribers", "export_subscribers"]
GRANTS = {"مسؤول النشرة": NEWSLETTER, "مدير": NEWSLETTER}


def grant(apps, schema_editor):
    app = apps.get_app_config("newsletter")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, grants in GRANTS.items():
        codenames = [f"{verb}_{model}" for model, verbs in grants.items() for verb in verbs] + EXTRA
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="newsletter", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """What each role may do with the newsletter; `newsletter/permissions.py` adds the state of the issue."""

    dependencies = [("newsletter", "0006_first_lists"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
