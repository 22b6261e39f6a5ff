from django.contrib.auth.management import create_permissions
from django.db import migrations

# The conversation's row first, then the comments above from the top: as in Comment._decide, so that nobody waits in a
# circle. Whoever changes a state, by whatever means, the counts move in the same transaction.
COUNT = """
CREATE FUNCTION comments_comment_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step integer := CASE WHEN TG_OP <> 'DELETE' AND NEW.status = 'approved' THEN 1 ELSE 0 END
                  - CASE WHEN TG_OP <> 'INSERT' AND OLD.status = 'approved' THEN 1 ELSE 0 END;
    one comments_comment%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO comments_conversation (article_id, approved) VALUES (one.article_id, 0) ON CONFLICT DO NOTHING;
    END IF;
    IF step <> 0 THEN
        UPDATE comments_conversation SET approved = approved + step WHERE article_id = one.article_id;
        UPDATE comments_comment SET approved_below = approved_below + step
            WHERE id = ANY (one.path[:array_length(one.path, 1) - 1]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER comment_counted AFTER INSERT OR DELETE OR UPDATE OF status ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comments_comment_counted();
"""
COUNT_NO_MORE = "DROP TRIGGER comment_counted ON comments_comment; DROP FUNCTION comments_comment_counted()"

STAYS = """
CREATE FUNCTION comments_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'comments_decision rows are history: they are neither changed nor deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER comment_decision_stays BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION comments_decision_stays();
"""
STAYS_NO_MORE = "DROP TRIGGER comment_decision_stays ON comments_decision; DROP FUNCTION comments_decision_stays()"

MODERATES = ["view_comment", "moderate_comment", "view_decision", "view_policy", "view_contact"]
GRANTS = {
    "محرر": ["view_comment", "moderate_comment", "view_decision"],
    "مشرف التعليقات": [*MODERATES, "change_policy"],
    "مدير": [*MODERATES, "change_policy"],
}


def grant(apps, schema_editor):
    app = apps.get_app_config("comments")
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GRANTS.items():
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(content_type__app_label="comments", codename__in=codenames)
        )


def make_policy(apps, schema_editor):
    apps.get_model("comments", "Policy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """Counts and history that the database keeps; the one row of policy; what each role may do."""

    dependencies = [("comments", "0002_records"), ("newsroom", "0004_roles")]
    operations = [
        migrations.RunSQL(COUNT, COUNT_NO_MORE),
        migrations.RunSQL(STAYS, STAYS_NO_MORE),
        migrations.RunPython(make_policy, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
