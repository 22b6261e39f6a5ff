"""Why this one stands there: what a page would show at an hour, and the rule that dropped each other creative."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ads import permissions
from ads.admin.sections import one_or_all
from ads.choosing import Choice
from ads.deciding import simulate
from ads.models import Campaign, Creative, Placement
from mohit.desk import name_the_halves
from mohit.responses import PRIVATE

PAGES = {
    "home": ("الصفحة الأولى", ("home-after-lead", "home-end")),
    "article": ("مقال", ("article-middle", "article-end", "side")),
    "section": ("صفحة قسم", ("section-end",)),
}


class SimulatorForm(forms.Form):
    page = forms.ChoiceField(label="الصفحة", choices=[(name, words) for name, (words, _) in PAGES.items()])
    section = forms.ChoiceField(label="القسم", required=False)
    at = forms.SplitDateTimeField(label="اليوم والساعة", widget=AdminSplitDateTime, help_text="بتوقيت الموقع.")
    is_sensitive = forms.BooleanField(label="موضوع حساس", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_halves(self.fields["at"])
        self.fields["section"].choices = [("", "بلا قسم"), *one_or_all()[1:]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    if not permissions.may_book(request.user):
        raise PermissionDenied
    asked = "page" in request.GET
    now = timezone.localtime(timezone=timezone.get_default_timezone()).replace(second=0, microsecond=0)
    form = SimulatorForm(request.GET if asked else None, initial={"page": "article", "at": now})
    boxes = answer(form.cleaned_data) if asked and form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": "لماذا ظهر هذا؟",
        "opts": Campaign._meta,
        "form": form,
        "boxes": boxes,
        "media": forms.Media(js=["admin/js/core.js"]) + form.media,
    }
    response = render(request, "admin/ads/campaign/simulator.html", context)
    response.headers["Cache-Control"] = PRIVATE
    return response


def answer(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Four queries, however many there are: open boxes, candidates, their names, the boxes' titles."""
    names = PAGES[asked["page"]][1]
    choice = simulate(names, asked["section"], at=asked["at"], is_sensitive=asked["is_sensitive"])
    return boxes_of(choice, names)


def boxes_of(choice: Choice, names: tuple[str, ...]) -> list[dict[str, Any]]:
    keys = {one.creative for one in choice.chosen.values()} | {one.candidate.creative for one in choice.dropped}
    creatives = Creative.objects.select_related("campaign__advertiser").in_bulk(keys)
    boxes = {box.name: box for box in Placement.objects.filter(name__in=names)}
    return [
        {
            "box": boxes[name],
            "chosen": creatives.get(getattr(choice.chosen.get(boxes[name].pk), "creative", None)),
            "dropped": [
                (creatives[one.candidate.creative], one.rule.label)
                for one in choice.dropped
                if one.box == boxes[name].pk
            ],
        }
        for name in names
        if name in boxes
    ]
