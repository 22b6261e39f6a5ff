from django.db import migrations, models


class Migration(migrations.Migration):
    """Boxes, what stands in all of them, and who pays for what."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Advertiser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "هذا المعلن مسجل من قبل."},
                        max_length=120,
                        unique=True,
                        verbose_name="الاسم",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("banking", "بنوك وتأمين"),
                            ("telecoms", "اتصالات وإنترنت"),
                            ("cars", "سيارات"),
                            ("property", "عقار وبناء"),
                            ("travel", "سفر وطيران"),
                            ("food", "أغذية ومشروبات"),
                            ("retail", "تجارة وتسوق"),
                            ("health", "صحة ودواء"),
                            ("education", "تعليم وتكوين"),
                            ("energy", "طاقة"),
                            ("electronics", "أجهزة وإلكترونيات"),
                            ("culture", "ثقافة وترفيه"),
                            ("public", "مؤسسات عمومية"),
                        ],
                        help_text="معلنان من قطاع واحد لا يظهران في صفحة واحدة. فارغ: لا منافس له.",
                        max_length=12,
                        verbose_name="القطاع",
                    ),
                ),
                ("report_version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="أضيف في")),
            ],
            options={
                "verbose_name": "معلن",
                "verbose_name_plural": "المعلنون",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="advertiser_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "industry__in",
                                [
                                    "",
                                    "banking",
                                    "telecoms",
                                    "cars",
                                    "property",
                                    "travel",
                                    "food",
                                    "retail",
                                    "health",
                                    "education",
                                    "energy",
                                    "electronics",
                                    "culture",
                                    "public",
                                ],
                            )
                        ),
                        name="advertiser_industry_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    models.CharField(
                        default="إشهار", help_text="يظهر فوق كل مساحة.", max_length=20, verbose_name="الوسم"
                    ),
                ),
                (
                    "house_message",
                    models.CharField(
                        default="هذه المساحة مخصصة للإعلانات. دعمك يساهم في استمرار الموقع وتقديم محتوى إخباري مميز.",
                        help_text="تظهر كلما لم يكن في المساحة إعلان.",
                        max_length=200,
                        verbose_name="رسالة المساحة الشاغرة",
                    ),
                ),
                (
                    "ads_txt",
                    models.TextField(
                        blank=True,
                        help_text="من يحق له بيع مساحات الموقع، سطر لكل واحد.",
                        max_length=20000,
                        verbose_name="ملف ads.txt",
                    ),
                ),
            ],
            options={
                "verbose_name": "وسم المساحات ورسالتها",
                "verbose_name_plural": "وسم المساحات ورسالتها",
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="notice_is_one_row"),
                    models.CheckConstraint(condition=models.Q(("label", ""), _negated=True), name="notice_has_a_label"),
                    models.CheckConstraint(
                        condition=models.Q(("house_message", ""), _negated=True), name="notice_has_a_house_message"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(editable=False, max_length=40, unique=True, verbose_name="الاسم في القوالب")),
                ("title", models.CharField(max_length=80, verbose_name="المكان")),
                (
                    "phone_width",
                    models.PositiveSmallIntegerField(help_text="بالبكسل.", verbose_name="العرض على الهاتف"),
                ),
                (
                    "phone_height",
                    models.PositiveSmallIntegerField(help_text="بالبكسل.", verbose_name="الارتفاع على الهاتف"),
                ),
                (
                    "wide_width",
                    models.PositiveSmallIntegerField(help_text="بالبكسل.", verbose_name="العرض على الشاشة الواسعة"),
                ),
                (
                    "wide_height",
                    models.PositiveSmallIntegerField(help_text="بالبكسل.", verbose_name="الارتفاع على الشاشة الواسعة"),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="المساحة المغلقة تختفي من الصفحات ولا يعرض فيها شيء.",
                        verbose_name="مفتوحة",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="الترتيب")),
            ],
            options={
                "verbose_name": "مساحة",
                "verbose_name_plural": "المساحات",
                "ordering": ["position", "pk"],
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="placement_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone_height__gte", 1),
                            ("phone_width__gte", 1),
                            ("wide_height__gte", 1),
                            ("wide_width__gte", 1),
                        ),
                        name="placement_has_room",
                    ),
                ],
            },
        ),
    ]
