"""What the desk is sent, by direct POST: every verb, state and role; who is first; what is taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from comments.admin.verbs import VERBS
from comments.models import Comment, Decision
from newsroom import roles
from newsroom.models import User
from tests.comments.desk import QUEUE, bound_to, in_section, moderator, of, waiting
from tests.conftest import member
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = Comment.Status
JSON = {"headers": {"accept": "application/json"}}
MODERATORS = (roles.EDITOR, roles.COMMENT_MODERATOR, roles.MANAGER)
TO = {
    "approve": "approved",
    "keep": "approved",
    "reject": "rejected",
    "mark_spam": "spam",
    "restore": "pending",
    "bring_back": "pending",
}
ALLOWED = {
    "approve": {"pending"},
    "reject": {"pending", "approved"},
    "mark_spam": {"pending", "approved", "rejected"},
    "restore": {"rejected", "spam"},
    "bring_back": {"approved"},
    "keep": {"approved"},
}


def in_state(state: str, **facts: object) -> Comment:
    comment = waiting(**facts)
    Comment.objects.filter(pk=comment.pk).update(status=state)
    comment.status = state
    return comment


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("verb", VERBS)
def test_it_lets_moderators_do_what_the_state_allows(client: Client, role: str, state: str, verb: str) -> None:
    comment, user = in_state(state), member("colleague", role)
    client.force_login(user)
    answer = client.post(of(comment, "decide"), {"verb": verb, "reason": "insult", "note": "هنا"}, **JSON)

    if role not in MODERATORS:
        assert (answer.status_code, state_of(comment)) == (403, state)
        assert not Decision.objects.exists()
    elif state in ALLOWED[verb]:
        assert (answer.status_code, state_of(comment)) == (200, TO[verb])
        assert answer.json()["status"] == TO[verb]
        decision = Decision.objects.get()
        assert (decision.verb, decision.by, decision.before, decision.after) == (verb, user, state, TO[verb])
        assert decision.note == "هنا"
        assert decision.reason == ("insult" if verb == "reject" else "")
    else:
        assert (answer.status_code, state_of(comment)) == (409, state)
        assert not Decision.objects.exists()


@pytest.mark.parametrize("role", MODERATORS)
@pytest.mark.parametrize("state", Status.values)
@pytest.mark.parametrize("what", ["decide", "undo", "answer", "together", "same/source"])
def test_it_keeps_every_verb_to_the_moderators_sections(client: Client, role: str, state: str, what: str) -> None:
    mine, other = in_section("رياضة"), in_section("سياسة")
    Comment.objects.update(status=state)
    Decision.objects.create(comment=other, verb="restore", before="rejected", after=state)
    client.force_login(bound_to(member("colleague", role), mine))
    sent = {"verb": "mark_spam", "text": "رد", "chosen": [mine.pk, other.pk], "upto": other.pk}
    address = f"{QUEUE}together/" if what == "together" else of(other, what)

    assert client.post(address, sent).status_code == 403
    assert [state_of(mine), state_of(other)] == [state, state]
    assert Comment.objects.count() == 2
    if state != "spam":
        assert client.post(of(mine, "decide"), sent, **JSON).status_code == 200
        assert state_of(mine) == "spam"


@pytest.mark.parametrize("what", ["decide", "undo", "answer", "together"])
def test_it_changes_nothing_by_get(client: Client, what: str) -> None:
    comment = waiting()
    client.force_login(moderator())
    address = f"{QUEUE}together/" if what == "together" else of(comment, what)

    assert client.get(address, {"verb": "approve"}).status_code == 405
    assert client.post(of(comment, "card")).status_code == 405
    assert state_of(comment) == "pending"


def test_it_asks_for_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator())
    comment = waiting()

    assert client.post(of(comment, "decide"), {"verb": "approve"}).status_code == 403
    assert state_of(comment) == "pending"


def test_it_sends_strangers_to_the_door(client: Client) -> None:
    comment = waiting()
    answer = client.post(of(comment, "decide"), {"verb": "approve"})

    assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
    assert state_of(comment) == "pending"


@pytest.mark.parametrize("key", [0, 10**18, 10**25])
def test_it_knows_no_such_comment(client: Client, key: int) -> None:
    client.force_login(moderator())
    for what in ("card", "change"):
        assert client.get(f"{QUEUE}{key}/{what}/").status_code == 404
    for what in ("decide", "undo", "answer"):
        assert client.post(f"{QUEUE}{key}/{what}/", {"verb": "approve", "text": "رد"}).status_code == 404


def test_it_knows_no_such_verb(client: Client) -> None:
    client.force_login(moderator())
    comment = waiting()
    for verb in ("", "delete", "undo", "save"):
        assert client.post(of(comment, "decide"), {"verb": verb}).status_code == 404


def test_it_drops_a_reason_that_is_none_and_what_no_note_holds(client: Client) -> None:
    client.force_login(moderator())
    comment = waiting()
    sent = {"verb": "reject", "reason": "whim", "note": "أ\0" + "ب" * 1_000}

    assert client.post(of(comment, "decide"), sent, **JSON).status_code == 200
    decision = Decision.objects.get()
    assert (decision.reason, len(decision.note)) == ("", 300)


# --- Who was first -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "words"), [("approve", "ونشره"), ("reject", "ورفضه"), ("mark_spam", "وعده مزعجا"), ("restore", "وأعاده")]
)
def test_it_names_who_was_first(client: Client, verb: str, words: str) -> None:
    comment = in_state("spam" if verb == "restore" else "pending")
    VERBS[verb].act(comment, moderator("zamil", "سليم"))
    late = {"approve": "approve", "reject": "approve", "mark_spam": "approve", "restore": "restore"}[verb]
    client.force_login(moderator())
    answer = client.post(of(comment, "decide"), {"verb": late}, **JSON)

    assert answer.status_code == 409
    assert "سبقك" in answer.json()["words"]
    assert "سليم" in answer.json()["words"]
    assert words in answer.json()["words"]
    assert answer.json()["status"] == TO[verb]
    plain = client.post(of(comment, "decide"), {"verb": late}, follow=True).content.decode()
    assert words in plain


@pytest.mark.parametrize("late", ["reject", "mark_spam"])
def test_it_overrules_nobody_unseen(client: Client, late: str) -> None:
    """Both take a published comment too, but not from who saw it waiting."""
    comment = waiting()
    comment.approve(moderator("zamil", "سليم"))
    client.force_login(moderator())

    answer = client.post(of(comment, "decide"), {"verb": late, "seen": "pending"}, **JSON)
    assert (answer.status_code, state_of(comment)) == (409, "approved")
    assert "سليم" in answer.json()["words"]
    page = client.post(f"{QUEUE}together/", {"verb": late, "chosen": f"{comment.pk}-pending"}, follow=True)
    assert "لم يتغير شيء" in page.content.decode()
    assert state_of(comment) == "approved"
    assert client.post(of(comment, "decide"), {"verb": late, "seen": "approved"}, **JSON).status_code == 200


def test_it_says_when_it_was_the_same_person(client: Client) -> None:
    comment, user = waiting(), moderator()
    client.force_login(user)
    client.post(of(comment, "decide"), {"verb": "approve"}, **JSON)

    assert (
        "قررت في هذا التعليق من قبل" in client.post(of(comment, "decide"), {"verb": "approve"}, **JSON).json()["words"]
    )


def test_it_says_when_nobody_was(client: Client) -> None:
    client.force_login(moderator())
    by_rule = CommentFactory(approved=True)
    words = client.post(of(by_rule, "decide"), {"verb": "approve"}, **JSON).json()["words"]
    assert "حاله الآن «منشور»" in words
    by_rule.bring_back(None)
    words = client.post(of(by_rule, "decide"), {"verb": "bring_back"}, **JSON).json()["words"]
    assert "آليا" in words


# --- Taking back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for verb, states in ALLOWED.items() for state in sorted(states) if verb != "keep"]
)
def test_it_takes_a_decision_back(state: str, verb: str) -> None:
    user, comment = UserFactory(), in_state(state)
    assert VERBS[verb].act(comment, user)
    assert comment.undo(user, comment.last_decision.pk)

    assert (state_of(comment), comment.status) == (state, state)
    undo = comment.decisions.order_by("-pk").first()
    assert (undo.verb, undo.by, undo.before, undo.after) == ("undo", user, TO[verb], state)
    assert not comment.undo(user)
    assert state_of(comment) == state


def test_it_takes_back_only_what_nothing_came_after(client: Client) -> None:
    user, comment = moderator(), waiting()
    comment.approve(user)
    mine = comment.last_decision.pk
    comment.reject(moderator("zamil", "سليم"))
    client.force_login(user)
    answer = client.post(of(comment, "undo"), {"decision": mine}, **JSON)

    assert answer.status_code == 409
    assert "سليم" in answer.json()["words"]
    assert state_of(comment) == "rejected"


def test_it_takes_nothing_back_when_nothing_was_decided() -> None:
    assert not waiting().undo(UserFactory())


def test_it_brings_no_erased_data_back() -> None:
    comment = waiting()
    Decision.objects.create(comment=comment, verb="erase", before="pending", after="pending")
    assert not comment.undo(UserFactory())


def test_it_offers_to_take_back_without_script(client: Client) -> None:
    first, second = waiting(), waiting()
    client.force_login(moderator())
    sent = {"verb": "approve", "place": "?state=waiting&order=points&evil=//x", "next": second.pk}
    answer = client.post(of(first, "decide"), sent)

    assert answer.url == f"{QUEUE}?state=waiting&order=points&pk={second.pk}&undo={first.pk}"
    page = client.get(answer.url)
    assert page.context["comment"] == second
    assert "صار منشورا" in page.content.decode()
    undo = page.context["undo"]
    assert undo.comment == first
    client.post(of(first, "undo"), {"decision": undo.pk, "place": "?state=waiting"})
    assert state_of(first) == "pending"
    assert client.get(answer.url).context["undo"] is None


@pytest.mark.parametrize("decision", ["x", "", "9" * 30, "٣", "-1"])
def test_it_stands_a_wrong_key_of_a_decision(client: Client, decision: str) -> None:
    comment = waiting()
    comment.approve(moderator("zamil"))
    client.force_login(moderator())

    assert client.post(of(comment, "undo"), {"decision": decision}, **JSON).status_code in (200, 409)


# --- Answers of the newsroom ---------------------------------------------------------------------------------------


def test_it_answers_as_a_member(client: Client) -> None:
    comment, user = in_state("approved"), moderator(name="نادية")
    client.force_login(user)
    answer = client.post(of(comment, "answer"), {"text": " شكرا لك\n\nصححنا الخطأ "}, **JSON)
    reply = Comment.objects.get(parent=comment)

    assert answer.status_code == 200
    assert (reply.status, reply.member, reply.author_name) == ("approved", user, "نادية")
    assert reply.text == "شكرا لك\n\nصححنا الخطأ"
    assert reply.path == [comment.pk, reply.pk]
    assert reply.decisions.get().by == user
    comment.refresh_from_db()
    assert comment.approved_below == 1


def test_it_publishes_what_it_answers(client: Client) -> None:
    comment = waiting()
    client.force_login(moderator())
    client.post(of(comment, "answer"), {"text": "شكرا"})

    assert state_of(comment) == "approved"
    assert Comment.objects.approved().count() == 2


@pytest.mark.parametrize("state", ["rejected", "spam"])
def test_it_answers_nothing_that_readers_do_not_see(client: Client, state: str) -> None:
    comment = in_state(state)
    client.force_login(moderator())
    answer = client.post(of(comment, "answer"), {"text": "كلام طويل كتبه المشرف"}, follow=True)

    assert Comment.objects.count() == 1
    assert "كلام طويل كتبه المشرف" in answer.content.decode()
    assert client.post(of(comment, "answer"), {"text": "رد"}, **JSON).status_code == 409


@pytest.mark.parametrize("text", ["", "  ", "ط" * 5_001, "\0"])
def test_it_keeps_an_answer_that_it_refuses(client: Client, text: str) -> None:
    comment = in_state("approved")
    client.force_login(moderator())
    answer = client.post(of(comment, "answer"), {"text": text, "place": "?state=approved"})

    assert answer.status_code == 422
    assert text.strip("\0 ") in answer.content.decode()
    assert client.post(of(comment, "answer"), {"text": text}, **JSON).status_code == 422
    assert Comment.objects.count() == 1


def test_it_shortens_the_longest_name(client: Client) -> None:
    user = moderator(name="ن" * 120)
    client.force_login(user)
    client.post(of(in_state("approved"), "answer"), {"text": "رد"})

    assert Comment.objects.get(member=user).author_name == "ن" * 60


# --- Nobody changes a reader's words -------------------------------------------------------------------------------


def test_it_neither_changes_nor_deletes_nor_adds(client: Client) -> None:
    comment = waiting(text="كما كتبه صاحبه")
    user = moderator()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=user.pk))

    client.post(of(comment, "change"), {"text": "غير ذلك", "_save": "1"})
    assert client.post(of(comment, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(f"{QUEUE}add/").status_code == 403
    comment.refresh_from_db()
    assert comment.text == "كما كتبه صاحبه"


def test_it_dates_each_decision() -> None:
    comment = waiting()
    comment.approve(UserFactory())
    assert (timezone.now() - Comment.objects.get(pk=comment.pk).decided_at).total_seconds() < 60
