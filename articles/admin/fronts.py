"""The desk of the fronts: which there are, arranging one, its editions and its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles import permissions
from articles.admin.front_forms import BaseContainers, WhenForm, choice_of, containers_form, key_of
from articles.fronts import home_front, section_front
from articles.fronts.keeping import Overtaken, Seen, cancel, draft_of, live_of, publish, revert, save_draft, seen_now
from articles.fronts.layout import Part, first_layout, layout_of
from articles.models import FrontDecision, FrontEdition, Section
from articles.shelf import of_section
from articles.views import cut, section_page
from mohit import dates
from mohit.desk import DeskAdmin
from mohit.responses import PRIVATE, public_html

A_PAGE = 30
CHANGELIST = "admin:articles_frontedition_changelist"


class FrontEditionAdmin(DeskAdmin):
    """Its own pages in place of Django's list and form: a front is arranged as a whole."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_fronts(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_keep_fronts(request.user)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "home/": ("front", front_view),
            "section/<int:section>/": ("front", front_view),
            "home/history/": ("front_history", front_history),
            "section/<int:section>/history/": ("front_history", front_history),
            "<int:pk>/preview/": ("front_preview", preview_view),
            "<int:pk>/revert/": ("front_revert", revert_view),
            "<int:pk>/cancel/": ("front_cancel", cancel_view),
        }
        ours = [path(route, self.ours(view), name=f"articles_{name}") for route, (name, view) in pages.items()]
        return [*ours, *super().get_urls()]

    def ours(self, view: Any) -> Any:
        """`view` for those who keep the fronts."""

        def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not permissions.may_keep_fronts(request.user):
                raise PermissionDenied
            return view(self, request, **kwargs)

        return self.admin_site.admin_view(shown, cacheable=view is preview_view)  # which says itself: not at all

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not permissions.may_keep_fronts(request.user):
            raise PermissionDenied
        return self.page(request, "list", {"title": "الواجهات", "fronts": fronts()})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One edition, as it is: only the page of its front changes anything."""
        if not permissions.may_keep_fronts(request.user):
            raise PermissionDenied
        if not (key := key_of(object_id)):
            raise Http404
        edition = get_object_or_404(FrontEdition.objects.select_related("section", "by"), pk=key)
        context = {
            "title": str(edition),
            "edition": edition,
            "containers": edition.containers.select_related("section").prefetch_related("slots__article"),
            "decisions": edition.decisions.select_related("by"),
            "front_url": address("front", edition.section_id),
            "is_shown": live_of(edition.section_id) == edition,
            "newest": seen_now(edition.section_id).number,
        }
        return self.page(request, "edition", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.change_view(request, object_id)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/articles/frontedition/{name}.html", context, status=status)


def address(name: str, section: int | None) -> str:
    return reverse(f"admin:articles_{name}", kwargs={} if section is None else {"section": section})


def fronts() -> list[dict[str, Any]]:
    """Home and every section, each with what stands there, waits and is worked on: two queries."""
    now = timezone.now()
    rows: dict[int | None, list[FrontEdition]] = {}
    alive = FrontEdition.objects.exclude(state=FrontEdition.State.CANCELLED).select_related("by")
    newest = alive.published(now).order_by("section_id", "-live_from", "-pk").distinct("section_id")
    for edition in [*newest, *alive.scheduled(now), *alive.draft()]:
        rows.setdefault(edition.section_id, []).append(edition)
    named = [(None, "الصفحة الرئيسية"), *Section.objects.values_list("pk", "name")]
    return [
        {"name": name, "url": address("front", pk), "history": address("front_history", pk), "rows": rows.get(pk, [])}
        for pk, name in named
    ]


# --- Arranging a front --------------------------------------------------------------------------------------------


def front_view(desk: FrontEditionAdmin, request: HttpRequest, section: int | None = None) -> HttpResponse:
    """The form of a front. It saves the draft; two of its buttons publish it in the same breath."""
    named = get_object_or_404(Section, pk=section) if section is not None else None
    if request.method == "POST":
        return saved(desk, request, named)
    seen = seen_now(section)
    parts, since = to_begin_with(section, request.GET.get("from", ""))
    draft = draft_of(section)
    when = WhenForm(initial={"note": draft.note if draft else ""})
    return form_page(desk, request, named, containers_form(None, parts), when, seen, since=since)


def to_begin_with(section: int | None, number: str) -> tuple[list[Part], FrontEdition | None]:
    """(what the form shows, the edition that it is): one that was asked for, the draft, what readers see, the rules."""
    edition = None
    if number.isdecimal() and len(number) < 9:
        edition = FrontEdition.objects.of(section).filter(number=number).select_related("section", "by").first()
    edition = edition or draft_of(section) or live_of(section)
    return (layout_of(edition), edition) if edition else (first_layout(section), None)


def saved(desk: FrontEditionAdmin, request: HttpRequest, section: Section | None) -> HttpResponse:
    """Save what was typed and do what the pressed button says; what cannot be saved is shown again as it was typed."""
    key = section.pk if section else None
    form, when = containers_form(request.POST), WhenForm(request.POST)
    seen = Seen.read(request.POST.get("seen", ""))
    good = form.is_valid() & when.is_valid()
    at = when.cleaned_data.get("live_from") if "_schedule" in request.POST and good else None
    if good and "_schedule" in request.POST and (at is None or at <= timezone.now()):
        when.add_error("live_from", "اكتب وقتا قادما.")
        good = False
    if not good:
        return form_page(desk, request, section, form, when, seen, status=422)
    try:
        edition = save_draft(key, seen, form.arranged, request.user, when.cleaned_data["note"])
        if "_publish" in request.POST or at:
            publish(edition, request.user, at)
    except Overtaken:
        return form_page(desk, request, section, form, when, seen_now(key), status=409, overtaken=True)
    told(desk, request, edition)
    return HttpResponseRedirect(address("front", key))


def told(desk: FrontEditionAdmin, request: HttpRequest, edition: FrontEdition) -> None:
    if edition.is_live():
        url, words, done = public_address(edition), "افتحها على الموقع", "نشرت الواجهة"
    else:
        url, words = reverse("admin:articles_front_preview", args=[edition.pk]), "معاينة"
        done = f"ستظهر الواجهة {dates.moment(edition.live_from)}" if edition.live_from else "حفظت المسودة"
    desk.message_user(request, format_html('{}. <a href="{}" target="_blank">{}</a>', done, url, words))


def public_address(edition: FrontEdition) -> str:
    return edition.section.get_absolute_url() if edition.section_id else "/"


def form_page(
    desk: FrontEditionAdmin,
    request: HttpRequest,
    section: Section | None,
    form: BaseContainers,
    when: WhenForm,
    seen: Seen,
    *,
    since: FrontEdition | None = None,
    status: int = 200,
    overtaken: bool = False,
) -> HttpResponse:
    key = section.pk if section else None
    newest = FrontDecision.objects.filter(edition__in=FrontEdition.objects.of(key)).select_related("by", "edition")
    name = section.name if section else "الصفحة الرئيسية"
    draft = draft_of(key)
    context = {
        "title": f"واجهة {name}" if section else name,
        "form": form,
        "when": when,
        "seen": seen,
        "since": since,
        "draft": draft,
        "live": live_of(key),
        "scheduled": FrontEdition.objects.of(key).scheduled().select_related("by"),
        "theirs": layout_names(draft or live_of(key)) if overtaken else None,
        "overtaken": newest.first() if overtaken else None,
        "history_url": address("front_history", key),
        "media": choice_of("article").media,
        "public_url": section.get_absolute_url() if section else "/",
    }
    return desk.page(request, "front", context, status)


def layout_names(edition: FrontEdition | None) -> list[tuple[str, list[str]]]:
    """What the other person's edition holds, to be read beside one's own."""
    if edition is None:
        return []
    containers = edition.containers.prefetch_related("slots__article")
    return [(str(row), [str(slot) for slot in row.slots.all()]) for row in containers]


# --- Editions -----------------------------------------------------------------------------------------------------


def front_history(desk: FrontEditionAdmin, request: HttpRequest, section: int | None = None) -> HttpResponse:
    named = get_object_or_404(Section, pk=section) if section is not None else None
    rows = FrontDecision.objects.filter(edition__in=FrontEdition.objects.of(section)).select_related("by", "edition")
    context = {
        "title": "سجل الواجهة",
        "name": named.name if named else "الصفحة الرئيسية",
        "shown": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "front_url": address("front", section),
    }
    return desk.page(request, "history", context)


def preview_view(desk: FrontEditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The edition exactly as readers would see it now."""
    edition = get_object_or_404(FrontEdition.objects.select_related("section"), pk=pk)
    if edition.section_id is None:
        response = public_html("articles/home.html", home_front(edition=pk))
    else:
        containers = section_front(edition.section_id, edition=pk)
        asked = HttpRequest()
        asked.path = edition.section.get_absolute_url()
        response = section_page(asked, edition.section, cut(asked, of_section, section=edition.section_id), containers)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def revert_view(desk: FrontEditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Put before the readers again an edition that they have seen; one that is to come comes by itself."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    edition = get_object_or_404(FrontEdition.objects.published().select_related("section"), pk=pk)
    newest = request.POST.get("newest", "")
    try:
        again = revert(edition, int(newest) if newest.isdecimal() and len(newest) < 9 else -1, request.user)
    except Overtaken:
        words = "لم تعد الطبعة: حفظ غيرك أو نشر بعد أن فتحت هذه الصفحة. راجع الجديد أولا."
        desk.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_frontedition_change", args=[pk]))
    told(desk, request, again)
    return HttpResponseRedirect(address("front", edition.section_id))


def cancel_view(desk: FrontEditionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, or call a scheduled edition off. It stays in the history."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    edition = get_object_or_404(FrontEdition, pk=pk)
    version = request.POST.get("version", "")
    edition.version = int(version) if version.isdecimal() and len(version) < 9 else -1
    try:
        cancel(edition, request.user)
    except Overtaken:
        desk.message_user(request, "تغيرت هذه الطبعة بعد أن فتحت الصفحة، فلم تلغ.", messages.WARNING)
    else:
        desk.message_user(request, f"ألغيت الطبعة {edition.number}. بقيت في السجل.")
    return HttpResponseRedirect(address("front", edition.section_id))
