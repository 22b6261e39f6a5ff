"""Addresses of the desk that nobody is led to."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import User
from tests.newsletter.test_issue_states import issue_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "scheduled", "held"])
def test_an_issue_that_has_not_started_has_no_figures(client: Client, keeper: User, state: str) -> None:
    address = reverse("admin:newsletter_issue_progress", args=[issue_in(state).pk])

    assert client.get(address).status_code == 404
