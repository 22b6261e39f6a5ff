"""The images of a creative in its form: a file and a scheme each. Sizes are read from the files."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ads import images
from ads.models import CreativeImage
from ads.uploads import ACCEPTED, ACCEPTED_SIZES, BUDGET, Encoded, encode
from mohit.dates import number


class Thumbnail(forms.Widget):
    """The image that is there, in its own size, with what it weighs."""

    def render(self, name: str, value: CreativeImage, attrs: object = None, renderer: object = None) -> SafeString:
        return format_html(
            '<span class="thumbnail"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"> '
            '<bdi dir="ltr">{}×{}</bdi> · {} كيلوبايت</span>',
            value.file.url,
            value.width,
            value.height,
            value.creative.alt,
            value.width,
            value.height,
            number(round(value.bytes / 1000)),
        )


class CreativeImageForm(forms.ModelForm):
    """A new image, or one that is there: that one can only be deleted, or replaced by a new one of its size."""

    encoded: Encoded | None = None
    upload = forms.FileField(
        label="الملف",
        allow_empty_file=True,  # our own sentence says why it is refused
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=f"{ACCEPTED}. المقاسات: {ACCEPTED_SIZES}، أو ضعف أحدها. تضغط إلى {BUDGET // 1000} كيلوبايت. "
        "الصورة الجديدة تحل محل سابقتها من المقاس والمظهر نفسيهما.",
        error_messages={"required": "اختر صورة."},
    )

    class Meta:
        model = CreativeImage
        fields = ("scheme",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["upload"] = forms.Field(
                label="الملف", required=False, disabled=True, initial=self.instance, widget=Thumbnail
            )
            self.fields["scheme"].disabled = True

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.instance.pk and cleaned.get("upload") and cleaned.get("scheme"):
            try:
                self.encoded = encode(cleaned["upload"], cleaned["scheme"])
            except ValidationError as error:
                self.add_error("upload", error)
        return cleaned

    def has_changed(self) -> bool:
        """A scheme alone is nothing: an empty row asks for no file."""
        return not self.instance.pk and bool(self.files.get(self.add_prefix("upload")))

    @property
    def key(self) -> tuple[str, int, int] | None:
        """Scheme, width and height; None for an empty row and for one that was refused."""
        if self.instance.pk:
            return self.instance.scheme, self.instance.width, self.instance.height
        return (self.cleaned_data["scheme"], self.encoded.width, self.encoded.height) if self.encoded else None


class CreativeImageFormSet(forms.BaseInlineFormSet):
    """Use it as the `formset` of an inline with CreativeImageForm."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.key and not self._should_delete_form(form)]
        new = [form.key for form in kept if not form.instance.pk]
        for form in kept:
            if not form.instance.pk and new.count(form.key) > 1:
                form.add_error("upload", "رفعت صورتين من المقاس والمظهر نفسيهما.")
        keys = {form.key for form in kept}
        for scheme, width, height in sorted(keys):
            if scheme == CreativeImage.Scheme.DARK and (CreativeImage.Scheme.LIGHT, width, height) not in keys:
                raise ValidationError(f"للصورة الداكنة {width}×{height} لا بد من صورة فاتحة من مقاسها.")

    def save_new(self, form: CreativeImageForm, commit: bool = True) -> CreativeImage:
        """At once when the creative is saved: the admin asks for `commit=False` and saves what it is given."""
        image = images.put(self.instance, form.cleaned_data["scheme"], form.encoded)
        form.instance = image
        return image
