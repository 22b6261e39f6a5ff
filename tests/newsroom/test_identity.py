"""The site without the row of its identity, as after `manage.py flush`."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom.models import Identity


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/latest/", "/manifest.webmanifest"])
def test_it_goes_on_under_its_first_name(client: Client, path: str) -> None:
    Identity.objects.all().delete()
    answer = client.get(path)
    assert answer.status_code == 200
    assert "المحيط الإخباري" in answer.content.decode()
