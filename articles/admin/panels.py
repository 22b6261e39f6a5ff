"""What the dashboard shows of the stories, to each whom it concerns. One query for all of it, one for the most read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.models import Article, Decision, InternalNote, PlannedStory
from articles.planning import DAY, midnight
from articles.reads import most_read
from mohit.dates import number, relative
from mohit.dates.moments import NOW
from mohit.templatetags.arabic import bdi, time_tag
from newsroom.dashboard import LINES, Content, Line, Panel, register
from newsroom.models import User

Status = Article.Status
NEWEST = 60  # published stories among which those without picture are looked for
NOTES_FOR = timedelta(days=3)  # a note that names somebody waits for them so long
LATE = timedelta(hours=2)  # a story that waits longer for its editor is said loudly


def articles_list(**query: str) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("admin:articles_article_changelist") + (f"?{pairs}" if pairs else "")


def form_of(row: dict[str, Any]) -> str:
    return reverse("admin:articles_article_change", args=[row["pk"]])


# --- What is read -----------------------------------------------------------------------------------------------------


def name_of(path: str) -> Coalesce:
    """A member as colleagues know them; None for nobody."""
    return Coalesce(NullIf(f"{path}__name", Value("")), f"{path}__username", output_field=CharField())


def stories(rows: QuerySet[Article], **more: Any) -> ArraySubquery:
    json = JSONObject(pk="pk", headline="headline", section="section__name", **more)
    return ArraySubquery(rows.values(json=json)[:LINES])


def number_of(rows: QuerySet[Article]) -> Coalesce:
    """How many `rows` of one state there are."""
    return Coalesce(Subquery(rows.order_by().values("status").annotate(n=Count("pk")).values("n")), 0)


def last(verb: str | None, value: str) -> Subquery:
    decisions = Decision.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery((decisions.filter(verb=verb) if verb else decisions).values(value)[:1])


def in_review(user: AbstractUser) -> QuerySet[Article]:
    return permissions.listed_for(user, Article.objects.filter(status=Status.IN_REVIEW))


def about_listed(user: AbstractUser, rows: QuerySet) -> QuerySet:
    """Of `rows` that each hang on a story those whose story stands on this person's desk."""
    if permissions.is_editor(user):
        return rows
    return rows.filter(article__in=permissions.listed_for(user, Article.objects.all()))


def drafts(user: AbstractUser) -> QuerySet[Article]:
    return permissions.own(user, Article.objects.filter(status=Status.DRAFT))


def of_today(user: AbstractUser, now: datetime) -> QuerySet[Article]:
    """Stories that appear in the rest of today, and those whose embargo ends today and that may appear then."""
    first = midnight(timezone.localdate(now))
    tomorrow = midnight(timezone.localdate(now) + DAY)
    appears = Q(status=Status.PUBLISHED, published_at__gt=now, published_at__lt=tomorrow)
    released = Q(embargoed_until__gte=first, embargoed_until__lt=tomorrow) & ~Q(
        status__in=[Status.PUBLISHED, Status.WITHDRAWN]
    )
    # Two walks down two indexes; an OR would read the archive.
    keys = Article.objects.filter(appears).order_by().values("pk")
    keys = keys.union(Article.objects.filter(released).order_by().values("pk"))
    return permissions.listed_for(user, Article.objects.filter(pk__in=keys))


def read_all(user: AbstractUser, now: datetime) -> dict[str, Any]:
    """Rows for every panel below that `user` may see, as arrays of one row: one query."""
    today = timezone.localdate(now)
    plans = PlannedStory.objects.filter(day__lte=today, assignee=user, state="assigned", article=None)
    plan = JSONObject(pk="pk", title="title", day="day", time="time", who=name_of("assignee"), section="section__name")
    of_day = PlannedStory.objects.filter(day=today, time__isnull=False, state__in=PlannedStory.OPEN)
    notes = about_listed(user, InternalNote.objects.for_member(user).filter(at__gte=now - NOTES_FOR))
    decisions = about_listed(user, Decision.objects.all())
    moment = Case(
        When(status=Status.PUBLISHED, then=F("published_at")),
        default=F("embargoed_until"),
    )
    is_over = Case(When(moment__lt=now, then=1), default=0)  # what is to come needs the room more
    has_passed = Case(When(time__lt=timezone.localtime(now).time(), then=1), default=0)
    sent_back = Case(When(verb="send_back", then=0), default=1)
    arrays = {
        "drafts": stories(
            drafts(user).annotate(verb=last(None, "verb")).order_by(sent_back, "-saved_at", "-pk"),
            verb="verb",
            saved="saved_at",
            why=last(None, "note"),
        ),
        "number_of_drafts": number_of(drafts(user)),
        "assigned": stories(
            in_review(user).filter(assignee=user).order_by("saved_at", "pk"),
            since=Coalesce(last("submit", "at"), "saved_at"),
        ),
        "plans": ArraySubquery(plans.order_by("day", "time", "pk").values(json=plan)[:LINES]),
        "notes": ArraySubquery(
            notes.order_by("-at").values(
                json=JSONObject(pk="article_id", headline="article__headline", who=name_of("by"), text="text", at="at")
            )[:LINES]
        ),
        "queue": stories(
            in_review(user).annotate(since=Coalesce(last("submit", "at"), "saved_at")).order_by("since", "pk"),
            since="since",
            who=name_of("assignee"),
        ),
        "number_in_review": number_of(in_review(user)),
        "today": stories(
            of_today(user, now).annotate(moment=moment).order_by(is_over, "moment"), at="moment", status="status"
        ),
        "plans_of_today": ArraySubquery(of_day.order_by(has_passed, "time").values(json=plan)[:LINES]),
        "decisions": ArraySubquery(
            decisions.order_by("-at", "-pk").values(
                json=JSONObject(
                    pk="article_id",
                    headline="article__headline",
                    verb="verb",
                    after="after",
                    who=name_of("by"),
                    note="note",
                    at="at",
                )
            )[:LINES]
        ),
    }
    if permissions.is_editor(user):
        newest = Article.objects.published(now).newest_first().values("pk")[:NEWEST]
        bare = Article.objects.filter(pk__in=newest, picture=None).newest_first()
        arrays["pictureless"] = stories(bare, published="published_at")
    return User.objects.filter(pk=user.pk).values(**arrays).get()


def rows_of(request: HttpRequest) -> dict[str, Any]:
    """Read once for all panels of a page."""
    if not hasattr(request, "rows_of_stories"):
        request.rows_of_stories = read_all(request.user, timezone.now())
    return request.rows_of_stories


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- What waits for me ------------------------------------------------------------------------------------------------


def waits_for_me(request: HttpRequest) -> Content:
    """What I am to do: repair, decide, write; then what I have begun."""
    rows, today = rows_of(request), timezone.localdate()
    lines = [
        *(line for row in rows["drafts"] if row["verb"] == "send_back" for line in [sent_back(row)]),
        *(assigned(row) for row in rows["assigned"]),
        *(noted(row) for row in rows["notes"]),
        *(to_write(row, row["day"] < today.isoformat()) for row in rows["plans"]),
        *(begun(row) for row in rows["drafts"] if row["verb"] != "send_back"),
    ]
    drafts = rows["number_of_drafts"]
    note = f"مسوداتك: {number(drafts)}" if drafts else ""
    return Content(
        lines[: LINES + 2], note=note, more=articles_list(view="mydrafts") if drafts else "", more_words="مسوداتي كلها"
    )


def sent_back(row: dict[str, Any]) -> Line:
    why = format_html(": {}", bdi(row["why"])) if row["why"] else ""
    return Line(row["headline"], form_of(row), format_html("أعيدت إليك{}", why), badge("in_review", "للتعديل"))


def assigned(row: dict[str, Any]) -> Line:
    facts = format_html("{}، تنتظر منذ {}", bdi(row["section"]), age(row["since"]))
    return Line(row["headline"], form_of(row), facts, badge("in_review", "للمراجعة"))


def noted(row: dict[str, Any]) -> Line:
    facts = format_html("{}: {}", bdi(row["who"]), bdi(row["text"][:120]))
    return Line(row["headline"], form_of(row), facts, badge("scheduled", "ملاحظة لك"))


def to_write(row: dict[str, Any], is_late: bool) -> Line:
    facts = format_html("{}{}", bdi(row["section"]), "، فات يومها" if is_late else "، اليوم")
    address = reverse("admin:articles_plannedstory_change", args=[row["pk"]])
    return Line(row["title"], address, facts, badge("scheduled", "للكتابة"), is_hot=is_late)


def begun(row: dict[str, Any]) -> Line:
    return Line(row["headline"], form_of(row), format_html("حفظت {}", time_tag(at(row["saved"]), "relative")))


def badge(state: str, words: str) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', state, words)


def age(since: str) -> str:
    """«ساعتين», after «منذ»."""
    words = relative(at(since))
    return "لحظات" if words == NOW else words.removeprefix("قبل ")


# --- The queue --------------------------------------------------------------------------------------------------------


def queue(request: HttpRequest) -> Content:
    """Who has waited longest stands first; an editor sees all, a writer own ones."""
    rows = rows_of(request)
    lines = []
    for row in rows["queue"]:
        who = format_html("، عند {}", bdi(row["who"])) if row["who"] else "، لم يتولها أحد"
        facts = format_html("{}، منذ {}{}", bdi(row["section"]), age(row["since"]), who)
        is_late = timezone.now() - at(row["since"]) > LATE and not row["who"]
        lines.append(Line(row["headline"], form_of(row), facts, is_hot=is_late and permissions.is_editor(request.user)))
    total = rows["number_in_review"]
    return Content(lines, number(total) if total else "", articles_list(view="waiting"))


# --- Today ------------------------------------------------------------------------------------------------------------


def today(request: HttpRequest) -> Content:
    """A line of time: what appears today, whose embargo ends today, what is planned for an hour of today."""
    rows = rows_of(request)
    day = timezone.localdate()
    lines = []
    for row in rows["today"]:
        mark = ("scheduled", "مجدول") if row["status"] == Status.PUBLISHED else ("in_review", "ينتهي الحظر")
        lines.append(Line(row["headline"], form_of(row), bdi(row["section"]), badge(*mark), at(row["at"])))
    for row in rows["plans_of_today"]:
        moment = datetime.fromisoformat(f"{day}T{row['time']}").replace(tzinfo=timezone.get_default_timezone())
        address = reverse("admin:articles_plannedstory_change", args=[row["pk"]])
        lines.append(Line(row["title"], address, bdi(row["who"]) if row["who"] else "", badge("draft", "مخطط"), moment))
    now = timezone.now()
    lines = sorted(lines, key=lambda line: (line.clock < now, line.clock))[: LINES + 2]
    calendar = reverse("admin:articles_plannedstory_changelist")
    return Content(sorted(lines, key=lambda line: line.clock), more=calendar, more_words="الأسبوع كله")


# --- The newest -------------------------------------------------------------------------------------------------------


def pictureless(request: HttpRequest) -> Content:
    lines = [
        Line(
            row["headline"],
            form_of(row),
            format_html("{}، {}", bdi(row["section"]), time_tag(at(row["published"]), "relative")),
        )
        for row in rows_of(request)["pictureless"]
    ]
    return Content(lines)


def hottest(request: HttpRequest) -> Content:
    cards = most_read()[:LINES]
    lines = [Line(card.headline, card.get_absolute_url(), bdi(card.section_name)) for card in cards]
    return Content(lines, more=reverse("most_read"))


def decided(request: HttpRequest) -> Content:
    verbs = dict(Decision.Verb.choices)
    lines = []
    for row in rows_of(request)["decisions"]:
        why = format_html(": {}", bdi(row["note"])) if row["note"] else ""
        facts = format_html("{}، {}{}", bdi(row["who"]), time_tag(at(row["at"]), "relative"), why)
        lines.append(Line(row["headline"], form_of(row), facts, badge(row["after"], verbs.get(row["verb"], ""))))
    return Content(
        lines, more=reverse("admin:articles_decision_changelist") if permissions.is_editor(request.user) else ""
    )


register(
    Panel("mine", "ينتظرك", 10, permissions.works_on_stories, waits_for_me, "لا شيء ينتظرك الآن."),
    Panel("queue", "قيد المراجعة", 20, permissions.works_on_stories, queue, "لا قصة تنتظر المراجعة."),
    Panel("today", "اليوم", 30, permissions.works_on_stories, today, "لا موعد لبقية اليوم."),
    Panel("pictureless", "منشورة بلا صورة", 60, permissions.is_editor, pictureless, "لكل القصص الأخيرة صورة."),
    Panel("hottest", "الأكثر قراءة الآن", 70, permissions.works_on_stories, hottest, "لم تجتمع قراءات كافية بعد."),
    Panel("decisions", "آخر القرارات", 80, permissions.works_on_stories, decided, "لا قرارات بعد."),
)
