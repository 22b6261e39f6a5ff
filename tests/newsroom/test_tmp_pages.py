import pytest
from tests.newsroom.test_admin_crawl import *
from tests.newsroom.test_admin_crawl import everything, newspaper, rows, links, controls, ENGLISH, english_of, kind_of

pytestmark = pytest.mark.django_db


def test_tmp(client, manager, everything):
    User.objects.filter(pk=manager.pk).update(is_superuser=True)
    said = {}
    waiting = []
    for base, row in rows():
        if "/newsletter/" not in base: continue
        waiting += [base, f"{base}?q=قصة", f"{base}?_popup=1", f"{base}add/", f"{base}add/?_popup=1"]
        waiting += [f"{base}{row.pk}/{page}/" for page in ("change", "history", "delete")]
        waiting += [f"{base}{row.pk}/change/?_popup=1", f"{base}?o=1", f"{base}?e=1", f"{base}?p=9999"]
    seen = set()
    while waiting:
        a = waiting.pop(0)
        k = kind_of(a)
        if k in seen or "/newsletter/" not in a: continue
        seen.add(k)
        answer = client.get(a, follow=True, **ENGLISH)
        if answer.status_code not in (200, 403, 404): said[a] = answer.status_code; continue
        if answer.headers["Content-Type"].startswith("text/html"):
            if w := english_of(answer.content.decode()): said[a] = w
            if answer.status_code == 200: waiting += links(answer.request["PATH_INFO"], answer.content.decode())
    def press(address, values):
        answer = client.post(address, values, follow=True, **ENGLISH)
        if answer.status_code not in (200, 403, 404): said["post", address] = answer.status_code
        elif w := english_of(answer.content.decode()): said["post", address, tuple(values)[:4]] = w
    for base, row in rows():
        if "/newsletter/" not in base: continue
        form = f"{row._meta.model_name}_form"
        for address in (f"{base}{row.pk}/change/", f"{base}add/"):
            page = client.get(address)
            if page.status_code != 200 or f'id="{form}"' not in page.content.decode(): continue
            for button in ("_save", "_continue", "_addanother"):
                press(address, {**controls(page.content.decode(), form), button: "1"})
            filled = controls(page.content.decode(), form)
            press(address, {"_save": "1", **{n: filled[n] for n in filled if n.endswith("_FORMS")}})
        press(base, {"action": "", "index": "0"})
        press(base, {"action": "none", "index": "0", "_selected_action": [str(row.pk)]})
    import pprint; pprint.pprint(said)
    assert said == {}
