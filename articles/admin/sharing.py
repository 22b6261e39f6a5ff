"""The share picture on the desk: drawn from what is saved, in whatever state the story is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import permissions
from articles.models import Article
from articles.sharing import previewed, share_of
from mohit.responses import PRIVATE
from mohit.share_picture import SIZE
from newsroom.identity import the_identity


@require_safe
def share_picture(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.for_reading(), pk=pk)
    if not permissions.may_read(request.user, article):
        raise PermissionDenied
    content = previewed(share_of(article, the_identity().name))
    return HttpResponse(content, "image/jpeg", headers={"Cache-Control": PRIVATE})


def share_picture_preview(article: Article) -> SafeString | str:
    """Small, and asked for when the part of the form that holds it is opened."""
    if article.pk is None:
        return "-"
    return format_html(
        '<img class="share-picture" src="{}" width="{}" height="{}" loading="lazy" alt="كما تظهر عند مشاركة الرابط">'
        '<span class="help">من المقال كما هو محفوظ: العنوان والقسم والنوع والصورة الرئيسية بموضع تركيزها.</span>',
        reverse("admin:articles_article_share_picture", args=[article.pk]),
        *SIZE,
    )
