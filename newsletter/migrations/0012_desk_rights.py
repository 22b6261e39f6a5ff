from django.contrib.auth.management import create_permissions
from django.db import migrations

REFUSE = """
CREATE FUNCTION newsletter_deskevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'newsletter_deskevent rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER deskevent_stays BEFORE UPDATE OR DELETE ON newsletter_deskevent
    FOR EACH ROW EXECUTE FUNCTION newsletter_deskevent_stays();
"""
ROLES = ("مسؤول النشرة", "مدير")
CODENAMES = ("view_report", "view_deskevent")


def grant(apps, schema_editor):
    app = apps.get_app_config("newsletter")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="newsletter", codename__in=CODENAMES
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    """What the staff did with readers' data stays written, and who may read it."""

    dependencies = [("newsletter", "0011_came_back_and_decided")]
    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER deskevent_stays ON newsletter_deskevent; DROP FUNCTION newsletter_deskevent_stays()",
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
