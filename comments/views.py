"""The public pages of comments, and the receiver of the form."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from comments import markup, posting, threads
from comments.forms import CommentForm, action
from comments.threads import Place, Story
from mohit import keyset
from mohit.public_forms import done, invalid, limited, public_form_page
from mohit.responses import public_html, public_page

PATH = re.compile(r"[1-9]\d{0,17}(?:-[1-9]\d{0,17}){0,3}", re.ASCII)
RECEIVED = "comment-received"
GONE = "التعليق الذي ترد عليه لم يعد منشورا. ما كتبته محفوظ هنا، وإن أرسلته نشر تعليقا على المقال."


@public_form_page(form=CommentForm)
def on_article(request: HttpRequest, article: int) -> HttpResponse:
    """GET: all threads under a story, newest first. POST: one more comment."""
    story = threads.public_story(article)
    if request.method == "POST":
        return post(request, article, story)
    if story is None:
        raise Http404("no such story")
    return public_html("comments/on_article.html", {"request": request, **listed(request, story)})


def listed(request: HttpRequest, story: Story) -> dict[str, object]:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = threads.threads.page(before=before, after=after, article=story.pk)
    except keyset.BadCursor:
        raise Http404("no such page") from None
    if not page.rows and (before or after):
        raise Http404("an empty page")
    html = "".join(markup.thread(row.written, story.is_open) for row in page.rows)
    return {"story": story, "page": page, "threads": mark_safe(html)}  # noqa: S308  (its typed parts are escaped)


def post(request: HttpRequest, article: int, story: Story | None) -> HttpResponse:
    house = posting.the_house()
    form = CommentForm(request.POST, action=action(article), of_house=house.names)
    is_valid = form.is_valid()
    if story is None or not story.is_open or house.policy is None:
        return refused(form, story)
    number = form.cleaned_data.get("parent", 0)
    place = threads.public_comment(number) if number else None
    if number and (place is None or place.story.pk != article):
        return unanswerable(request, form, story)
    context = answering(place) if place else {"story": story}
    if not is_valid:
        return invalid(request, form, "comments/reply.html", **context)
    submission = posting.submission_of(request, form, article, place and place.as_parent())
    key = posting.key_of(submission, form.cleaned_data["instance"])
    if wait := posting.receive(submission, key, house.policy):
        return limited(request, form, "comments/reply.html", wait, **context)
    return done(story.get_absolute_url(), RECEIVED)


def unanswerable(request: HttpRequest, form: CommentForm, story: Story) -> HttpResponse:
    """What it answers was taken from the page meanwhile: sent once more it is a comment on the story."""
    form.data = form.data.copy()
    form.data["parent"] = ""
    form.add_error(None, GONE)
    return invalid(request, form, "comments/reply.html", story=story)


def refused(form: CommentForm, story: Story | None) -> HttpResponse:
    """No comment is taken here. Of a story that readers do not see nothing is told; what was typed can be copied."""
    typed = [(field.label, value) for field in form.visible_fields() if (value := field.value())]
    page = render_to_string("comments/refused.html", {"typed": typed, "story": story})
    return HttpResponse(page, status=403 if story else 404)


@require_safe
@public_page
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment in its thread, and what follows; the address of one that waits is none."""
    place = public_comment(pk)
    after = request.GET.get("after", "")
    if after and not PATH.fullmatch(after):
        raise Http404("no such page")
    part = threads.part_from(place, [int(key) for key in after.split("-")] if after else None)
    if after and not part.rows:
        raise Http404("an empty page")
    html = markup.items((*part.above, *part.rows), place.story.is_open, pk if len(place.path) > 1 else 0)
    context = {"place": place, "part": part, "comments": mark_safe(html)}  # noqa: S308  (its typed parts are escaped)
    return public_html("comments/comment.html", context)


@require_safe
@public_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment and the form that answers it, for readers without a script."""
    place = public_comment(pk)
    story = place.story
    form = CommentForm(initial={"parent": pk}, action=action(story.pk)) if story.is_open else None
    return public_html("comments/reply.html", {"form": form, **answering(place)})


def answering(place: Place) -> dict[str, object]:
    """The comment that is answered, and its story."""
    html = mark_safe(markup.comment(place.row, is_open=False))  # noqa: S308  (its typed parts are escaped)
    return {"story": place.story, "parent": place, "comment": html}


def public_comment(pk: int) -> Place:
    place = threads.public_comment(pk)
    if place is None:
        raise Http404("no such comment")
    return place
