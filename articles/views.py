"""What readers see: fronts, lists and the article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from articles import reads, shelf
from articles.body import render_body
from articles.body.pauses import pause_in
from articles.fronts import home_front, lead_and_rest, section_front, under_story
from articles.fronts.editions import Container
from articles.live.page import live_html, render_bodies
from articles.live.reading import page_of
from articles.live.views import WHILE_OPEN, asked_entry
from articles.models import Article, Section
from articles.moved import moved_by_hand, old_address_at_home, redirect_to
from articles.reading import public_article, public_author, public_section, public_topic
from articles.sharing import kept_or_drawn, share_of
from articles.topics import topics_in_order
from mohit import keyset
from mohit.responses import FOR_EVER, PUBLIC, public_html, public_page
from newsroom.identity import the_identity


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    return old_address_at_home(request) or public_html("articles/home.html", home_front())


@require_safe
@public_page
def latest(request: HttpRequest) -> HttpResponse:
    page = cut(request, shelf.everything)
    return public_html("articles/latest.html", {"request": request, "page": page, "articles": page.rows})


@require_safe
@public_page
def most_read(request: HttpRequest) -> HttpResponse:
    return public_html("articles/most_read.html", {"articles": reads.most_read()})


@no_append_slash  # articles/moved.py knows whether there is one
@require_safe
@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = public_section(slug)
    page = cut(request, shelf.of_section, section=section.pk)
    return section_page(request, section, page, [] if page.newer else section_front(section.pk))


@require_safe
@public_page
def topics(request: HttpRequest) -> HttpResponse:
    return public_html("articles/topics.html", {"index": topics_in_order()})


@no_append_slash  # articles/moved.py knows whether there is one
@require_safe
@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = public_topic(slug)
    page = cut(request, shelf.of_topic, topic=topic.pk)
    return public_html("articles/topic.html", {"request": request, "topic": topic, "page": page, "articles": page.rows})


@no_append_slash  # articles/moved.py knows whether there is one
@require_safe
@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = public_author(slug)
    page = cut(request, shelf.of_author, author=author.pk)
    return public_html(
        "articles/author.html", {"request": request, "author": author, "page": page, "articles": page.rows}
    )


@require_safe
@public_page
def article_detail(request: HttpRequest, pk: str) -> HttpResponse:
    article = public_article(int(pk))
    if article is None:
        raise Http404("no such story")
    if request.get_full_path_info().partition("?")[0] == article.get_absolute_url():
        return article_page(article, request)
    # An old site's address may look like a wrong one of ours: who entered it knew better.
    return moved_by_hand(request) or redirect_to(request, article.get_absolute_url())


@require_safe
@public_page
def short_link(request: HttpRequest, pk: str) -> HttpResponse:
    article = get_object_or_404(
        Article.objects.published().select_related("section").only("slug", "section__slug"), pk=pk
    )
    return redirect_to(request, article.get_absolute_url())


@require_safe
@public_page
def share_picture(request: HttpRequest, pk: str, revision: str = "") -> HttpResponse:
    """The picture that other sites show beside a link to the story; an outdated address leads to the present one."""
    article = public_article(int(pk))
    if article is None:
        raise Http404("no such story")
    shared = share_of(article, the_identity().name)
    if revision != shared.revision:
        return HttpResponseRedirect(shared.share_url)
    content, is_whole = kept_or_drawn(shared)
    headers = {
        "Cache-Control": FOR_EVER if is_whole else PUBLIC,
        "Cross-Origin-Resource-Policy": "cross-origin",  # other sites show it on their own pages
    }
    return HttpResponse(content, "image/jpeg", headers=headers)


def section_page(
    request: HttpRequest, section: Section, page: keyset.Page, containers: list[Container]
) -> HttpResponse:
    """A page of the section's list, under its `containers` if somebody arranged any; what they show is not listed."""
    (lead, rest), ranking = lead_and_rest(page), []
    if containers:
        shown = {card.pk for container in containers for card in container.shown()}
        lead, rest = None, [card for card in page.rows if card.pk not in shown]
    elif not page.newer:
        ranking = reads.most_read_in(section.pk)
    return public_html(
        "articles/section.html",
        {
            "request": request,
            "section": section,
            "page": page,
            "containers": containers,
            "lead": lead,
            "articles": rest,
            "most_read": ranking,
        },
    )


def article_page(article: Article, request: HttpRequest | None = None) -> HttpResponse:
    """The article as readers see it; the admin's preview shows the same. `article` comes from `public_article()`.

    Of a live page the `request` may name the entry from which it tells.
    """
    live, entries = "", None
    if article.live:
        entries = page_of(article.live.pk, asked_entry(request, article.live) if request else None)
        body, *texts = render_bodies(article.body, *(entry.body for entry in entries.all()))
        live = live_html(article.pk, article.live, entries, texts)
    else:
        body = render_body(article.body)
    response = public_html(
        "articles/article_detail.html",
        {
            "article": article,
            "body": body,
            "live": live,
            "entries": entries,
            "is_long": pause_in(body) is not None,
            **under_story(article),
        },
    )
    if article.live and article.live.is_open:
        response.headers["Cache-Control"] = WHILE_OPEN
    return response


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
