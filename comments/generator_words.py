"""Of what generated comments are made."""

from __future__ import annotations

from random import Random

NAMES = (
    "خديجة",
    "سمير بلقاسم",
    "أم ياسين",
    "Karim B.",
    "قارئ من وهران",
    "ليلى",
    "د. عبد القادر",
    "نور الهدى",
    "M'hamed",
)
OPENINGS = ("شكرا على المقال", "لا أوافق الكاتب", "سؤال بسيط", "عشت هذا بنفسي", "أحسنتم", "للأسف", "والله صحيح")
MIDDLES = (
    "لأن ما يجري في الميدان غير ما تقوله الأرقام",
    "وأرجو أن تتابعوا الموضوع بعد شهر أو شهرين",
    "فالمشكلة قديمة ولم يتغير فيها شيء منذ عشر سنوات",
    "وهذا ما قلته لزملائي في العمل هذا الصباح",
    "لكن أين رأي سكان الولايات الداخلية؟",
    "والحل معروف، ينقصه من يبدأ",
)


def sentence(random: Random, number: int, length: int) -> str:
    """A comment that no other `number` has."""
    return f"{random.choice(OPENINGS)} {number}، {'، '.join(random.choice(MIDDLES) for _ in range(length))}."
