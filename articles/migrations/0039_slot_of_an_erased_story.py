"""The headline that a front gave a story goes with it when the story is erased, from old editions too."""

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


class Migration(migrations.Migration):
    dependencies = [("articles", "0038_plans_stay")]

    operations = [
        migrations.RunSQL(PARTS_STAY.replace("{exception}", ERASED), PARTS_STAY.replace("{exception}", "")),
    ]
