"""What is wrong in an ads.txt is said of its line (IAB Tech Lab, version 1.1)."""

from __future__ import annotations

import pytest

from ads.ads_txt import faults

GOOD = """# sellers
google.com, pub-1, DIRECT, f08c47fec0942fa0 # ours
example.com,12,reseller

OWNERDOMAIN=mohit.example
MANAGERDOMAIN=seller.example,DZ
SUBDOMAIN=m.mohit.example
CONTACT=ads@mohit.example
"""


def test_it_lets_a_good_file_pass() -> None:
    assert faults(GOOD) == []
    assert faults("") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("google.com", "ينقصه رقم الحساب"),
        ("google.com, pub-1", "ينقصه نوع العلاقة"),
        ("google, pub-1, DIRECT", "ليس نطاق"),
        ("google.com, , DIRECT", "رقم الحساب"),
        ("google.com, pub-1, OWNER", "ليس DIRECT"),
        ("google.com, pub-1, DIRECT, x, y", "أكثر من أربع"),
        ("google.com, pub-1, DIRECT, ش", "رقم التصديق"),
        ("OWNER=x.com", "ليس في المعيار"),
        ("OWNERDOMAIN=x", "ليس نطاقا"),
        ("CONTACT=", "لا قيمة"),
        ("OWNERDOMAIN=a.com\nOWNERDOMAIN=b.com", "مرة واحدة"),
    ],
)
def test_it_names_the_line(line: str, words: str) -> None:
    (fault,) = faults(f"# first\n{line}")

    assert fault.startswith(f"السطر {2 + line.count(chr(10))}: ")
    assert words in fault
