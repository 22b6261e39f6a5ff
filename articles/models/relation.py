"""What leads from a story to others: an editor's choice, and likeness in words and topics."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class RelatedChoice(models.Model):
    """A story that an editor set under another one; these stand first among «مواضيع ذات صلة»."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="related_choices", verbose_name="المقال"
    )
    other = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="+", verbose_name="المقال ذو الصلة"
    )
    position = models.PositiveSmallIntegerField("الترتيب", default=0)

    class Meta:
        verbose_name = "مقال ذو صلة"
        verbose_name_plural = "مواضيع ذات صلة"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other"],
                name="relatedchoice_once_per_article",
                violation_error_message="هذا المقال مختار من قبل.",
            ),
            models.CheckConstraint(
                condition=~Q(article=F("other")),
                name="relatedchoice_is_another_article",
                violation_error_message="لا يكون المقال ذا صلة بنفسه.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)

    def clean(self) -> None:
        if self.article_id is not None and self.article_id == self.other_id:
            raise ValidationError({"other": "لا يكون المقال ذا صلة بنفسه."})


class Likeness(models.Model):
    """The words that tell a story from others, and the stories that are most like it (articles/likeness.py).

    Made from the story by the worker and by `relate_stories`; nothing is lost with it. It may name stories that
    readers do not see: who reads it asks `published()`.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="likeness"
    )
    terms = ArrayField(models.TextField())
    weights = ArrayField(models.PositiveSmallIntegerField())  # of the terms, in their order
    nearest = ArrayField(models.BigIntegerField(), default=list)  # keys of articles, the likest first
    scores = ArrayField(models.FloatField(), default=list)  # of the nearest, in their order
    made_of = models.DateTimeField()  # `saved_at` of the story that was read
    version = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "تشابه مقال"
        verbose_name_plural = "تشابه المقالات"
        indexes = [
            # Stories that share rare words with a new one.
            GinIndex(fields=["terms"], name="likeness_terms"),
            # Up to which story the worker has read.
            models.Index(F("made_of").desc(), name="likeness_made_of"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(terms__len=F("weights__len")), name="likeness_weighs_each_term"),
            models.CheckConstraint(condition=Q(nearest__len=F("scores__len")), name="likeness_scores_each_neighbour"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.terms[:6]}"


class WordCount(models.Model):
    """In how many stories of a sample a word stands; the empty word stands for the sample's size."""

    word = models.TextField(primary_key=True)
    stories = models.PositiveIntegerField()

    class Meta:
        verbose_name = "شيوع كلمة"
        verbose_name_plural = "شيوع الكلمات"

    def __str__(self) -> str:
        return f"{self.word}: {self.stories}"
