"""Who stands in several of these tests."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom.models import User
from tests.newsroom.signin.people import browser, sign_in, with_password


@pytest.fixture
def inside(journalist: User) -> Client:
    """The browser of a journalist who has signed in with the password."""
    with_password(journalist)
    client = browser()
    sign_in(client, "sahafi")
    return client
