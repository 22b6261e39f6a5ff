from django.contrib.auth.management import create_permissions
from django.db import migrations

GONE = """
CREATE FUNCTION articles_article_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.gone_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER article_left BEFORE UPDATE OF status ON articles_article
    FOR EACH ROW WHEN (OLD.status = 'published' AND NEW.status <> 'published' AND OLD.published_at <= now())
    EXECUTE FUNCTION articles_article_left();
"""
WITHDRAWN_BEFORE = """
UPDATE articles_article SET gone_at = saved_at WHERE status = 'withdrawn' AND published_at <= saved_at;
"""
STAY = "DROP TRIGGER article_left ON articles_article; DROP FUNCTION articles_article_left();"

ERASED_STAYS = """
CREATE FUNCTION articles_article_stays_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an erased article is neither changed in state nor brought back'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER article_stays_erased BEFORE UPDATE OF status, erased_at ON articles_article
    FOR EACH ROW
    WHEN (OLD.erased_at IS NOT NULL AND (NEW.erased_at IS DISTINCT FROM OLD.erased_at OR NEW.status <> OLD.status))
    EXECUTE FUNCTION articles_article_stays_erased();
"""
ERASED_GOES = "DROP TRIGGER article_stays_erased ON articles_article; DROP FUNCTION articles_article_stays_erased();"

REVISIONS = """
CREATE OR REPLACE FUNCTION articles_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id {living}) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'articles_revision rows are history: they are not changed, and go with their article only'
        USING ERRCODE = 'restrict_violation';
END $$;
"""

NOTES = """
CREATE FUNCTION articles_internalnote_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id AND erased_at IS NULL) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'articles_internalnote rows are history: they are not changed, and go with their article only'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER internalnote_is_not_changed BEFORE UPDATE ON articles_internalnote
    FOR EACH ROW EXECUTE FUNCTION articles_internalnote_stays();
CREATE CONSTRAINT TRIGGER internalnote_goes_with_its_article AFTER DELETE ON articles_internalnote
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_internalnote_stays();
"""
FREE_NOTES = """
DROP TRIGGER internalnote_goes_with_its_article ON articles_internalnote;
DROP TRIGGER internalnote_is_not_changed ON articles_internalnote;
DROP FUNCTION articles_internalnote_stays();
"""


def erasing(apps):
    app = apps.get_app_config("articles")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    return apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="articles", codename="erase_article"
    )


def grant(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get(name="مدير").permissions.add(erasing(apps))


def revoke(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get(name="مدير").permissions.remove(erasing(apps))


class Migration(migrations.Migration):
    """Whoever takes a story from the readers, its address knows that it is gone; what is erased stays erased, and only
    it lets its revisions and notes go; managers erase."""

    dependencies = [("articles", "0027_workflow"), ("newsroom", "0004_roles")]
    operations = [
        migrations.RunSQL(GONE, STAY),
        migrations.RunSQL(ERASED_STAYS, ERASED_GOES),
        migrations.RunSQL(REVISIONS.format(living="AND erased_at IS NULL"), REVISIONS.format(living="")),
        migrations.RunSQL(NOTES, FREE_NOTES),
        migrations.RunSQL(WITHDRAWN_BEFORE, migrations.RunSQL.noop),
        migrations.RunPython(grant, revoke),
    ]
