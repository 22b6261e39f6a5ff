"""The pictures in the bodies of stories, so that the library cannot lose one that a story shows."""

from __future__ import annotations

import re

from django.db import models

from pictures.models import Picture

PICTURE_KEY = re.compile(r'<img [^<>]*?data-file="([0-9]{1,18})">')


class Illustration(models.Model):
    """One picture in one body. `Article.save` keeps the rows; `PROTECT` keeps the picture."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="illustrations")
    picture = models.ForeignKey("pictures.Picture", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "صورة في نص"
        verbose_name_plural = "صور النصوص"
        constraints = [models.UniqueConstraint(fields=["article", "picture"], name="illustration_once_per_article")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.picture_id}"


def keep_illustrations(article: models.Model) -> None:
    """Make the rows of `article` say which pictures its body shows, in two queries when nothing changed."""
    named = {int(key) for key in PICTURE_KEY.findall(article.body)}
    held = set(article.illustrations.values_list("picture_id", flat=True))
    shown = set(Picture.objects.filter(pk__in=named - held).values_list("pk", flat=True)) | (named & held)
    if gone := held - shown:
        article.illustrations.filter(picture__in=gone).delete()
    Illustration.objects.bulk_create(
        [Illustration(article=article, picture_id=key) for key in sorted(shown - held)], ignore_conflicts=True
    )
