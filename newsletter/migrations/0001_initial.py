import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists, and who must never be written to."""

    initial = True

    dependencies = [
        ("articles", "0021_search_key_goes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailingList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="الاسم")),
                (
                    "slug",
                    models.SlugField(
                        error_messages={"unique": "هذا الرابط مستعمل من قبل."},
                        help_text="بحروف لاتينية: يظهر في رابط الأرشيف وفي ترويسة الرسائل (List-Id).",
                        max_length=60,
                        unique=True,
                        verbose_name="الاسم في الرابط",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True, help_text="جملة يقرؤها من يختار نشرته.", max_length=300, verbose_name="الوصف"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("daily", "يومية"), ("weekly", "أسبوعية"), ("breaking", "عاجلة"), ("manual", "يدوية")],
                        default="manual",
                        max_length=8,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "send_at",
                    models.TimeField(
                        blank=True,
                        help_text="لليومية والأسبوعية، بتوقيت الموقع.",
                        null=True,
                        verbose_name="ساعة الإرسال",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (6, "السبت"),
                            (7, "الأحد"),
                            (1, "الاثنين"),
                            (2, "الثلاثاء"),
                            (3, "الأربعاء"),
                            (4, "الخميس"),
                            (5, "الجمعة"),
                        ],
                        help_text="للأسبوعية.",
                        null=True,
                        verbose_name="يوم الإرسال",
                    ),
                ),
                (
                    "grace_minutes",
                    models.PositiveSmallIntegerField(
                        default=120,
                        help_text="ما فات موعده بأكثر منها لا يرسل، بل ينتظر قرار المحرر.",
                        verbose_name="مهلة التأخر بالدقائق",
                    ),
                ),
                (
                    "sends_by_itself",
                    models.BooleanField(
                        default=True,
                        help_text="وإلا أعد العدد في موعده وانتظر موافقة المحرر.",
                        verbose_name="يرسل تلقائيا",
                    ),
                ),
                (
                    "filling",
                    models.CharField(
                        choices=[("newest", "الأحدث"), ("most_read", "الأكثر قراءة")],
                        default="newest",
                        max_length=9,
                        verbose_name="اختيار القصص",
                    ),
                ),
                (
                    "fewest_stories",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="إن لم يجتمع هذا العدد من القصص الجديدة فلا عدد، ويبلغ المحرر.",
                        verbose_name="أقل عدد من القصص",
                    ),
                ),
                ("most_stories", models.PositiveSmallIntegerField(default=10, verbose_name="أكثر عدد من القصص")),
                ("is_active", models.BooleanField(default=True, verbose_name="تعمل")),
                ("is_public", models.BooleanField(default=True, verbose_name="تعرض على القراء")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="الترتيب")),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        help_text="فارغ: من كل الأقسام.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.section",
                        verbose_name="من قسم",
                    ),
                ),
            ],
            options={
                "verbose_name": "قائمة بريدية",
                "verbose_name_plural": "القوائم البريدية",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.BinaryField(max_length=32, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "ارتد بريده نهائيا"),
                            ("complaint", "اشتكى من الرسائل"),
                            ("request", "طلب ألا يراسل"),
                            ("hand", "أضيف يدويا"),
                        ],
                        max_length=9,
                        verbose_name="السبب",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="في")),
            ],
            options={
                "verbose_name": "عنوان محظور",
                "verbose_name_plural": "العناوين المحظورة",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["bounce", "complaint", "request", "hand"])),
                        name="suppression_reason_is_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="mailinglist_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="mailinglist_has_a_slug"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "daily"), ("send_at__isnull", False), ("weekday__isnull", True)),
                    models.Q(
                        ("kind", "weekly"),
                        ("send_at__isnull", False),
                        ("weekday__isnull", False),
                        ("weekday__range", (1, 7)),
                    ),
                    models.Q(
                        ("kind__in", ["breaking", "manual"]), ("send_at__isnull", True), ("weekday__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="mailinglist_schedule_fits_its_kind",
                violation_error_message="لليومية ساعة بلا يوم، وللأسبوعية ساعة ويوم، ولا موعد لغيرهما.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(("filling__in", ["newest", "most_read"])), name="mailinglist_filling_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fewest_stories__gte", 1),
                    ("fewest_stories__lte", models.F("most_stories")),
                    ("most_stories__lte", 50),
                ),
                name="mailinglist_counts_stories",
                violation_error_message="عدد القصص بين 1 و50، وأقله لا يزيد على أكثره.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailinglist",
            constraint=models.CheckConstraint(
                condition=models.Q(("grace_minutes__range", (1, 1440))), name="mailinglist_grace_is_a_day"
            ),
        ),
    ]
