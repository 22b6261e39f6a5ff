"""System checks of the newsroom's settings."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from newsroom import roles


@register()
def check_two_factor_roles(**kwargs: object) -> list[CheckMessage]:
    """A name that no role has would leave open what somebody meant to close."""
    unknown = [name for name in settings.TWO_FACTOR_ROLES if name not in roles.ROLES]
    if not unknown:
        return []
    hint = f"The roles are: {', '.join(roles.ROLES)}."
    return [Error(f"TWO_FACTOR_ROLES names no role: {', '.join(unknown)}.", hint=hint, id="newsroom.E001")]
