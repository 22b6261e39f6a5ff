"""Django's sessions in the database, in the table that knows whose they are (settings.SESSION_ENGINE)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from newsroom.models.session import NOTED_EVERY, MemberSession


class SessionStore(DatabaseSessionStore):
    used_at: datetime | None = None  # as the row says, once it is read

    @classmethod
    def get_model_class(cls) -> type[MemberSession]:
        return MemberSession

    def _get_session_from_db(self) -> MemberSession | None:
        row = super()._get_session_from_db()
        self.used_at = row.used_at if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> MemberSession:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get("device", "")
        if since := data.get("signed_in_at"):
            row.signed_in_at = datetime.fromtimestamp(since, UTC)
        return row

    def note_use(self) -> None:
        """Once in five minutes, so that a page costs no query for it."""
        now = timezone.now()
        if self.used_at and self.used_at < now - NOTED_EVERY:
            MemberSession.objects.filter(session_key=self.session_key).update(used_at=now)
            self.used_at = now
