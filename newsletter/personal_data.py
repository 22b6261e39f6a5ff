"""Everything that the newsletter holds about one person, for that person (GDPR, articles 15 and 20)."""

from __future__ import annotations

from typing import Any

from newsletter.models import Subscriber


def of(subscriber: Subscriber) -> dict[str, Any]:
    """Plain values, as JSON takes them. Networks are kept as keyed hashes, which tell nobody anything."""
    return {
        "address": subscriber.address,
        "name": subscriber.name,
        "state": subscriber.get_state_display(),
        "registered_at": subscriber.created_at,
        "confirmed_at": subscriber.confirmed_at,
        "ended_at": subscriber.ended_at,
        "subscriptions": [
            {
                "list": row.mailing_list.name,
                "state": row.get_state_display(),
                "form": row.form,
                "asked_at": row.asked_at,
                "confirmed_at": row.confirmed_at,
                "left_at": row.left_at,
            }
            for row in subscriber.subscriptions.select_related("mailing_list")
        ],
        "mails": [
            {"subject": row.issue.subject, "state": row.get_state_display(), "at": row.final_at}
            for row in subscriber.deliveries.select_related("issue")
            .only("state", "final_at", "issue__subject")
            .order_by("pk")
        ],
        "came_back": [
            {"what": row.get_kind_display(), "reply": row.enhanced_status, "at": row.at}
            for row in subscriber.reports.order_by("pk")
        ],
    }
