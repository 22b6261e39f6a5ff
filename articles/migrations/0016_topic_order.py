from django.contrib.auth.management import create_permissions
from django.db import migrations

from mohit.arabic import sort_key

MERGERS = ["محرر", "مدير"]


def put_in_order(apps, schema_editor):
    Topic = apps.get_model("articles", "Topic")
    for topic in Topic.objects.only("name").iterator():
        Topic.objects.filter(pk=topic.pk).update(sort_key=sort_key(topic.name)[:160])


def grant(apps, schema_editor):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Permission = apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(
        content_type__app_label="articles", codename__in=["merge_topic", "view_topicmerge"]
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MERGERS):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    """The topics that are there get their place in the alphabet; editors and managers may merge them."""

    dependencies = [("articles", "0015_topics"), ("newsroom", "0004_roles")]
    operations = [
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
