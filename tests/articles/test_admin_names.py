"""The desk of the register of names: two editors at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client

from articles.models import RegisteredName
from newsroom import roles
from tests.conftest import member

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_spelling_that_was_registered_in_this_moment_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(member("amina", roles.EDITOR))
    clean = RegisteredName.clean
    rivals: list[threading.Thread] = []

    def register() -> None:
        RegisteredName.objects.create(chosen="غوغل", kind="organisation", rejected="جوجل")
        connections.close_all()

    def clean_and_be_overtaken(name: RegisteredName) -> None:
        clean(name)
        if not rivals:
            rivals.append(threading.Thread(target=register))
            rivals[0].start()
            rivals[0].join()

    monkeypatch.setattr(RegisteredName, "clean", clean_and_be_overtaken)

    filled = {"chosen": "قوقل", "kind": "organisation", "rejected": "جوجل", "note": "ما كتبته"}
    response = client.post("/admin/articles/registeredname/add/", filled)

    assert response.status_code == 200
    assert response.context["errors"]
    assert "ما كتبته" in response.content.decode()
    assert RegisteredName.objects.count() == 1
