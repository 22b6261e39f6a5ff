from django.db import migrations

REFUSE = """
CREATE FUNCTION newsletter_issueevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'newsletter_issueevent rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER issueevent_stays BEFORE UPDATE OR DELETE ON newsletter_issueevent
    FOR EACH ROW EXECUTE FUNCTION newsletter_issueevent_stays();
"""

# What was sent is frozen: another text under the same issue would make the archive lie.
FREEZE = """
CREATE FUNCTION newsletter_issue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'newsletter_issue % has started: its subject and content no longer change', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER issue_is_frozen BEFORE UPDATE ON newsletter_issue
    FOR EACH ROW
    WHEN (
        OLD.started_at IS NOT NULL
        AND (OLD.subject, OLD.html, OLD.text, OLD.mailing_list_id, OLD.started_at)
            IS DISTINCT FROM (NEW.subject, NEW.html, NEW.text, NEW.mailing_list_id, NEW.started_at)
    )
    EXECUTE FUNCTION newsletter_issue_is_frozen();
"""

# A row of the ledger is written four times in a few seconds and never again: room for two new versions in its page,
# and a sweep that comes while an issue of a million is being sent, not after it.
ROOM = "ALTER TABLE newsletter_delivery SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)"


class Migration(migrations.Migration):
    """What the database keeps as it was, and the room that the ledger needs."""

    dependencies = [("newsletter", "0004_ledger")]
    operations = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER issueevent_stays ON newsletter_issueevent; DROP FUNCTION newsletter_issueevent_stays()",
        ),
        migrations.RunSQL(
            FREEZE,
            "DROP TRIGGER issue_is_frozen ON newsletter_issue; DROP FUNCTION newsletter_issue_is_frozen()",
        ),
        migrations.RunSQL(ROOM, "ALTER TABLE newsletter_delivery RESET (fillfactor, autovacuum_vacuum_scale_factor)"),
    ]
