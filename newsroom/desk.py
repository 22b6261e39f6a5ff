"""The newsroom's admin: Django's own, with our order, our words and our manners."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html

from mohit.mail import mail_is_configured
from newsroom.dashboard import shown_to

# The desk's sections as an editor looks for them; an app that is not named comes last.
ORDER = ("articles", "pictures", "comments", "newsletter", "ads", "newsroom")

# Tables of the machinery, of no use to a newsroom and without a word of Arabic.
HIDDEN = frozenset({"procrastinate"})


class DeskAutocomplete(AutocompleteJsonView):
    """Django's answers, with whatever more a model's admin wants shown beside the name (a picture's address)."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        result = super().serialize_result(obj, to_field_name)
        extra = getattr(self.model_admin, "autocomplete_extra", None)
        return {**result, **extra(obj)} if extra else result


class NewsroomAdminSite(AdminSite):
    site_title = "غرفة الأخبار"
    index_title = "غرفة الأخبار"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Things leave the newsroom one by one, each with its own reason to stay.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in HIDDEN]
        super().register(shown, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from newsroom.models import Identity

        name = Identity.objects.values_list("name", flat=True).first()
        return {**super().each_context(request), "site_header": name}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from newsroom.permissions import may_run_the_site

        stays_here = not mail_is_configured() and may_run_the_site(request.user)
        panels = shown_to(request)
        return super().index(request, {"mail_stays_here": stays_here, "panels": panels, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Apps in the desk's order, their models in the order of registration; the roles stand by the members."""
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        if "auth" in apps and "newsroom" in apps:
            apps["newsroom"]["models"] += apps.pop("auth")["models"]
        place = {model: index for index, model in enumerate(self._registry)}
        for app in apps.values():
            app["models"].sort(key=lambda entry: place[entry["model"]])
            for entry in app["models"]:
                desk = self._registry[entry["model"]]
                entry["name"] = getattr(desk, "title_list", "") or entry["name"]
                waiting = desk.waiting(request) if hasattr(desk, "waiting") else ""  # how much there is to do, in HTML
                entry["name"] = format_html("{} {}", entry["name"], waiting) if waiting else entry["name"]
        return sorted(apps.values(), key=lambda app: _place_of(app["app_label"]))

    def get_urls(self) -> list[URLPattern]:
        """Ours of the sign-in, and Django's without the one that tells any member the headline of any story."""
        from newsroom.signin.urls import patterns

        django = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        return [*patterns(self), *django]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from newsroom.signin.door import sign_in

        return sign_in(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from newsroom.signin.leaving import sign_out

        return sign_out(request, partial(super().logout, request, extra_context))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from newsroom.signin.leaving import change_password

        return change_password(request, partial(super().password_change, request, extra_context))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return DeskAutocomplete.as_view(admin_site=self)(request)


def _place_of(app_label: str) -> int:
    return ORDER.index(app_label) if app_label in ORDER else len(ORDER)
