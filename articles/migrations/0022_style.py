import django.db.models.deletion
from django.db import migrations, models

import mohit.typed_text

REVISED = "EXECUTE FUNCTION articles_search_synonyms_revised()"


class Migration(migrations.Migration):
    """Rules of style and the register of names, whose spellings a search takes for one another (as in 0018)."""

    dependencies = [("articles", "0021_search_key_goes")]

    operations = [
        migrations.CreateModel(
            name="StyleRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "find",
                    models.CharField(
                        help_text="كلمة أو بضع كلمات. لا تلزم الحركات.", max_length=80, verbose_name="العبارة"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=100, unique=True)),
                (
                    "prefer",
                    models.CharField(
                        blank=True,
                        help_text="إن ترك فارغا ظهر التنبيه بلا اقتراح.",
                        max_length=80,
                        verbose_name="نكتب بدلها",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="يقرؤه من يرى التنبيه.", max_length=200, verbose_name="السبب"
                    ),
                ),
                (
                    "matching",
                    models.CharField(
                        choices=[("typed", "كما كتبت"), ("any", "بأي رسم للهمزة والتاء والياء")],
                        default="typed",
                        max_length=5,
                        verbose_name="تطابق",
                    ),
                ),
                (
                    "takes_particles",
                    models.BooleanField(default=True, verbose_name="تطابق أيضا ما سبقته و ف ب ك ل أو ال"),
                ),
            ],
            options={
                "verbose_name": "قاعدة أسلوب",
                "verbose_name_plural": "قواعد الأسلوب",
                "ordering": ["find"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("find", ""), _negated=True), name="style_rule_finds_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("find", models.F("prefer")), _negated=True),
                        name="style_rule_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("matching__in", ["typed", "any"])), name="style_rule_matching_is_known"
                    ),
                ],
            },
            bases=(mohit.typed_text.TypedText,),
        ),
        migrations.CreateModel(
            name="RegisteredName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chosen",
                    models.CharField(
                        help_text="الرسم المعتمد، بلا «ال» إن لم تكن من الاسم.",
                        max_length=100,
                        verbose_name="نكتبه",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "شخص"), ("organisation", "هيئة")],
                        default="person",
                        max_length=12,
                        verbose_name="النوع",
                    ),
                ),
                (
                    "rejected",
                    models.TextField(
                        blank=True,
                        help_text="رسم مرفوض في كل سطر. ينبه عليه من يكتبه، ولو سبقته و ف ب ك ل أو ال، ويجد القارئ به المقالات.",
                        max_length=2000,
                        verbose_name="لا نكتبه",
                    ),
                ),
                (
                    "latin",
                    models.CharField(
                        blank=True,
                        help_text="يجد القارئ به المقالات.",
                        max_length=120,
                        verbose_name="الأصل اللاتيني",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="الصفة مثلا، أو سبب الاختيار.", max_length=300, verbose_name="ملاحظة"
                    ),
                ),
            ],
            options={
                "verbose_name": "اسم",
                "verbose_name_plural": "سجل الأسماء",
                "ordering": ["chosen"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("chosen", ""), _negated=True), name="name_has_a_spelling"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "organisation"])), name="name_kind_is_known"
                    ),
                ],
            },
            bases=(mohit.typed_text.TypedText,),
        ),
        migrations.CreateModel(
            name="NameSpelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=100, verbose_name="الرسم")),
                ("key", models.CharField(editable=False, max_length=100)),
                ("is_chosen", models.BooleanField(verbose_name="معتمد")),
                (
                    "name",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spellings",
                        to="articles.registeredname",
                        verbose_name="الاسم",
                    ),
                ),
            ],
            options={
                "verbose_name": "رسم اسم",
                "verbose_name_plural": "رسوم الأسماء",
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="name_spelling_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chosen", True)), fields=("name",), name="name_spelling_chosen_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="name_spelling_has_letters"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER search_revised AFTER INSERT OR UPDATE OR DELETE ON articles_registeredname "
            f"FOR EACH STATEMENT {REVISED}",
            "DROP TRIGGER search_revised ON articles_registeredname",
        ),
    ]
