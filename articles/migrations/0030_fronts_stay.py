from django.contrib.auth.management import create_permissions
from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_frontedition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state IN ('draft', 'copy') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'cancelled' AND OLD.live_from > clock_timestamp()
       AND to_jsonb(NEW) - '{state,saved_at}'::text[] = to_jsonb(OLD) - '{state,saved_at}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an edition of a front is changed as a draft only, and never deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER frontedition_stays BEFORE UPDATE OR DELETE ON articles_frontedition
    FOR EACH ROW EXECUTE FUNCTION articles_frontedition_stays();

CREATE FUNCTION articles_front_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
    PERFORM FROM articles_frontedition WHERE id = part.edition_id AND state IN ('draft', 'copy') FOR SHARE;
    IF NOT FOUND OR (TG_OP = 'UPDATE' AND OLD.edition_id <> NEW.edition_id) THEN
        RAISE EXCEPTION 'the parts of an edition are changed while it is a draft only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN part;
END $$;
CREATE TRIGGER frontcontainer_stays BEFORE INSERT OR UPDATE OR DELETE ON articles_frontcontainer
    FOR EACH ROW EXECUTE FUNCTION articles_front_part_stays();
CREATE TRIGGER frontslot_stays BEFORE INSERT OR UPDATE OR DELETE ON articles_frontslot
    FOR EACH ROW EXECUTE FUNCTION articles_front_part_stays();
CREATE FUNCTION articles_frontslot_is_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM articles_frontcontainer WHERE id = NEW.container_id AND edition_id = NEW.edition_id) THEN
        RAISE EXCEPTION 'a slot is of its container''s edition' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frontslot_is_at_home BEFORE INSERT OR UPDATE ON articles_frontslot
    FOR EACH ROW EXECUTE FUNCTION articles_frontslot_is_at_home();

CREATE FUNCTION articles_frontdecision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'articles_frontdecision rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER frontdecision_stays BEFORE UPDATE OR DELETE ON articles_frontdecision
    FOR EACH ROW EXECUTE FUNCTION articles_frontdecision_stays();
"""
ALLOW = """
DROP TRIGGER frontdecision_stays ON articles_frontdecision;
DROP FUNCTION articles_frontdecision_stays();
DROP TRIGGER frontslot_is_at_home ON articles_frontslot;
DROP FUNCTION articles_frontslot_is_at_home();
DROP TRIGGER frontslot_stays ON articles_frontslot;
DROP TRIGGER frontcontainer_stays ON articles_frontcontainer;
DROP FUNCTION articles_front_part_stays();
DROP TRIGGER frontedition_stays ON articles_frontedition;
DROP FUNCTION articles_frontedition_stays();
"""
KEEPERS = ["محرر", "مدير"]


def permissions_of_fronts(apps):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", content_type__model="frontedition"
    )


def grant(apps, schema_editor):
    for role in apps.get_model("auth", "Group").objects.filter(name__in=KEEPERS):
        role.permissions.add(*permissions_of_fronts(apps))


def revoke(apps, schema_editor):
    for role in apps.get_model("auth", "Group").objects.filter(name__in=KEEPERS):
        role.permissions.remove(*permissions_of_fronts(apps))


class Migration(migrations.Migration):
    """What was published stays as it was, whoever asks; editors and managers keep the fronts."""

    dependencies = [("articles", "0029_fronts"), ("newsroom", "0004_roles")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunPython(grant, revoke)]
