"""A little site with public forms, for the tests: `urlpatterns` to be used as ROOT_URLCONF."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from mohit.public_forms import Limit, done, invalid, limited, public_form_page, public_post
from mohit.public_forms.forms import Email, Instance, Line, Paragraphs, PublicForm
from mohit.urls import handler400, handler403, handler404, handler500  # noqa: F401
from mohit.urls import urlpatterns as of_the_site

PAGE = "letter.html"

limit = Limit("letterbox", most=3, seconds=600)


class LetterForm(PublicForm):
    form_id = "letter"
    button = "أرسل الرسالة"

    name = Line(label="الاسم", max_length=60)
    email = Email(label="البريد الإلكتروني", help_text="لن ينشر.")
    kind = forms.ChoiceField(
        label="النوع", choices=[("praise", "شكر"), ("blame", "عتاب")], widget=forms.RadioSelect, initial="praise"
    )
    text = Paragraphs(label="الرسالة", max_length=3000)
    copy = forms.BooleanField(label="أرسلوا إلي نسخة", required=False)
    instance = Instance()


def letter(request: HttpRequest) -> HttpResponse:
    return render(None, PAGE, {"form": LetterForm(action="/letters/")})


@public_post(form=LetterForm)
def letters(request: HttpRequest) -> HttpResponse:
    form = LetterForm(request.POST, action="/letters/")
    if not form.is_valid():
        return invalid(request, form, PAGE)
    if wait := limit.take(request):
        return limited(request, form, PAGE, wait)
    return done("/letter/", "letter-sent")


@public_form_page
def both(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {dict(request.POST)}")


@public_form_page(by_link=True)
def link(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.method)


@public_post
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [
    path("letter/", letter),
    path("letters/", letters),
    path("both/", both),
    path("link/", link),
    path("plain/", plain),
    *of_the_site,
]
