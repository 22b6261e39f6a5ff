"""Counted nouns, grouped numbers and lists of names (AR-22, AR-23)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from babel import Locale

from mohit.dates.regions import in_digits, separators

# CLDR's six categories of Arabic: zero, one, two, few (3 to 10), many (11 to 99), other (100 to 102, 200
# ...).
plural_category = Locale("ar").plural_form


class Noun(NamedTuple):
    """The four forms of a counted noun: one picture, two pictures, 3 pictures, 11 pictures (accusative)."""

    one: str
    two: str
    few: str
    many: str


NOUNS: Final = {
    "article": Noun("مقال", "مقالان", "مقالات", "مقالا"),
    "author": Noun("كاتب", "كاتبان", "كتاب", "كاتبا"),
    "click": Noun("نقرة", "نقرتان", "نقرات", "نقرة"),
    "comment": Noun("تعليق", "تعليقان", "تعليقات", "تعليقا"),
    "copy": Noun("نسخة", "نسختان", "نسخ", "نسخة"),
    "day": Noun("يوم", "يومان", "أيام", "يوما"),
    "hour": Noun("ساعة", "ساعتان", "ساعات", "ساعة"),
    "letter": Noun("حرف", "حرفان", "أحرف", "حرفا"),
    "mail": Noun("رسالة", "رسالتان", "رسائل", "رسالة"),
    "minute": Noun("دقيقة", "دقيقتان", "دقائق", "دقيقة"),
    "month": Noun("شهر", "شهران", "أشهر", "شهرا"),
    "news": Noun("خبر", "خبران", "أخبار", "خبرا"),
    "page": Noun("صفحة", "صفحتان", "صفحات", "صفحة"),
    "picture": Noun("صورة", "صورتان", "صور", "صورة"),
    "reader": Noun("قارئ", "قارئان", "قراء", "قارئا"),
    "reply": Noun("رد", "ردان", "ردود", "ردا"),
    "report": Noun("بلاغ", "بلاغان", "بلاغات", "بلاغا"),
    "result": Noun("نتيجة", "نتيجتان", "نتائج", "نتيجة"),
    "section": Noun("قسم", "قسمان", "أقسام", "قسما"),
    "subscriber": Noun("مشترك", "مشتركان", "مشتركين", "مشتركا"),
    "topic": Noun("موضوع", "موضوعان", "مواضيع", "موضوعا"),
    "view": Noun("مشاهدة", "مشاهدتان", "مشاهدات", "مشاهدة"),
    "week": Noun("أسبوع", "أسبوعان", "أسابيع", "أسبوعا"),
    "word": Noun("كلمة", "كلمتان", "كلمات", "كلمة"),
    "year": Noun("سنة", "سنتان", "سنوات", "سنة"),
}


def count(n: int, noun: str, *, style: str | None = None, digits: str | None = None) -> str:
    """Return `n` (not negative) things: لا تعليقات, تعليق واحد, تعليقان, 3 تعليقات, 11 تعليقا, 100 تعليق.

    Without a digit for none, one and two. Raises KeyError for a noun that NOUNS does not hold.
    """
    forms = NOUNS[noun]
    category = plural_category(n)
    if category == "zero":
        return f"لا {forms.few}"
    if category == "one":
        return f"{forms.one} {'واحدة' if forms.one.endswith('ة') else 'واحد'}"
    if category == "two":
        return forms.two
    form = {"few": forms.few, "many": forms.many}.get(category, forms.one)
    return f"{number(n, style=style, digits=digits)} {form}"


def number(n: int | float | Decimal, *, style: str | None = None, digits: str | None = None) -> str:
    """Return a number with its digits grouped by the region's signs, and at most three decimals."""
    plain = f"{n:,}" if isinstance(n, int) else f"{n:,.3f}".rstrip("0").removesuffix(".")
    signs = separators(style, digits)
    return in_digits(plain.translate({44: signs.group, 46: signs.decimal}), digits)


def join_list(names: Iterable[str]) -> str:
    """Join names as Arabic does, the conjunction glued to the next word: أحمد وعلي وسعاد."""
    return " و".join(names)
