from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ["add", "change", "view", "delete"]
GRANTS = {
    "محرر": {"redirect": ALL},
    "مدير": {"redirect": ALL, "redirectlist": ["view"]},
}
IMPORT = {"مدير": ["import_redirects"]}


def grant(apps, schema_editor):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, grants in GRANTS.items():
        codenames = [f"{verb}_{model}" for model, verbs in grants.items() for verb in verbs] + IMPORT.get(name, [])
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """Editors enter single redirects; whole lists are the manager's."""

    dependencies = [("articles", "0011_reserved_addresses"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
