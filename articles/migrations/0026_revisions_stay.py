from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'articles_revision rows are history: they are not changed, and go with their article only'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER revision_is_not_changed BEFORE UPDATE ON articles_revision
    FOR EACH ROW EXECUTE FUNCTION articles_revision_stays();
CREATE CONSTRAINT TRIGGER revision_goes_with_its_article AFTER DELETE ON articles_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_revision_stays();
"""
ALLOW = """
DROP TRIGGER revision_goes_with_its_article ON articles_revision;
DROP TRIGGER revision_is_not_changed ON articles_revision;
DROP FUNCTION articles_revision_stays();
"""


class Migration(migrations.Migration):
    """Revisions are append-only, whoever asks; who has a story open is not worth a write-ahead log."""

    dependencies = [("articles", "0025_revisions")]
    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL("ALTER TABLE articles_presence SET UNLOGGED", "ALTER TABLE articles_presence SET LOGGED"),
    ]
