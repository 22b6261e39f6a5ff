"""A named box of the public pages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ads.sizes import Rooms
from mohit.typed_text import TypedText


class Placement(TypedText):
    """A box that pages ask for by name. Its room, in CSS pixels, is reserved at the largest size it may show."""

    name = models.SlugField("الاسم في القوالب", max_length=40, unique=True, editable=False)
    title = models.CharField("المكان", max_length=80)
    phone_width = models.PositiveSmallIntegerField("العرض على الهاتف", help_text="بالبكسل.")
    phone_height = models.PositiveSmallIntegerField("الارتفاع على الهاتف", help_text="بالبكسل.")
    wide_width = models.PositiveSmallIntegerField("العرض على الشاشة الواسعة", help_text="بالبكسل.")
    wide_height = models.PositiveSmallIntegerField("الارتفاع على الشاشة الواسعة", help_text="بالبكسل.")
    is_active = models.BooleanField(
        "مفتوحة", default=True, help_text="المساحة المغلقة تختفي من الصفحات ولا يعرض فيها شيء."
    )
    # Put in when a mail or a page is made (`ads.sponsorship`): no reader asks for it, and no decision fills it.
    is_baked = models.BooleanField(default=False, editable=False)
    position = models.PositiveSmallIntegerField("الترتيب", default=0, editable=False)

    LINES = ("title",)

    class Meta:
        verbose_name = "مساحة"
        verbose_name_plural = "المساحات"
        default_permissions = ("change", "view")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="placement_has_a_title"),
            models.CheckConstraint(
                condition=Q(phone_width__gte=1, phone_height__gte=1, wide_width__gte=1, wide_height__gte=1),
                name="placement_has_room",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rooms(self) -> Rooms:
        return Rooms((self.phone_width, self.phone_height), (self.wide_width, self.wide_height))
