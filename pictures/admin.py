"""The desk of the picture library, and the window from which the editor takes pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.arabic import normalise
from mohit.dates import number
from mohit.desk import DeskAdmin
from pictures.forms import PictureForm
from pictures.markup import dimensions, picker_attributes
from pictures.models import Picture
from pictures.uploads import remove_files_without_row, store

PICKER_NUMBER = "CKEditorFuncNum"  # which of the editor's questions this window answers
PICKER_ANSWER = "_picker"  # a picture is being added in that window (static/pictures/picker.js)


class UploadDateFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "تاريخ الرفع"


@admin.register(Picture)
class PictureAdmin(DeskAdmin):
    title_add, title_change = "رفع صورة", "صورة من المكتبة"
    form = PictureForm
    list_display = ("card",)
    list_filter = (("created_at", UploadDateFilter),)
    list_per_page = 48
    search_fields = ("search_key",)
    search_help_text = "كلمات من الشرح أو المصدر أو النص البديل."
    readonly_fields = ("preview", "original", "created_by", "created_at")

    WORDS = ("alt", "caption", ("credit", "licence"))
    FOCUS = (
        "موضع التركيز",
        {
            "fields": ("preview", ("focal_x", "focal_y")),
            "description": "انقر أهم ما في الصورة، فيبقى ظاهرا حيث يقص التصميم أطرافها.",
        },
    )
    FILE = (
        "الملف",
        {
            "fields": ("original", "created_by", "created_at"),
            "description": "لا يستبدل ملف صورة بعد رفعها لأن صفحات منشورة تعرضها. "
            "ارفع الصورة الجديدة إلى المكتبة واخترها مكانها.",
        },
    )

    class Media:
        css = {"all": ("pictures/library.css",)}
        js = ("pictures/picker.js", "pictures/focal_point.js")

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> list[tuple[str | None, dict]]:
        if obj is None:
            return [(None, {"fields": ("file",)}), self.FOCUS, (None, {"fields": self.WORDS})]
        return [self.FOCUS, (None, {"fields": self.WORDS}), self.FILE]

    # --- The list -------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return super().get_queryset(request).defer("search_key")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Picture], search_term: str
    ) -> tuple[QuerySet[Picture], bool]:
        """Pictures whose caption, credit and alt hold every word, in whatever spelling (AR-11)."""
        for word in normalise(search_term).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if PICKER_NUMBER in request.GET:  # the list would take it for a filter; picker.js keeps it
            request.GET = request.GET.copy()
            del request.GET[PICKER_NUMBER]
        return super().changelist_view(request, extra_context)

    @admin.display(description="الصورة")
    def card(self, picture: Picture) -> SafeString:
        return format_html(
            '<span class="picture-card" {}><img src="{}" alt="" loading="lazy" decoding="async">'
            '<span class="picture-caption">{}</span><span class="picture-facts">{}{}</span></span>',
            picker_attributes(picture),
            picture.rendition_url(400),
            picture,
            format_html("<bdi>{}</bdi> · ", picture.credit) if picture.credit else "",
            dimensions(picture),
        )

    def autocomplete_extra(self, picture: Picture) -> dict[str, str]:
        """What a box that searches pictures shows beside the caption."""
        return {"thumbnail": picture.rendition_url(400), "credit": picture.credit}

    # --- The form -------------------------------------------------------------------------------------------------

    @admin.display(description="الصورة")
    def preview(self, picture: Picture) -> SafeString:
        """The picture on which the focal point is picked; before an upload, the place where the chosen file shows."""
        image = (
            format_html(
                '<img src="{}" width="{}" height="{}" alt="{}">',
                picture.rendition_url(800),
                picture.width,
                picture.height,
                picture.alt,
            )
            if picture.pk
            else ""
        )
        return format_html(
            '<div class="focal-point" data-label="موضع التركيز: حركه بالأسهم" '
            'data-wide="كما تظهر عرضية" data-square="كما تظهر مربعة">{}</div>',
            image,
        )

    @admin.display(description="الأصل")
    def original(self, picture: Picture) -> SafeString:
        try:
            size = f"{number(round(picture.file.size / 1000))} كيلوبايت"
        except OSError:
            size = "الملف الأصلي مفقود"
        return format_html('<bdi dir="ltr">{}</bdi> · {} · {}', picture.file.name, dimensions(picture), size)

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.created_by = request.user
        store(obj, form.upload)
        request.stored_picture = obj

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Exception:
            if hasattr(request, "stored_picture"):  # the row was rolled back after its files were written
                remove_files_without_row(request.stored_picture)
            raise

    def response_add(self, request: HttpRequest, obj: Picture, post_url_continue: str | None = None) -> HttpResponse:
        if PICKER_ANSWER in request.POST:
            context = {"title": self.title_add, "attributes": picker_attributes(obj), "picture": obj}
            return TemplateResponse(request, "admin/pictures/picture/picked.html", context)
        return super().response_add(request, obj, post_url_continue)
