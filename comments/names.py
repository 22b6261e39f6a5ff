"""Names that no reader may take, because others would take him for the newsroom (AR-28)."""

from __future__ import annotations

from functools import lru_cache

from mohit.arabic import name_key

OFFICES = (
    *("الإدارة", "إدارة", "إدارة الموقع", "إدارة الصحيفة", "المدير", "مدير الموقع", "المشرف", "مشرف", "المشرف العام"),
    *("مشرف التعليقات", "التحرير", "فريق التحرير", "هيئة التحرير", "رئيس التحرير", "مدير التحرير", "المحرر", "محرر"),
    *("المحيط", "المحيط الإخباري", "فريق المحيط", "إدارة المحيط", "mohit", "mohit news", "almohit"),
    *("admin", "administrator", "moderator", "editor", "webmaster", "staff", "support", "root"),
)


def is_reserved(name: str, of_house: tuple[str, ...]) -> bool:
    """Whether `name` is to the eye an office's, or one `of_house`: the site's own name and those of its staff."""
    return name_key(name) in keys(of_house)


@lru_cache(maxsize=4)
def keys(of_house: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name_key(name) for name in (*OFFICES, *of_house) if name)
