from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ["add", "change", "view", "delete"]
GRANTS = {
    "صحفي": {"article": ALL, "author": ["view"], "section": ["view"], "topic": ["view"]},
    "محرر": {
        "article": [*ALL, "publish"],
        "author": ["add", "change", "view"],
        "section": ["view"],
        "topic": ["add", "change", "view"],
        "decision": ["view"],
    },
    "مشرف التعليقات": {"article": ["view"]},
    "مسؤول النشرة": {"article": ["view"]},
    "مدير": {
        "article": [*ALL, "publish"],
        "author": ALL,
        "section": ALL,
        "topic": ALL,
        "decision": ["view"],
    },
}


def grant(apps, schema_editor):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, grants in GRANTS.items():
        codenames = [f"{verb}_{model}" for model, verbs in grants.items() for verb in verbs]
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    """What each role may do with articles; `articles/permissions.py` adds the state and the writer."""

    dependencies = [("articles", "0004_history_stays"), ("newsroom", "0004_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
