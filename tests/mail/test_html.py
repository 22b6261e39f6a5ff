"""The HTML of mails: direction on every element, nothing that mail programs do not know, the words of the text part."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from mohit.mail import dress, plain_text

FACTS = {"subject": "أكد بريدك", "site_name": "المحيط", "site_url": "https://news.example"}


def whole(body: str, style: str = "") -> str:
    """A page of mail with this body."""
    sheet = render_to_string("mail/mail.css")
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><title>Title</title><style>{sheet}{style}</style></head>'
        f"<body>{body}</body></html>"
    )


def dressed(body: str) -> str:
    return dress(whole(body)).partition("<body")[2].partition(">")[2].rpartition("</body>")[0]


@pytest.fixture(scope="module")
def letter() -> str:
    return dress(render_to_string("mail/letter.html", FACTS))


def tags(html: str, names: str) -> list[str]:
    return re.findall(rf"<(?:{names})\b[^>]*>", html)


def test_it_sets_the_direction_of_every_cell_and_block(letter: str) -> None:
    cells = tags(letter, "td|th|p|h1|h2|div|ul|ol|li|blockquote")
    assert len(cells) >= 8
    assert [cell for cell in cells if 'dir="rtl"' not in cell or not re.search(r"direction: ?rtl", cell)] == []
    assert [cell for cell in cells if not re.search(r"text-align: ?right", cell)] == []
    assert [table for table in tags(letter, "table") if 'dir="rtl"' not in table] == []
    assert letter.lower().startswith('<!doctype html><html lang="ar" dir="rtl">')


def test_it_uses_nothing_that_mail_programs_do_not_know(letter: str) -> None:
    assert not re.search(
        r"(margin|padding|border|inset)-(inline|block)|text-align: ?(start|end)|<bdi|<script|@font", letter
    )
    assert 'name="color-scheme" content="light dark"' in letter
    assert "prefers-color-scheme: dark" in letter
    assert 'class="preheader"' in letter
    assert len(letter.encode()) < 12_000  # of the 102 kB at which Gmail cuts
    assert not re.search(r"<(link|img)\b", letter)


def test_it_keeps_what_runs_from_left_to_right_in_one_piece() -> None:
    run = '<span dir="ltr">'
    for words, expected in {
        "أطلقت OpenAI نسخة": f"أطلقت {run}OpenAI</span> نسخة",
        "وOpenAI اليوم": f"و{run}OpenAI</span> اليوم",
        "نسخة GPT 5 Turbo اليوم": f"نسخة {run}GPT 5 Turbo</span> اليوم",
        "لغة C++ وحساب @user": f"لغة {run}C++</span> وحساب {run}@user</span>",
        "شركة AT&amp;T": f"شركة {run}AT&amp;T</span>",
        "بين &lt;b&gt; وبين": f"بين &lt;{run}b</span>&gt; وبين",
        "في Agence France-Presse.": f"في {run}Agence France-Presse</span>.",
        "عام 2026": "عام 2026",
    }.items():
        assert dressed(f"<p>{words}</p>").partition(">")[2].rpartition("</p>")[0] == expected


def test_it_isolates_names_with_the_direction_of_their_letters() -> None:
    html = dressed('<p>كتب <bdi>سعاد</bdi> و<bdi>John Smith</bdi> من <bdi dir="ltr">+213 555</bdi></p>')

    assert '<span dir="rtl">سعاد</span>' in html
    assert '<span dir="ltr">John Smith</span>' in html
    assert '<span dir="ltr">+213 555</span>' in html


def test_it_leaves_addresses_titles_and_comments_alone() -> None:
    html = dress(
        whole('<!--[if mso]>Outlook<![endif]--><p><a href="https://news.example/A-B/?x=1&amp;y=2">خبر</a></p>')
    )

    assert "<title>Title</title>" in html
    assert "<!--[if mso]>Outlook<![endif]-->" in html
    assert 'href="https://news.example/A-B/?x=1&amp;y=2"' in html


def test_it_reads_a_tag_whose_attribute_holds_a_bracket() -> None:
    picture = '<img src="/a.webp" alt="قارب &lt;كبير&gt; Boat" width="1">'

    assert "<span" not in dressed(f"<p>{picture}</p>")


def test_it_changes_no_word() -> None:
    words = "أ&amp;ب &lt;x&gt; «OpenAI» " + "كلمة&nbsp;ثانية"
    html = dressed(f"<p>{words}</p>")

    assert re.sub("<[^>]*>", "", html) == words


def test_it_takes_time_in_proportion() -> None:
    body = "<p>" + "a" * 200_000 + " " + "b-" * 100_000 + "@" * 100_000 + "</p>"
    assert len(dress(whole(body))) > 300_000


# --- The text part ------------------------------------------------------------------------------------------------


def test_it_reads_the_text_off_the_html() -> None:
    html = whole(
        '<div class="preheader">لا يظهر</div><h1>عنوان</h1><table><tr><td><p>سطر '
        '<a href="https://n.example/a/?x=1&amp;y=2">أول</a> و<a href="https://n.example/b/">ثان</a>.</p>'
        "</td></tr></table><ul><li>خ &amp; د</li><li>ه</li></ul>"
        '<hr><p>https://n.example/c/ <a href="https://n.example/c/">هنا</a><br>بعده</p><img src="x" alt="صورة">'
        "<bdi>علي</bdi>"
    )

    assert plain_text(html) == (
        "عنوان\n\nسطر أول وثان.\nhttps://n.example/a/?x=1&y=2\nhttps://n.example/b/\n\n• خ & د\n• ه\n\n"
        "————————————\n\nhttps://n.example/c/ هنا\nبعده\n\n[صورة]\u2068علي\u2069\n"
    )


def test_it_isolates_names_that_would_wander_in_plain_text() -> None:
    assert plain_text("<p>لغة C++ جديدة</p>") == "لغة \u2068C++\u2069 جديدة\n"


def test_it_marks_quotations() -> None:
    html = "كتب:<blockquote><p>سطر<br>وسطر</p>وفقرة</blockquote>بعده"
    assert plain_text(html) == "كتب:\n\n> سطر\n> وسطر\n\n> وفقرة\n\nبعده\n"


def test_it_reads_any_html_without_raising() -> None:
    for html in ("", "<p", "</td></p>text", "<a href>x</a>", "<bdi>", "<style>p{}", "a\u2028b\x00c"):
        assert plain_text(html).endswith("\n")
