"""What each rule weighs. A comment is held at `Policy.hold_points`, ten at first: the table is read against that."""

from __future__ import annotations

from typing import Final, NamedTuple


class Rule(NamedTuple):
    points: int
    label: str  # Arabic, for the moderator


HOLD = "word_hold"
BLOCK = "word_block"
NAME = "word_in_name"
MARKS = "marks"
LINK = "link"
LINKS = "links"
MANY_LINKS = "many_links"
LINK_ONLY = "link_only"
CONTACT = "contact_details"
LATIN = "latin"
SHOUTING = "shouting"
SAME_TEXT = "same_text"
SAME_TEXT_OFTEN = "same_text_often"
SAME_AS_REFUSED = "same_as_refused"
FAST = "fast"
VERY_FAST = "very_fast"
TRAP = "trap"
IN_NO_TIME = "in_no_time"
ADDRESS_RECORD = "address_record"
SOURCE_RECORD = "source_record"

# A rule of ten points holds by itself. The trap and the time never do, as assistive software may spring both.
RULES: Final = {
    BLOCK: Rule(20, "كلمة من قائمة المنع"),
    HOLD: Rule(10, "كلمة من قائمة الحجز"),
    NAME: Rule(10, "كلمة مراقبة في الاسم"),
    MARKS: Rule(10, "رموز أكثر من الحروف"),
    LINK_ONLY: Rule(10, "رابط بلا كلام"),
    MANY_LINKS: Rule(10, "ثلاثة روابط أو أكثر"),
    LINKS: Rule(6, "رابطان"),
    LINK: Rule(3, "رابط"),
    CONTACT: Rule(4, "هاتف أو بريد في النص"),
    LATIN: Rule(5, "أكثره بغير العربية"),
    SHOUTING: Rule(2, "صراخ"),
    SAME_AS_REFUSED: Rule(10, "نص رفض من قبل"),
    SAME_TEXT_OFTEN: Rule(10, "نص مكرر كثيرا"),
    SAME_TEXT: Rule(5, "نص مكرر"),
    VERY_FAST: Rule(10, "سيل من مصدر واحد"),
    FAST: Rule(5, "تعليقات متلاحقة"),
    ADDRESS_RECORD: Rule(8, "بريد له سوابق"),
    SOURCE_RECORD: Rule(6, "مصدر له سوابق"),
    TRAP: Rule(6, "ملأ الخانة المخفية"),
    IN_NO_TIME: Rule(3, "أرسل في لحظات"),
}
