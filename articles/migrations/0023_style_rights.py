from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = ["stylerule", "registeredname"]
KEEPERS = ["محرر", "مدير"]
READERS = ["صحفي"]
VIEW = [f"view_{model}" for model in MODELS]


def permissions_of_style(apps):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", content_type__model__in=MODELS
    )


def grant(apps, schema_editor):
    permissions = permissions_of_style(apps)
    groups = apps.get_model("auth", "Group").objects
    for role in groups.filter(name__in=KEEPERS):
        role.permissions.add(*permissions)
    for role in groups.filter(name__in=READERS):
        role.permissions.add(*permissions.filter(codename__in=VIEW))


def revoke(apps, schema_editor):
    permissions = permissions_of_style(apps)
    for role in apps.get_model("auth", "Group").objects.filter(name__in=[*KEEPERS, *READERS]):
        role.permissions.remove(*permissions)


class Migration(migrations.Migration):
    """Editors and managers keep the rules of style and the names; journalists read them."""

    dependencies = [("articles", "0022_style"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, revoke)]
