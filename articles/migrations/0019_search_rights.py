from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ["محرر", "مدير"]
RULES = ["synonyms", "wholeword", "stopword"]


def permissions_of_rules(apps):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", content_type__model__in=RULES
    )


def grant(apps, schema_editor):
    permissions = permissions_of_rules(apps)
    for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        role.permissions.add(*permissions)


def revoke(apps, schema_editor):
    permissions = permissions_of_rules(apps)
    for role in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        role.permissions.remove(*permissions)


class Migration(migrations.Migration):
    """Editors and managers keep the rules of the search."""

    dependencies = [("articles", "0018_search_triggers"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, revoke)]
