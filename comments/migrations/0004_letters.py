import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# However a reply comes to be approved, the letter to the writer above it is owed in the same transaction. One that was
# dropped because the reply had been taken back is owed again.
OWED = """
CREATE FUNCTION comments_reply_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO comments_notice (kind, comment_id, state, tries, due_at, created_at)
    SELECT 'reply', NEW.id, 'waiting', 0, now(), now() FROM comments_contact c
     WHERE c.comment_id = NEW.parent_id AND c.wants_replies AND c.email_key <> ''
    ON CONFLICT (comment_id, kind) DO UPDATE SET state = 'waiting', tries = 0, due_at = now()
     WHERE comments_notice.state = 'dropped';
    RETURN NULL;
END $$;
CREATE TRIGGER comment_reply_owed AFTER INSERT OR UPDATE OF status ON comments_comment
    FOR EACH ROW WHEN (NEW.status = 'approved' AND NEW.parent_id IS NOT NULL) EXECUTE FUNCTION comments_reply_owed();
"""
OWED_NO_MORE = "DROP TRIGGER comment_reply_owed ON comments_comment; DROP FUNCTION comments_reply_owed()"


class Migration(migrations.Migration):
    """Mailboxes, the letters owed to them, and readers' reports."""

    dependencies = [
        ("comments", "0003_counts_and_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="البريد الإلكتروني")),
                ("email_key", models.CharField(editable=False, max_length=254, unique=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="أكده صاحبه في")),
                ("muted_at", models.DateTimeField(null=True, verbose_name="لا يريد رسائل منذ")),
            ],
            options={
                "verbose_name": "صندوق بريد",
                "verbose_name_plural": "صناديق البريد",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email_key", ""), _negated=True), name="mailbox_has_an_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirm", "تأكيد العنوان"),
                            ("reply", "رد على تعليق"),
                            ("publish", "نشر بضغطة من البريد"),
                            ("data", "بيانات صاحب العنوان"),
                        ],
                        max_length=8,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "تنتظر"),
                            ("claimed", "في الطريق"),
                            ("sent", "أرسلت"),
                            ("refused", "رفضها الخادم"),
                            ("uncertain", "لا يعرف هل وصلت"),
                            ("dropped", "لم تعد لازمة"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="الحالة",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="comments.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "رسالة",
                "verbose_name_plural": "الرسائل",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("due_at"), models.F("id"), condition=models.Q(("state", "waiting")), name="notice_due"
                    ),
                    models.Index(
                        models.F("claimed_at"), condition=models.Q(("state", "claimed")), name="notice_claimed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "kind"), name="notice_is_owed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("comment__isnull", False),
                            models.Q(("kind", "data"), ("mailbox__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_is_about_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["confirm", "reply", "publish", "data"])),
                        name="notice_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "claimed", "sent", "refused", "uncertain", "dropped"])
                        ),
                        name="notice_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            ("claimed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_is_claimed_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("insult", "سب أو تجريح"),
                            ("hate", "تحريض أو كراهية"),
                            ("false", "معلومة كاذبة"),
                            ("private", "معلومات شخصية عن أحد"),
                            ("publicity", "دعاية أو إزعاج"),
                            ("other", "سبب آخر"),
                        ],
                        max_length=12,
                        verbose_name="السبب",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="التفصيل")),
                ("source_key", models.CharField(editable=False, max_length=32, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="في"),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="comments.comment",
                        verbose_name="التعليق",
                    ),
                ),
            ],
            options={
                "verbose_name": "بلاغ",
                "verbose_name_plural": "البلاغات",
                "ordering": ["-created_at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("created_at"), condition=models.Q(("source_key__isnull", False)), name="report_age"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "source_key"), name="report_once_from_a_source"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["insult", "hate", "false", "private", "publicity", "other"])
                        ),
                        name="report_reason_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadMute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mutes", to="comments.mailbox"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "نقاش مكتوم",
                "verbose_name_plural": "نقاشات مكتومة",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("mailbox", "thread"), name="thread_is_muted_once")],
            },
        ),
        migrations.RunSQL(OWED, OWED_NO_MORE),
    ]
