from django.db import migrations

REFUSE = """
CREATE FUNCTION articles_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'articles_decision rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON articles_decision
    FOR EACH ROW EXECUTE FUNCTION articles_decision_stays();
"""


class Migration(migrations.Migration):
    """The history of decisions is append-only, whoever asks."""

    dependencies = [("articles", "0003_filed_times")]
    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER decision_stays ON articles_decision; DROP FUNCTION articles_decision_stays()",
        )
    ]
