"""Who we are: the staff, how they sign in, the site's identity and its static pages."""

from newsroom.models.factors import AuthenticatorApp, Passkey, RecoveryCode
from newsroom.models.invitation import Invitation
from newsroom.models.member import User
from newsroom.models.security import SecurityEvent
from newsroom.models.session import MemberSession
from newsroom.models.site import Identity, Page, web_address

__all__ = [
    "AuthenticatorApp",
    "Identity",
    "Invitation",
    "MemberSession",
    "Page",
    "Passkey",
    "RecoveryCode",
    "SecurityEvent",
    "User",
    "web_address",
]
