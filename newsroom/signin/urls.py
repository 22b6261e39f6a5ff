"""Addresses of the door and of the members' own pages, all of them inside the admin (`admin:…`)."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from newsroom.signin import account, door, invitations, reset


def patterns(site: AdminSite) -> list[URLPattern]:
    inside = site.admin_view
    return [
        path("login/second/", door.second_step, name="sign_in_second"),
        path("login/passkey/question/", door.passkey_question, name="passkey_question"),
        path("login/passkey/", door.with_passkey, name="sign_in_with_passkey"),
        path("invitation/<str:token>/", invitations.invitation_page, name="invitation"),
        path("account/", inside(account.account), name="account"),
        path("account/confirm/", inside(account.account_confirm), name="account_confirm"),
        path("account/app/", inside(account.app_add), name="app_add"),
        path("account/app/remove/", inside(account.app_remove), name="app_remove"),
        path("account/passkey/", inside(account.passkey_add), name="passkey_add"),
        path("account/passkey/question/", inside(account.passkey_new_question), name="passkey_new_question"),
        path("account/passkey/<int:pk>/remove/", inside(account.passkey_remove), name="passkey_remove"),
        path("account/codes/", inside(account.codes_make), name="codes_make"),
        path("account/sessions/end/", inside(account.sessions_end_others), name="sessions_end_others"),
        path("account/sessions/<slug:mark>/end/", inside(account.session_end), name="session_end"),
        path("newsroom/user/<int:pk>/sign-in/", inside(reset.member_sign_in), name="member_sign_in"),
        path("newsroom/user/<int:pk>/sign-in/<slug:verb>/", inside(reset.change_sign_in), name="change_sign_in"),
    ]
