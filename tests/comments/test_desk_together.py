"""Many comments at once: the ticked ones, and everything from one address or network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client

from comments.models import Comment, Decision
from tests.comments.desk import QUEUE, bound_to, in_section, moderator, of, waiting, with_contact
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

TOGETHER = f"{QUEUE}together/"


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def body(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()


def test_it_decides_about_the_ticked(client: Client) -> None:
    user, comments = moderator(), [waiting() for _ in range(4)]
    client.force_login(user)
    sent = {"verb": "reject", "reason": "publicity", "chosen": [comment.pk for comment in comments[:3]]}
    answer = client.post(TOGETHER, {**sent, "place": "?state=waiting&order=points"})

    assert answer.url == f"{QUEUE}?state=waiting&order=points"
    assert states() == ["rejected"] * 3 + ["pending"]
    assert list(Decision.objects.values_list("by", "reason")) == [(user.pk, "publicity")] * 3
    assert "«رفض»: 3 تعليقات." in client.get(answer.url).content.decode()


def test_it_says_how_many_others_had_decided(client: Client) -> None:
    comments = [waiting() for _ in range(3)]
    comments[0].mark_spam(UserFactory())
    client.force_login(moderator())
    sent = {"verb": "approve", "chosen": [comment.pk for comment in comments]}
    page = client.post(TOGETHER, sent, follow=True).content.decode()

    assert states() == ["spam", "approved", "approved"]
    assert "قرر غيرك قبلك في بعضها، وعددها 1." in page
    assert "لم يتغير شيء" in client.post(TOGETHER, sent, follow=True).content.decode()


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], ["٣"], ["0"]])
def test_it_stands_wrong_ticks(client: Client, chosen: list[str]) -> None:
    waiting()
    client.force_login(moderator())

    assert client.post(TOGETHER, {"verb": "approve", "chosen": chosen}).status_code == 302
    assert client.post(TOGETHER, {"verb": "x", "chosen": chosen}).status_code == 404
    assert states() == ["pending"]


def test_it_takes_no_endless_form(client: Client) -> None:
    article = waiting().article
    CommentFactory.create_batch(204, article=article)
    client.force_login(moderator())
    client.post(TOGETHER, {"verb": "reject", "chosen": list(Comment.objects.values_list("pk", flat=True))})

    assert states().count("rejected") == 200


# --- Everything from one place -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "stays"), [("address", "source"), ("source", "address")])
def test_it_asks_and_then_decides_about_all(client: Client, place: str, stays: str) -> None:
    comments = [waiting() for _ in range(3)]
    comments[0].approve(UserFactory())
    elsewhere = {"address": {"email": "x@mohit.test"}, "source": {"source": "198.51.100.1"}}[place]
    other = with_contact(CommentFactory(), **elsewhere)
    client.force_login(moderator())
    asked = client.get(of(comments[0], f"same/{place}"))
    page = asked.content.decode()

    assert states() == ["approved", "pending", "pending", "pending"]
    assert "3 تعليقات" in page
    assert "رفض: 3 تعليقات" in page
    assert "نشر: تعليقان" in page
    assert [verb.name for verb, _ in asked.context["verbs"]] == ["approve", "reject", "mark_spam", "bring_back"]
    sent = {"verb": "mark_spam", "upto": asked.context["upto"], "expected_mark_spam": 3, "note": "حملة"}
    told = body(client.post(of(comments[0], f"same/{place}"), sent))
    assert "«مزعج»: 3 تعليقات." in told
    assert "قرر غيرك" not in told
    assert states() == ["spam", "spam", "spam", "pending"]
    assert Comment.objects.get(pk=other.pk).status == "pending"
    assert Decision.objects.filter(verb="mark_spam", note="حملة").count() == 3


def test_it_leaves_what_came_after_the_question(client: Client) -> None:
    comment = waiting()
    client.force_login(moderator())
    upto = client.get(of(comment, "same/source")).context["upto"]
    late = waiting()
    body(client.post(of(comment, "same/source"), {"verb": "reject", "upto": upto}))

    assert Comment.objects.get(pk=late.pk).status == "pending"
    assert Comment.objects.get(pk=comment.pk).status == "rejected"


def test_it_counts_what_others_decided_since_the_question(client: Client) -> None:
    comments = [waiting() for _ in range(3)]
    client.force_login(moderator())
    upto = client.get(of(comments[0], "same/source")).context["upto"]
    comments[1].mark_spam(UserFactory())
    told = body(client.post(of(comments[0], "same/source"), {"verb": "approve", "upto": upto, "expected_approve": "3"}))

    assert "«نشر»: تعليقان. قرر غيرك قبلك في بعضها، وعددها 1." in told


def test_it_keeps_to_the_moderators_sections(client: Client) -> None:
    mine, other = in_section("رياضة"), in_section("سياسة")
    client.force_login(bound_to(moderator(), mine))
    page = client.get(of(mine, "same/source"))

    assert page.context["total"] == 1
    body(client.post(of(mine, "same/source"), {"verb": "reject", "upto": other.pk + 100}))
    assert states() == ["rejected", "pending"]


def test_it_finds_nothing_of_an_erased_address(client: Client) -> None:
    comment, other = with_contact(CommentFactory(), "", ""), with_contact(CommentFactory(), "", "")
    client.force_login(moderator())

    assert client.get(of(comment, "same/address")).context["total"] == 0
    body(client.post(of(comment, "same/address"), {"verb": "reject", "upto": other.pk}))
    assert states() == ["pending", "pending"]


@pytest.mark.parametrize("sent", [{"verb": "x", "upto": "5"}, {"verb": "reject"}, {"verb": "reject", "upto": "٣٣x"}])
def test_it_refuses_what_nobody_confirmed(client: Client, sent: dict[str, str]) -> None:
    comment = waiting()
    client.force_login(moderator())

    assert client.post(of(comment, "same/source"), sent).status_code == 404
    assert client.get(of(comment, "same/anything")).status_code == 404
    assert states() == ["pending"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_moderators_at_once_decide_each_comment_once() -> None:
    comments = [waiting() for _ in range(12)]
    article = comments[0].article
    for comment in comments[6:]:
        Comment.objects.filter(pk=comment.pk).update(article=article)
    clients = []
    for name in ("mushrif", "zamil", "ukhra"):
        client = Client()
        client.force_login(moderator(name, name))
        clients.append(client)
    upto = comments[-1].pk

    def press(number: int) -> str:
        verb = ("reject", "mark_spam", "approve")[number]
        try:
            return body(
                clients[number].post(
                    of(comments[0], "same/source"), {"verb": verb, "upto": upto, f"expected_{verb}": 12}
                )
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(press, range(3)))

    assert all("انتهى." in page for page in told)
    assert "pending" not in states()
    for comment in Comment.objects.all():
        history = list(comment.decisions.order_by("pk"))
        assert history[-1].after == comment.status
        assert history[0].before == "pending"
        assert all(one.after == two.before for one, two in pairwise(history))
        assert [decision.verb for decision in history].count("approve") <= 1
