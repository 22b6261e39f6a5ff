from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTS = {
    "صحفي": ["add", "change", "view"],
    "محرر": ["add", "change", "view", "delete"],
    "مسؤول النشرة": ["view"],
    "مدير": ["add", "change", "view", "delete"],
}


def grant(apps, schema_editor):
    app = apps.get_app_config("pictures")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, verbs in GRANTS.items():
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(codename__in=[f"{verb}_picture" for verb in verbs])
        )


class Migration(migrations.Migration):
    """What each role may do in the picture library."""

    dependencies = [("pictures", "0001_initial"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
