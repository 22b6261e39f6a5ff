from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ["صحفي", "محرر", "مشرف التعليقات", "مسؤول النشرة", "مسؤول الإعلانات", "مدير"]
MANAGER = ["user", "identity", "page"]


def make_roles(apps, schema_editor):
    app = apps.get_app_config("newsroom")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name in ROLES:
        Group.objects.get_or_create(name=name)
    Group.objects.get(name="مدير").permissions.add(
        *Permission.objects.filter(content_type__app_label="newsroom", content_type__model__in=MANAGER)
    )


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    """The newsroom's roles as groups; each app grants them its own permissions in its own migration."""

    dependencies = [("newsroom", "0003_identity_row"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_roles, drop_roles)]
