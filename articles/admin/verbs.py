"""The buttons under a story: which there are, who sees them in which state, what they say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles import permissions
from articles.models import Article
from mohit import dates


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision that a button asks for. `name` is the name of the method of `Article` and of its rule."""

    name: str
    label: str
    done: str  # what the message says, before the story's headline
    asks_reason: str = ""  # the question of the field beside the button
    reason_name: str = "reason"  # of that field; those whose buttons stand side by side differ
    asks_member: str = ""  # "must" be chosen, "may" be

    @property
    def post_name(self) -> str:
        return f"_{self.name}"

    @property
    def may(self) -> Callable[[AbstractUser, Article], bool]:
        return getattr(permissions, f"may_{self.name}")

    def act(self, article: Article, by: AbstractUser, reason: str = "", to: AbstractUser | None = None) -> bool:
        """Whether this call did it; False when somebody was faster."""
        method = getattr(article, self.name)
        if self.asks_member:
            return method(by, to)
        return method(by, reason) if self.asks_reason else method(by)

    def reason_in(self, request: HttpRequest) -> str:
        return request.POST.get(self.reason_name, "").strip()[:300]


SUBMIT = Verb("submit", "إرسال للمراجعة", "أرسل للمراجعة", asks_member="may")
TAKE = Verb("take", "أتولاها", "صار عندك")
ASSIGN = Verb("assign", "إسناد", "أسند", asks_member="must")
PUBLISH = Verb("publish", "نشر", "نشر")
SEND_BACK = Verb("send_back", "إعادة إلى الكاتب", "أعيد إلى كاتبه", asks_reason="ما الذي ينقصه؟")
WITHDRAW = Verb("withdraw", "سحب من الموقع", "سحب من الموقع", asks_reason="لماذا يسحب؟")
LIFT_EMBARGO = Verb(
    "lift_embargo", "رفع الحظر", "رفع حظر نشره", asks_reason="لماذا يرفع قبل موعده؟", reason_name="reason_lift_embargo"
)
ERASE = Verb(
    "erase",
    "محو نهائي",
    "محي نهائيا",
    asks_reason="يمحى النص ونسخه وملاحظاته إلى الأبد، ويبقى العنوان مغلقا. لماذا؟",
    reason_name="reason_erase",
)

VERBS = (PUBLISH, TAKE, SUBMIT, ASSIGN, SEND_BACK, WITHDRAW, LIFT_EMBARGO, ERASE)


def allowed(user: AbstractUser, article: Article) -> list[Verb]:
    return [verb for verb in VERBS if verb.may(user, article)]


def placed(verbs: list[Verb]) -> tuple[list[Verb], list[Verb]]:
    """(beside «حفظ», in the menu «المزيد»): what moves the story on, and what is asked for now and then."""
    onward = (PUBLISH if PUBLISH in verbs else SUBMIT, SEND_BACK)
    return [verb for verb in verbs if verb in onward], [verb for verb in verbs if verb not in onward]


def asked(request: HttpRequest) -> Verb | None:
    """The verb whose button was pressed."""
    return next((verb for verb in VERBS if verb.post_name in request.POST), None)


def comes_too_late(user: AbstractUser, verb: Verb, article: Article) -> bool:
    """Whether only the story's state forbids it, because somebody decided first. Raises PermissionDenied for others."""
    if verb.may(user, article):
        return False
    if permissions.is_editor(user) and (verb is not ERASE or permissions.erases(user)):
        return True
    raise PermissionDenied


def told(verb: Verb, article: Article) -> str:
    """What happened, before the headline: «نشر», or when it will appear."""
    if verb is PUBLISH and article.is_embargoed():
        return f"سينشر عند انتهاء الحظر في {dates.moment(article.published_at)}"
    if verb is PUBLISH and not article.is_public():
        return f"سينشر في {dates.moment(article.published_at)}"
    return verb.done
