from django.contrib.auth.management import create_permissions
from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_breaking_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
       AND (NEW.id, NEW.text, NEW.article_id, NEW.owner_id, NEW.set_at, NEW.expires_at)
           IS NOT DISTINCT FROM (OLD.id, OLD.text, OLD.article_id, OLD.owner_id, OLD.set_at, OLD.expires_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'articles_breaking rows are history: they end once, are not changed and not deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER breaking_stays BEFORE UPDATE OR DELETE ON articles_breaking
    FOR EACH ROW EXECUTE FUNCTION articles_breaking_stays();
"""
ALLOW = """
DROP TRIGGER breaking_stays ON articles_breaking;
DROP FUNCTION articles_breaking_stays();
"""
RIGHTS = {"محرر": ["break_news", "view_breaking"], "مدير": ["break_news", "view_breaking"], "صحفي": ["view_breaking"]}


def rights(apps):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", content_type__model="breaking"
    )
    groups = apps.get_model("auth", "Group").objects
    return [(groups.get(name=role), permissions.filter(codename__in=names)) for role, names in RIGHTS.items()]


def grant(apps, schema_editor):
    for role, permissions in rights(apps):
        role.permissions.add(*permissions)


def revoke(apps, schema_editor):
    for role, permissions in rights(apps):
        role.permissions.remove(*permissions)


class Migration(migrations.Migration):
    """What was told as breaking stays written down; editors and managers tell it, journalists see who did."""

    dependencies = [("articles", "0031_breaking"), ("newsroom", "0004_roles")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunPython(grant, revoke)]
