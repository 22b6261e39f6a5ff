from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_planevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'articles_planevent rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER planevent_stays BEFORE UPDATE OR DELETE ON articles_planevent
    FOR EACH ROW EXECUTE FUNCTION articles_planevent_stays();
"""


class Migration(migrations.Migration):
    """The history of plans is append-only, whoever asks."""

    dependencies = [("articles", "0037_planning")]
    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER planevent_stays ON articles_planevent; DROP FUNCTION articles_planevent_stays()",
        )
    ]
