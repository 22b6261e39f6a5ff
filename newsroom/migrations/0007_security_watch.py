from django.db import migrations, models
from django.db.models import Q

KINDS = [
    "sign_in", "wrong_password", "wrong_code", "lock", "sign_out", "session_end", "factor_add", "factor_remove",
    "factor_reset", "codes", "password", "email", "invite", "accept", "create", "role_add", "role_remove", "activate",
    "stop", "grant_all", "withdraw_all",
]  # fmt: skip

# What the newsroom writes down itself, with who did it, is noted for the rest of its transaction. At the end of the
# transaction the triggers of accounts and roles write what nobody wrote: then a command, a shell or psql did it.
WATCH = """
CREATE FUNCTION newsroom_security_note(member bigint, kind text, detail text) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('newsroom.told', coalesce(current_setting('newsroom.told', true), '')
        || format('|%s:%s:%s|', member, kind, detail), true)
$$;
CREATE FUNCTION newsroom_security_told(member bigint, kind text, detail text) RETURNS boolean LANGUAGE sql AS $$
    SELECT position(format('|%s:%s:%s|', member, kind, detail) IN coalesce(current_setting('newsroom.told', true), ''))
        > 0
$$;
CREATE FUNCTION newsroom_securityevent_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM newsroom_security_note(
        NEW.user_id, NEW.kind, CASE WHEN NEW.kind LIKE 'role_%' THEN NEW.detail ELSE '' END);
    RETURN NULL;
END $$;
CREATE TRIGGER securityevent_noted AFTER INSERT ON newsroom_securityevent FOR EACH ROW
    WHEN (NEW.kind NOT IN ('sign_in', 'wrong_password', 'wrong_code', 'lock', 'sign_out', 'session_end'))
    EXECUTE FUNCTION newsroom_securityevent_noted();

CREATE FUNCTION newsroom_security_write(member bigint, what text, about text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF newsroom_security_told(member, what, about) OR NOT EXISTS (SELECT 1 FROM newsroom_user WHERE id = member) THEN
        RETURN;
    END IF;
    INSERT INTO newsroom_securityevent (user_id, by_id, kind, detail, device, at)
    VALUES (member, NULL, what, about, '', clock_timestamp());
END $$;

CREATE FUNCTION newsroom_user_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM newsroom_security_write(NEW.id, 'create', '');
        IF NEW.is_superuser THEN PERFORM newsroom_security_write(NEW.id, 'grant_all', ''); END IF;
        RETURN NULL;
    END IF;
    IF OLD.password <> NEW.password
       AND NOT newsroom_security_told(NEW.id, 'accept', '') AND NOT newsroom_security_told(NEW.id, 'create', '') THEN
        PERFORM newsroom_security_write(NEW.id, 'password', '');
    END IF;
    IF OLD.email <> NEW.email AND NOT newsroom_security_told(NEW.id, 'create', '') THEN
        PERFORM newsroom_security_write(NEW.id, 'email', '');
    END IF;
    IF OLD.is_active <> NEW.is_active THEN
        PERFORM newsroom_security_write(NEW.id, CASE WHEN NEW.is_active THEN 'activate' ELSE 'stop' END, '');
    END IF;
    IF OLD.is_superuser <> NEW.is_superuser THEN
        PERFORM newsroom_security_write(
            NEW.id, CASE WHEN NEW.is_superuser THEN 'grant_all' ELSE 'withdraw_all' END, '');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER user_watched AFTER INSERT OR UPDATE OF password, email, is_active, is_superuser
    ON newsroom_user DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newsroom_user_watched();

CREATE FUNCTION newsroom_user_groups_watched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed newsroom_user_groups := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
    role text := coalesce((SELECT left(name, 120) FROM auth_group WHERE id = changed.group_id), 'دور محذوف');
BEGIN
    PERFORM newsroom_security_write(
        changed.user_id, CASE WHEN TG_OP = 'INSERT' THEN 'role_add' ELSE 'role_remove' END, role);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER user_groups_watched AFTER INSERT OR DELETE ON newsroom_user_groups
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newsroom_user_groups_watched();
"""
WATCH_NO_MORE = """
DROP TRIGGER user_groups_watched ON newsroom_user_groups;
DROP TRIGGER user_watched ON newsroom_user;
DROP TRIGGER securityevent_noted ON newsroom_securityevent;
DROP FUNCTION newsroom_user_groups_watched();
DROP FUNCTION newsroom_user_watched();
DROP FUNCTION newsroom_security_write(bigint, text, text);
DROP FUNCTION newsroom_securityevent_noted();
DROP FUNCTION newsroom_security_told(bigint, text, text);
DROP FUNCTION newsroom_security_note(bigint, text, text);
"""


class Migration(migrations.Migration):
    """Changes of accounts and roles stand in the history whoever made them, by whatever way."""

    dependencies = [("newsroom", "0006_security_history")]
    operations = [
        migrations.RemoveConstraint("securityevent", "securityevent_kind"),
        migrations.AlterField(
            "securityevent",
            "kind",
            models.CharField(
                choices=[
                    ("sign_in", "دخول"),
                    ("wrong_password", "كلمة مرور خاطئة"),
                    ("wrong_code", "رمز تحقق خاطئ"),
                    ("lock", "إيقاف المحاولات مؤقتا"),
                    ("sign_out", "خروج"),
                    ("session_end", "إنهاء جلسات"),
                    ("factor_add", "إضافة خطوة ثانية"),
                    ("factor_remove", "إزالة خطوة ثانية"),
                    ("factor_reset", "إزالة كل الخطوات الثانية"),
                    ("codes", "رموز استرجاع جديدة"),
                    ("password", "كلمة مرور جديدة"),
                    ("email", "بريد جديد للحساب"),
                    ("invite", "دعوة بالبريد"),
                    ("accept", "قبول الدعوة"),
                    ("create", "حساب جديد"),
                    ("role_add", "منح دور"),
                    ("role_remove", "سحب دور"),
                    ("activate", "تفعيل الحساب"),
                    ("stop", "إيقاف الحساب"),
                    ("grant_all", "منح كل الصلاحيات"),
                    ("withdraw_all", "سحب كل الصلاحيات"),
                ],
                max_length=20,
                verbose_name="ما حدث",
            ),
        ),
        migrations.AddConstraint(
            "securityevent", models.CheckConstraint(condition=Q(kind__in=KINDS), name="securityevent_kind")
        ),
        migrations.RunSQL(WATCH, WATCH_NO_MORE),
    ]
