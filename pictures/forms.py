"""The form of a picture in the library."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html

from pictures.markup import picker_attributes
from pictures.models import Picture
from pictures.uploads import DuplicatePicture, Upload, inspect, refuse_duplicate


class PictureForm(forms.ModelForm):
    """A file is chosen once: a later picture is another row, because pages that are published show this one."""

    upload: Upload | None = None

    class Meta:
        model = Picture
        fields = ("file", "alt", "caption", "credit", "licence", "focal_x", "focal_y")
        widgets = {
            "file": forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01, "dir": "ltr"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01, "dir": "ltr"}),
        }
        help_texts = {
            "file": "JPEG أو PNG أو WebP أو AVIF، حتى 40 ميغابايت و40 ميغابكسل. يحذف منها موقع التصوير.",
            "alt": "ما تظهره الصورة، لمن لا يراها. لا تبدأ بـ«صورة».",
            "caption": "من في الصورة وأين ومتى. يظهر تحتها في المقال.",
            "licence": "مثل CC BY 4.0، أو اتفاق الوكالة.",
            "focal_x": "من 0 عند يسار الصورة إلى 1 عند يمينها.",
            "focal_y": "من 0 عند أعلى الصورة إلى 1 عند أسفلها.",
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].allow_empty_file = True  # its own sentence says why it is refused
            self.fields["file"].max_length = None  # the client's name is not kept

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        self.upload = inspect(file)
        try:
            refuse_duplicate(self.upload)
        except DuplicatePicture as error:
            raise ValidationError(
                format_html(
                    'هذه الصورة موجودة في المكتبة: <a href="{}" {}>{}</a>.',
                    reverse("admin:pictures_picture_change", args=[error.existing.pk]),
                    picker_attributes(error.existing),
                    error.existing,
                ),
                code=error.code,
            ) from error
        return file
