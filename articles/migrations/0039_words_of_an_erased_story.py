"""What a front and the bar of breaking news said of a story goes with it when the story is erased."""

from django.db import migrations

PARTS_STAY = """
CREATE OR REPLACE FUNCTION articles_front_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
    {exception}
    PERFORM FROM articles_frontedition WHERE id = part.edition_id AND state IN ('draft', 'copy') FOR SHARE;
    IF NOT FOUND OR (TG_OP = 'UPDATE' AND OLD.edition_id <> NEW.edition_id) THEN
        RAISE EXCEPTION 'the parts of an edition are changed while it is a draft only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN part;
END $$;
"""
ERASED = """
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'articles_frontslot' THEN
        IF to_jsonb(NEW) = to_jsonb(OLD) || '{"headline": ""}' AND EXISTS (
            SELECT FROM articles_article WHERE id = NEW.article_id AND erased_at IS NOT NULL
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
"""

BREAKING_STAYS = """
CREATE OR REPLACE FUNCTION articles_breaking_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
       AND (NEW.id, NEW.text, NEW.article_id, NEW.owner_id, NEW.set_at, NEW.expires_at)
           IS NOT DISTINCT FROM (OLD.id, OLD.text, OLD.article_id, OLD.owner_id, OLD.set_at, OLD.expires_at) THEN
        RETURN NEW;
    END IF;
    {exception}
    RAISE EXCEPTION 'articles_breaking rows are history: they end once, are not changed and not deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
ERASED_BAR = """
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object('text', NEW.text) AND EXISTS (
        SELECT FROM articles_article WHERE id = NEW.article_id AND erased_at IS NOT NULL AND headline = NEW.text
    ) THEN
        RETURN NEW;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0038_plans_stay")]

    operations = [
        migrations.RunSQL(function.replace("{exception}", exception), function.replace("{exception}", ""))
        for function, exception in ((PARTS_STAY, ERASED), (BREAKING_STAYS, ERASED_BAR))
    ]
