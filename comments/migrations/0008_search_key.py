from django.db import migrations

from mohit.arabic import normalise

# The key is written by Comment.save. Whoever changes the words by other means, to erase them above all, leaves none
# of the old ones to be found.
FOLLOWS = """
CREATE FUNCTION comments_comment_key_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.search_key = OLD.search_key AND (NEW.text <> OLD.text OR NEW.author_name <> OLD.author_name) THEN
        NEW.search_key := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_key_follows BEFORE UPDATE OF text, author_name ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comments_comment_key_follows();
"""
FOLLOWS_NO_MORE = "DROP TRIGGER comment_key_follows ON comments_comment; DROP FUNCTION comments_comment_key_follows()"


def fill(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    rows = Comment.objects.filter(search_key="").order_by("pk").only("pk", "author_name", "text")
    for comment in rows.iterator(chunk_size=2_000):
        key = normalise(f"{comment.author_name} {comment.text}")
        Comment.objects.filter(pk=comment.pk).update(search_key=key)


class Migration(migrations.Migration):
    """The desk's search finds what stands in the comment now."""

    dependencies = [("comments", "0007_desk")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FOLLOWS, FOLLOWS_NO_MORE),
    ]
