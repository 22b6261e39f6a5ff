from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_live_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (
        SELECT FROM articles_livecoverage c JOIN articles_article a ON a.id = c.article_id
         WHERE c.id = OLD.coverage_id AND a.erased_at IS NULL
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% rows are history: they are not rewritten, and go with an erased article only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION articles_coverage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM articles_article WHERE id = OLD.article_id AND erased_at IS NULL) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'articles_livecoverage rows are history: they go with an erased article only'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER liveevent_is_not_changed BEFORE UPDATE ON articles_liveevent
    FOR EACH ROW EXECUTE FUNCTION articles_live_stays();
CREATE TRIGGER liveentry_keeps_its_place BEFORE UPDATE ON articles_liveentry
    FOR EACH ROW WHEN (
        (OLD.coverage_id, OLD.at, OLD.by_id, OLD.key) IS DISTINCT FROM (NEW.coverage_id, NEW.at, NEW.by_id, NEW.key)
        OR OLD.withdrawn_at IS NOT NULL
    ) EXECUTE FUNCTION articles_live_stays();
CREATE CONSTRAINT TRIGGER liveevent_stays AFTER DELETE ON articles_liveevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_live_stays();
CREATE CONSTRAINT TRIGGER liveentry_stays AFTER DELETE ON articles_liveentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_live_stays();
CREATE CONSTRAINT TRIGGER coverage_stays AFTER DELETE ON articles_livecoverage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_coverage_stays();
"""
ALLOW = """
DROP TRIGGER coverage_stays ON articles_livecoverage;
DROP TRIGGER liveentry_stays ON articles_liveentry;
DROP TRIGGER liveevent_stays ON articles_liveevent;
DROP TRIGGER liveentry_keeps_its_place ON articles_liveentry;
DROP TRIGGER liveevent_is_not_changed ON articles_liveevent;
DROP FUNCTION articles_coverage_stays();
DROP FUNCTION articles_live_stays();
"""


class Migration(migrations.Migration):
    """What was told live is withdrawn, never deleted; its history is append-only, whoever asks."""

    dependencies = [("articles", "0033_live")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
