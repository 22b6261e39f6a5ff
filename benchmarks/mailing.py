"""A database with a list of subscribers and an issue for them, as the newsletter's benchmarks send it."""

from __future__ import annotations

from pathlib import Path

import psycopg

from benchmarks import databases

DATABASE = "mohit_benchmark_newsletter"
SUBSCRIBERS = """
INSERT INTO newsletter_subscriber
    (address, address_key, name, search_key, state, token_version, soft_bounces, created_at, confirmed_at)
SELECT 'reader' || n || '@example.com', 'reader' || n || '@example.com', 'قارئ ' || n, 'reader' || n, 'confirmed',
    1, 0, now(), now()
FROM generate_series(1, %s) n
"""
SUBSCRIPTIONS = """
INSERT INTO newsletter_subscription (subscriber_id, mailing_list_id, state, form, asked_at, confirmed_at)
SELECT s.id, l.id, 'active', 'csv', now(), now() FROM newsletter_subscriber s, newsletter_mailinglist l
WHERE l.slug = 'daily'
"""
ISSUE = """
INSERT INTO newsletter_issue
    (mailing_list_id, subject, preheader, intro, state, html, text, started_at, audience_cursor, planned, sent, failed,
     uncertain, skipped, created_at, saved_at)
SELECT id, 'أخبار الصباح: وهران تستعد لموسم الأمطار', '', '', 'sending', %s, %s, now(), 0, 0, 0, 0, 0, 0, now(), now()
FROM newsletter_mailinglist WHERE slug = 'daily'
RETURNING id
"""
TABLES = "newsletter_delivery, newsletter_issueevent, newsletter_issuestory, newsletter_grant, newsletter_issue"
STATES = "SELECT state, count(*), count(handed_at) FROM newsletter_delivery GROUP BY state"

WORDS = (
    "رفعت شركة الكهرباء في وهران قدرة محطتها الجديدة إلى 1200 ميغاواط بعد عام من الأشغال، وقال مديرها إن المشروع يكفي "
    "نصف مليون بيت. "
)
STYLE = "direction:rtl;text-align:right;font-family:Tahoma,Arial,sans-serif"
STORY = (
    f'<table role="presentation" dir="rtl" width="100%%" style="{STYLE}"><tr><td dir="rtl" style="{STYLE}">'
    f'<h2 dir="rtl" style="{STYLE};font-size:20px"><a href="https://news.example/algeria/%d/">{WORDS[:70]}</a></h2>'
    f'<p dir="rtl" style="{STYLE};font-size:16px;line-height:1.8">{WORDS}</p></td></tr></table>'
)


def prepare(url: str, var: Path, port: int, count: int) -> dict[str, str]:
    """The environment of a Mohit whose daily list has `count` subscribers, with `port` as its mail server."""
    address = databases.other_database(url, DATABASE)
    databases.make_database(url, DATABASE)
    environment = databases.production(address, var, port) | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    databases.manage(environment, "migrate", "--verbosity=0")
    with psycopg.connect(address) as connection:
        if connection.execute("SELECT count(*) FROM newsletter_subscriber").fetchone()[0] != count:
            connection.execute("TRUNCATE newsletter_subscriber CASCADE")
            connection.execute(SUBSCRIBERS, [count])
            connection.execute(SUBSCRIPTIONS)
    return environment


def new_issue(address: str) -> int:
    """The only issue, started and not yet planned: a digest of ten stories, some 30 kB with its text."""
    from newsletter.mail_merge import NAME, TOKEN

    links = "".join(f'<p dir="rtl"><a href="https://news.example/{way}/{TOKEN}/">غادر</a></p>' for way in "ab")
    html = f'<p dir="rtl">صباح الخير {NAME}</p>' + "".join(STORY % number for number in range(10)) + links
    text = f"صباح الخير {NAME}\n\n" + f"{WORDS}\n\n" * 10 + f"https://news.example/a/{TOKEN}/\n"
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")  # the history may not be emptied otherwise
        connection.execute(f"TRUNCATE {TABLES}")
    databases.settle(address)
    with psycopg.connect(address) as connection:
        return connection.execute(ISSUE, [html, text]).fetchone()[0]


def tally(address: str) -> dict[int, tuple[int, int]]:
    """state → (rows, of which marked as handed over)"""
    with psycopg.connect(address) as connection:
        return {state: (rows, marked) for state, rows, marked in connection.execute(STATES).fetchall()}


def books(address: str) -> dict[str, object]:
    """The issue's own figures, with the seconds that it took to plan and to send."""
    with psycopg.connect(address) as connection:
        cursor = connection.execute(
            "SELECT state, planned, sent, failed, uncertain, skipped,"
            " extract(epoch FROM audience_frozen_at - started_at) AS planning,"
            " extract(epoch FROM finished_at - audience_frozen_at) AS sending FROM newsletter_issue"
        )
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))
