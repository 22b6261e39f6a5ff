from django.db import migrations

STAYS = """
CREATE FUNCTION newsroom_securityevent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'newsroom_securityevent rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER securityevent_stays BEFORE UPDATE OR DELETE ON newsroom_securityevent
    FOR EACH ROW EXECUTE FUNCTION newsroom_securityevent_stays();
"""
STAYS_NO_MORE = (
    "DROP TRIGGER securityevent_stays ON newsroom_securityevent; DROP FUNCTION newsroom_securityevent_stays()"
)


class Migration(migrations.Migration):
    """The history of sign-ins and rights stays as it was written, whoever asks."""

    dependencies = [("newsroom", "0005_sign_in")]
    operations = [migrations.RunSQL(STAYS, STAYS_NO_MORE)]
