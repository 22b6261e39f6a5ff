from django.db import migrations

REFUSE = """
CREATE FUNCTION ads_campaignevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ads_campaignevent rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER campaignevent_stays BEFORE UPDATE OR DELETE ON ads_campaignevent
    FOR EACH ROW EXECUTE FUNCTION ads_campaignevent_stays();
"""
REFUSE_NO_MORE = "DROP TRIGGER campaignevent_stays ON ads_campaignevent; DROP FUNCTION ads_campaignevent_stays()"

# Counters and tallies are written over and over: room for their next version in the same page, and an early sweep.
# An offer is written up to four times in its first minutes and never again.
ROOM = """
ALTER TABLE ads_counter SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE ads_invalidcount SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE ads_tally SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE ads_offer SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
"""
ROOM_NO_MORE = "".join(
    f"ALTER TABLE ads_{name} RESET (fillfactor, autovacuum_vacuum_scale_factor);"
    for name in ("counter", "invalidcount", "tally", "offer")
)


class Migration(migrations.Migration):
    """What the database keeps as it was, and the room that the counters need."""

    dependencies = [("ads", "0004_ledger")]
    operations = [
        migrations.RunSQL(REFUSE, REFUSE_NO_MORE),
        migrations.RunSQL(ROOM, ROOM_NO_MORE),
    ]
