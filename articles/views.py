"""What readers see: fronts, lists and the article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.body import render_body
from articles.fronts import home_front, lead_and_rest, related_to
from articles.models import Article, Author, Byline, Section, Tagging, Topic
from mohit import keyset
from mohit.responses import public_page

PAGE_SIZE = 20  # cards a list page shows


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", home_front())


@require_safe
@public_page
def latest(request: HttpRequest) -> HttpResponse:
    page = cut(request, Article.objects.published().for_cards())
    return render(request, "articles/latest.html", {"page": page, "articles": page.rows})


@require_safe
@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    page = cut(request, Article.objects.published().in_section(section).for_cards())
    lead, rest = lead_and_rest(page)
    return render(request, "articles/section.html", {"section": section, "page": page, "lead": lead, "articles": rest})


@require_safe
@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    page = cut(request, Tagging.objects.filter(topic=topic).published().for_cards(), pk="article_id")
    articles = [tagging.article for tagging in page.rows]
    return render(request, "articles/topic.html", {"topic": topic, "page": page, "articles": articles})


@require_safe
@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    page = cut(request, Byline.objects.filter(author=author).published().for_cards(), pk="article_id")
    articles = [byline.article for byline in page.rows]
    return render(request, "articles/author.html", {"author": author, "page": page, "articles": articles})


@require_safe
@public_page
def article_detail(request: HttpRequest, pk: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().for_reading(), pk=pk)
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
    related, latest = related_to(article)
    return render(
        request,
        "articles/article_detail.html",
        {"article": article, "body": render_body(article.body), "related": related, "latest": latest},
    )


def moved_to(article: Article, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """One 301 to the canonical address, the query kept."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(article.get_absolute_url() + (f"?{query}" if query else ""))


def cut(request: HttpRequest, rows: object, pk: str = "pk") -> keyset.Page:
    """The page of `rows` that the address names; an address that names none does not exist."""
    try:
        page = keyset.page(
            rows,
            PAGE_SIZE,
            before=request.GET.get("before", ""),
            after=request.GET.get("after", ""),
            pk=pk,
        )
    except keyset.BadCursor:
        raise Http404("no such page") from None
    if not page.rows and (request.GET.get("before") or request.GET.get("after")):
        raise Http404("an empty page")
    return page
