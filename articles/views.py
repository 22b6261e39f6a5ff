"""What readers see: fronts, lists and the article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import reads, shelf
from articles.body import render_body
from articles.fronts import home_front, lead_and_rest, under_story
from articles.models import Article
from articles.reading import public_article, public_author, public_section, public_topic
from articles.topics import topics_in_order
from mohit import keyset
from mohit.responses import public_page


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", home_front())


@require_safe
@public_page
def latest(request: HttpRequest) -> HttpResponse:
    page = cut(request, shelf.everything)
    return render(request, "articles/latest.html", {"page": page, "articles": page.rows})


@require_safe
@public_page
def most_read(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/most_read.html", {"articles": reads.most_read()})


@require_safe
@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = public_section(slug)
    page = cut(request, shelf.of_section, section=section.pk)
    lead, rest = lead_and_rest(page)
    ranking = [] if page.newer else reads.most_read_in(section.pk)
    return render(
        request,
        "articles/section.html",
        {"section": section, "page": page, "lead": lead, "articles": rest, "most_read": ranking},
    )


@require_safe
@public_page
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topics.html", {"index": topics_in_order()})


@require_safe
@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = public_topic(slug)
    page = cut(request, shelf.of_topic, topic=topic.pk)
    return render(request, "articles/topic.html", {"topic": topic, "page": page, "articles": page.rows})


@require_safe
@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = public_author(slug)
    page = cut(request, shelf.of_author, author=author.pk)
    return render(request, "articles/author.html", {"author": author, "page": page, "articles": page.rows})


@require_safe
@public_page
def article_detail(request: HttpRequest, pk: str) -> HttpResponse:
    article = public_article(int(pk))
    if article is None:
        raise Http404("no such story")
    if request.get_full_path_info().partition("?")[0] != article.get_absolute_url():
        return moved_to(article, request)
    return article_page(request, article)


@require_safe
@public_page
def short_link(request: HttpRequest, pk: str) -> HttpResponse:
    article = get_object_or_404(
        Article.objects.published().select_related("section").only("slug", "section__slug"), pk=pk
    )
    return moved_to(article, request)


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The article as readers see it; the admin's preview shows the same. `article` comes from `for_reading()`."""
    return render(
        request,
        "articles/article_detail.html",
        {"article": article, "body": render_body(article.body), **under_story(article)},
    )


def moved_to(article: Article, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """One 301 to the canonical address, the query kept."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(article.get_absolute_url() + (f"?{query}" if query else ""))


def cut(request: HttpRequest, pages: keyset.PreparedPages, **values: object) -> keyset.Page:
    """The page of `pages` that the address names; an address that names none does not exist."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = pages.page(before=before, after=after, at=timezone.now(), **values)
    except keyset.BadCursor:
        raise Http404("no such page") from None
    if not page.rows and (before or after):
        raise Http404("an empty page")
    return page
