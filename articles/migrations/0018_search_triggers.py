from django.db import migrations

MARK = """
CREATE FUNCTION articles_search_mark(keys bigint[]) RETURNS void LANGUAGE sql AS $$
    -- In one order, so that two of these never wait for each other. DO UPDATE, not DO NOTHING: it locks the row, so
    -- that no indexer takes it away before the change that it stands for can be seen.
    INSERT INTO articles_searchpending (article_id)
    SELECT DISTINCT key FROM unnest(keys) AS key WHERE key IS NOT NULL ORDER BY key
    ON CONFLICT (article_id) DO UPDATE SET article_id = EXCLUDED.article_id
$$;
"""

# A change of the row itself, or of what it is filed under. OLD and NEW are rows of `table`; `key` names the article.
ROW = """
CREATE FUNCTION articles_search_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_search_mark({keys});
    RETURN NULL;
END $$;
"""
CHANGED = "OLD.{0} IS DISTINCT FROM NEW.{0}"

SEARCHED = (
    "headline",
    "short_headline",
    "standfirst",
    "body",
    "place",
    "section_id",
    "picture_id",
    "picture_caption",
)


def trigger(name: str, event: str, table: str, function: str, when: str = "") -> migrations.RunSQL:
    condition = f"WHEN ({when}) " if when else ""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def function(name: str, keys: str) -> migrations.RunSQL:
    return migrations.RunSQL(ROW.format(name=name, keys=keys), f"DROP FUNCTION articles_search_{name}()")


def inserted(table: str, key: str) -> migrations.RunSQL:
    """One call a statement, so that COPY of a thousand rows costs what one does."""
    name = f"{table.removeprefix('articles_')}_in"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION articles_search_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM articles_search_mark(ARRAY(SELECT {key} FROM added));
            RETURN NULL;
        END $$;
        CREATE TRIGGER search_in AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION articles_search_{name}();
        """,  # noqa: S608  (this module's own names)
        f"DROP TRIGGER search_in ON {table}; DROP FUNCTION articles_search_{name}()",
    )


FILED = [
    step
    for table, other in (("articles_byline", "author_id"), ("articles_tagging", "topic_id"))
    for step in (
        inserted(table, "article_id"),
        trigger("search_out", "DELETE", table, "articles_search_filed_out"),
        trigger(
            "search_moved",
            f"UPDATE OF article_id, {other}",
            table,
            "articles_search_filed_moved",
            f"{CHANGED.format('article_id')} OR {CHANGED.format(other)}",
        ),
    )
]

NAMES = [
    step
    for table, keys in (
        ("author", "SELECT article_id FROM articles_byline WHERE author_id = NEW.id"),
        ("topic", "SELECT article_id FROM articles_tagging WHERE topic_id = NEW.id"),
        ("section", "SELECT id FROM articles_article WHERE section_id = NEW.id"),
    )
    for step in (
        function(table, f"ARRAY({keys})"),
        trigger(
            "search_renamed",
            "UPDATE OF name",
            f"articles_{table}",
            f"articles_search_{table}",
            CHANGED.format("name"),
        ),
    )
]

# The library's caption stands under the picture where the story gives none of its own.
CAPTIONED = """ARRAY(
    SELECT id FROM articles_article WHERE picture_id = NEW.id AND picture_caption = ''
    UNION SELECT article_id FROM articles_illustration WHERE picture_id = NEW.id
)"""

MOVED = """
CREATE FUNCTION articles_search_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_searchdocument SET published_at = CASE WHEN NEW.status = 'published' THEN NEW.published_at END
     WHERE article_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_moved AFTER UPDATE OF status, published_at ON articles_article
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.published_at IS DISTINCT FROM NEW.published_at)
    EXECUTE FUNCTION articles_search_moved();
"""


def revised(column: str, *tables: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"""
            CREATE FUNCTION articles_search_{column}_revised() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE articles_searchrevision SET {column} = {column} + 1;
                RETURN NULL;
            END $$;
            INSERT INTO articles_searchrevision (id, lexicon, synonyms) VALUES (1, 0, 0) ON CONFLICT DO NOTHING;
            """,  # noqa: S608  (this module's own names)
            f"DROP FUNCTION articles_search_{column}_revised()",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER search_revised AFTER INSERT OR UPDATE OR DELETE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION articles_search_{column}_revised()",
                f"DROP TRIGGER search_revised ON {table}",
            )
            for table in tables
        ),
    ]


class Migration(migrations.Migration):
    """The database keeps what the search knows in step with the stories, whatever changes them.

    It writes down which documents are out of date, moves their times of publication, and counts changes of the rules.
    """

    dependencies = [("articles", "0017_search")]
    operations = [
        migrations.RunSQL(MARK, "DROP FUNCTION articles_search_mark(bigint[])"),
        function("article", "ARRAY[NEW.id]"),
        function("filed_out", "ARRAY[OLD.article_id]"),
        function("filed_moved", "ARRAY[OLD.article_id, NEW.article_id]"),
        function("picture", CAPTIONED),
        inserted("articles_article", "id"),
        trigger(
            "search_changed",
            f"UPDATE OF {', '.join(SEARCHED)}",
            "articles_article",
            "articles_search_article",
            " OR ".join(CHANGED.format(column) for column in SEARCHED),
        ),
        *FILED,
        *NAMES,
        trigger(
            "search_captioned",
            "UPDATE OF caption",
            "pictures_picture",
            "articles_search_picture",
            CHANGED.format("caption"),
        ),
        migrations.RunSQL(
            MOVED, "DROP TRIGGER search_moved ON articles_article; DROP FUNCTION articles_search_moved()"
        ),
        migrations.RunSQL(
            "CREATE TRIGGER filed_row BEFORE INSERT OR UPDATE ON articles_searchdocument "
            "FOR EACH ROW EXECUTE FUNCTION articles_filed_row()",
            "DROP TRIGGER filed_row ON articles_searchdocument",
        ),
        *revised("lexicon", "articles_wholeword", "articles_stopword"),
        *revised("synonyms", "articles_synonyms"),
        migrations.RunSQL(
            "INSERT INTO articles_searchpending (article_id) SELECT id FROM articles_article", migrations.RunSQL.noop
        ),
    ]
