from django.db import migrations

TABLES = ["articles_byline", "articles_tagging"]

FILL = """
CREATE FUNCTION articles_filed_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE WHEN status = 'published' THEN published_at END INTO NEW.published_at
      FROM articles_article WHERE id = NEW.article_id;
    RETURN NEW;
END $$;
"""

FOLLOW = """
CREATE FUNCTION articles_article_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := CASE WHEN NEW.status = 'published' THEN NEW.published_at END;
BEGIN
    UPDATE articles_byline SET published_at = moment WHERE article_id = NEW.id;
    UPDATE articles_tagging SET published_at = moment WHERE article_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER article_moved AFTER UPDATE OF status, published_at ON articles_article
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.published_at IS DISTINCT FROM NEW.published_at)
    EXECUTE FUNCTION articles_article_moved();
"""

TRIGGERS = [
    migrations.RunSQL(
        f"CREATE TRIGGER filed_row BEFORE INSERT OR UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION articles_filed_row()",
        f"DROP TRIGGER filed_row ON {table}",
    )
    for table in TABLES
]


class Migration(migrations.Migration):
    """Bylines and taggings carry their article's time of publication, kept by the database.

    A topic's page then walks one index instead of sorting all stories of the topic, and no code path, not even a bulk
    UPDATE, can leave a withdrawn story listed.
    """

    dependencies = [("articles", "0002_relations")]
    operations = [
        migrations.RunSQL(FILL, "DROP FUNCTION articles_filed_row()"),
        *TRIGGERS,
        migrations.RunSQL(
            FOLLOW,
            "DROP TRIGGER article_moved ON articles_article; DROP FUNCTION articles_article_moved()",
        ),
    ]
