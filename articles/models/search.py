"""What the search keeps: one row a story with the words it is found by, the site's vocabulary, the editors' rules.

The vectors stand in a table of their own, so that rows of articles stay small, a rewritten vector leaves no dead
article behind, and changing one word of a rule touches no story.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from articles.models.querysets import FiledQuerySet
from mohit.arabic import normalise, words
from mohit.arabic.folding import folded_seats
from mohit.typed_text import TypedText

MOST_TERMS = 30  # of a group of synonyms
MOST_WORDS = 4  # of a term


@SearchVectorField.register_lookup
class Holds(models.Lookup):
    """`vector__holds=text`, a tsquery as `articles/search/tsqueries.py` writes it."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: str, connection: object) -> tuple[str, list[str]]:
        return "%s", [value]

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[object]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", [*left_parameters, *right_parameters]


class SearchDocument(models.Model):
    """The words of one story, whatever its state. `published_at` is the article's, as in `Byline`: readers search
    `published()` rows only, the newsroom all.

    `vector` holds every word and is matched through the index, never read. `head` holds the words that tell how much
    a story is about something (headline, standfirst, topics, names, what the text keeps coming back to): it is short
    enough to stay beside the row, so ranking three thousand stories takes milliseconds.
    """

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=0)  # SearchRevision.version of the rules it was written under
    head = SearchVectorField()
    vector = SearchVectorField()
    text = models.TextField()  # the body without its tags, a line a paragraph, for excerpts

    objects = FiledQuerySet.as_manager()

    class Meta:
        verbose_name = "كلمات مقال"
        verbose_name_plural = "كلمات المقالات"
        indexes = [
            # /search/ and the desk's search. The time stands in the same index, so that a word found in most stories
            # is looked up among those of a few weeks only. The list of rows not yet sorted in is read by every
            # search: kilobytes, not the 4 MB of the default.
            GinIndex(
                fields=["vector", "published_at"], name="search_words", fastupdate=True, gin_pending_list_limit=512
            )
        ]

    def __str__(self) -> str:
        return str(self.article_id)


class SearchPending(models.Model):
    """A story whose `SearchDocument` is missing or out of date. The database adds rows (migration 0018), whatever
    changed the story or the names it is filed under; indexing takes them away. No foreign key: a row may outlive its
    story."""

    article_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = "مقال ينتظر الفهرسة"
        verbose_name_plural = "مقالات تنتظر الفهرسة"

    def __str__(self) -> str:
        return str(self.article_id)


class SearchWord(models.Model):
    """A word of the site's vocabulary: in how many public stories it stood at the last count, and a spelling to show.

    It tells a rare word from a common one before searching, and what a reader may have meant.
    """

    stem = models.CharField(max_length=100, primary_key=True)
    shown = models.CharField(max_length=100, blank=True)
    documents = models.IntegerField(default=0)

    class Meta:
        verbose_name = "كلمة من الموقع"
        verbose_name_plural = "كلمات الموقع"
        # «هل تقصد»: words that look like a mistyped one.
        indexes = [GinIndex(OpClass(F("stem"), name="gin_trgm_ops"), name="search_word_lookalikes")]

    def __str__(self) -> str:
        return self.shown or self.stem


class SearchRevision(models.Model):
    """One row: how often the editors' rules changed, counted by the database (migration 0018).

    A change of `lexicon` makes every document stale; a change of `synonyms` is felt by the next search.
    """

    lexicon = models.IntegerField(default=0)
    synonyms = models.IntegerField(default=0)

    class Meta:
        verbose_name = "نسخة قواعد البحث"
        verbose_name_plural = "نسخة قواعد البحث"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="search_revision_is_one_row")]

    def __str__(self) -> str:
        return f"{self.lexicon}.{self.synonyms}"


class Synonyms(TypedText):
    """Terms that a search takes for one another."""

    terms = models.TextField(
        "المترادفات",
        max_length=2000,
        help_text="مصطلح في كل سطر، كلمة أو بضع كلمات. من بحث عن أحدها وجد ما فيه أي منها.",
    )

    PARAGRAPHS = ("terms",)

    class Meta:
        verbose_name = "مجموعة مترادفات"
        verbose_name_plural = "المترادفات"
        ordering = ["terms"]
        constraints = [models.CheckConstraint(condition=~Q(terms=""), name="synonyms_has_terms")]

    def __str__(self) -> str:
        return "، ".join(self.lines())

    def lines(self) -> list[str]:
        """The terms as typed, each once, in the first of its spellings."""
        found: dict[str, str] = {}
        for line in self.terms.splitlines():
            found.setdefault(normalise(line), " ".join(line.split()))
        return [line for line in found.values() if line]

    def tidy(self) -> None:
        super().tidy()
        self.terms = "\n".join(self.lines())

    def clean(self) -> None:
        terms = self.lines()
        if len(terms) < 2:
            raise ValidationError({"terms": "اكتب مصطلحين على الأقل، كلا في سطر."})
        if len(terms) > MOST_TERMS:
            raise ValidationError({"terms": f"اكتب {MOST_TERMS} مصطلحا على الأكثر."})
        for term in terms:
            found = words(term)
            if not any(word.stems for word in found):
                raise ValidationError({"terms": f"لا كلمة يبحث عنها في «{term}»."})
            if len(found) > MOST_WORDS:
                raise ValidationError({"terms": f"«{term}» أطول من {MOST_WORDS} كلمات."})


class RuleWord(TypedText):
    """One word of a rule, in any spelling once."""

    word = models.CharField("الكلمة", max_length=60)
    key = models.CharField(
        max_length=100, unique=True, editable=False, error_messages={"unique": "هذه الكلمة موجودة من قبل."}
    )

    LINES = ("word",)

    class Meta:
        abstract = True
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def tidy(self) -> None:
        super().tidy()
        self.key = self.key_of(self.word)[:100]

    @staticmethod
    def key_of(word: str) -> str:
        return normalise(word)

    def clean(self) -> None:
        if len(words(self.word)) != 1 or any(letter.isspace() for letter in self.word):
            raise ValidationError({"word": "اكتب كلمة واحدة."})
        if type(self).objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"word": "هذه الكلمة موجودة من قبل."})


class WholeWord(RuleWord):
    """A word that the search never takes apart, such as a name that looks like an inflected word."""

    class Meta(RuleWord.Meta):
        verbose_name = "كلمة لا تجرد"
        verbose_name_plural = "كلمات لا تجرد"
        constraints = [models.CheckConstraint(condition=~Q(word=""), name="whole_word_has_a_word")]


class StopWord(RuleWord):
    """A word that the search passes over, in the editors' addition to the shipped ones. على and علي are two words."""

    class Meta(RuleWord.Meta):
        verbose_name = "كلمة يتجاوزها البحث"
        verbose_name_plural = "كلمات يتجاوزها البحث"
        constraints = [models.CheckConstraint(condition=~Q(word=""), name="stop_word_has_a_word")]

    @staticmethod
    def key_of(word: str) -> str:
        return folded_seats(word)
