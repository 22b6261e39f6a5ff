"""axe, sideways scroll, Latin words and the console on every page of the newsroom: `python -m benchmarks.desk_quality`.

Asks a running Mohit (demo content is enough) as a manager, finds one page of each kind by the links of the pages
themselves, and looks at each on a telephone and on a desk, in light and in dark. It presses nothing. Ends with 1 when
it found something. What it needs is what `benchmarks.quality` needs, of the npm packages axe-core alone:

    npm install --prefix /some/folder axe-core
    DESK_PASSWORD=… python -m benchmarks.desk_quality http://127.0.0.1:8000 --tools /some/folder --user muharrir
"""

from __future__ import annotations

import os
import re
import shutil
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from getpass import getpass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.quality import CHROMIUM_FLAGS, PHONE, RULES

DESK = {"width": 1280, "height": 900}
NO_PAGES = re.compile(r"/admin/(logout|jsi18n|autocomplete)/|/(export|csv|download)[^/]*/?$")
# The same template for every table, and a popup is its form once more: so many of each are enough.
ENOUGH = {"history": 3, "delete": 4, "_popup": 3}
MOST_WITH_PARAMETERS = 2  # of one path: the filters of a list are the same page
# Formats, licences, units and names that have no Arabic form.
NAMES = [
    "JPEG",
    "PNG",
    "WebP",
    "AVIF",
    "EXIF",
    "CSV",
    "Atom",
    "Excel",
    "CC",
    "BY",
    "SA",
    "ND",
    "NC",
    "Ctrl",
    "Shift",
    "Alt",
]
NAMES += ["OpenAI", "Falcon", "gpt", "chat", "chatgpt"]  # what the demo content writes so

# Everything that folds is opened, so that it is looked at too; a menu lies over the page, so each is looked at alone.
UNFOLD = "document.querySelectorAll('main details:not(.menu)').forEach(fold => { fold.open = true })"
MENUS = "main details.menu"
ONE_MENU = f"place => document.querySelectorAll('{MENUS}').forEach((menu, at) => {{ menu.open = at === place }})"
WIDTH = "Math.round(document.scrollingElement.scrollWidth - innerWidth)"
# What a reader of the screen sees or hears in Latin letters, but for what somebody typed (bdi, fields) and addresses.
LATIN = """names => {
  const said = text => text.replace(/\\S+@\\S+|https?:\\S+|\\/\\S+/g, "").match(/[A-Za-z]{2,}/g) || [];
  const wrong = text => said(text).some(word => !names.includes(word));
  const silent = "script, style, code, pre, bdi, textarea, .ProseMirror, option, svg, [dir=ltr], [class*=material-], "
    + ".select2-container, .breadcrumbs, #content > h2, .kicker";
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement, text = node.data.trim();
    if (wrong(text) && !element.closest(silent) && element.checkVisibility()) found.add(text.slice(0, 80));
  }
  for (const name of ["title", "alt", "placeholder", "aria-label"])
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const text = element.getAttribute(name);
      if (wrong(text) && !element.closest(silent)) found.add(`${name}=${text}`);
    }
  return [...found];
}"""
AXE = """([within, tags, rules]) => axe.run(within || document, {
  runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags},
  resultTypes: ["violations"],
}).then(result => result.violations.map(found => ({
  id: found.id, help: found.help, count: found.nodes.length,
  nodes: found.nodes.slice(0, 3).map(node =>
    `${node.target.join(" ")}: ${node.html.slice(0, 160)} ${((node.any[0] || {}).message || "").slice(0, 140)}`),
})))"""


def main() -> None:
    options = arguments()
    axe = (options.tools / "node_modules/axe-core/axe.min.js").read_text()
    chromium = options.chromium or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("No Chromium was found; name it with --chromium.")
    site, started = options.site.rstrip("/"), time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport=DESK, locale="ar", reduced_motion="reduce", bypass_csp=True)
        context.set_default_timeout(30_000)
        found = look(context, site, "/admin/login/", axe)
        sign_in(context, site, options.user, os.environ.get("DESK_PASSWORD") or getpass())
        addresses = options.only or list(crawl(context, site))
        print(f"{len(addresses)} pages, found in {time.monotonic() - started:.0f} s\n", flush=True)
        seen = 0
        for address in addresses:
            if time.monotonic() - started > options.minutes * 60:
                break
            found += look(context, site, address, axe)
            seen += 1
        browser.close()
    report(found, seen, len(addresses), time.monotonic() - started)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.desk_quality", description=__doc__.partition("\n")[0])
    parser.add_argument("site", help="such as http://127.0.0.1:8000")
    parser.add_argument("--tools", type=Path, required=True, help="the folder with node_modules")
    parser.add_argument("--user", default="muharrir", help="a manager; the password is asked for, or in DESK_PASSWORD")
    parser.add_argument("--chromium", help="its program, where it is not on the PATH")
    parser.add_argument("--minutes", type=float, default=10, help="after which no page is begun (default 10)")
    parser.add_argument("--only", nargs="*", help="these addresses alone, such as /admin/ads/campaign/")
    return parser.parse_args()


def sign_in(context: BrowserContext, site: str, user: str, password: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.wait_for_load_state()
    if urlsplit(page.url).path != "/admin/":
        raise SystemExit(f"{user} was not let in: the page is {page.url}. (A second step cannot be shown here.)")
    page.close()


# --- One page of each kind ----------------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def crawl(context: BrowserContext, site: str) -> Iterator[str]:
    """The addresses, breadth first: each answers with a page of its own kind."""
    waiting, kinds, counts = ["/admin/"], set(), Counter()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in kinds or not wanted(address, kind, counts):
            continue
        kinds.add(kind)
        answer = context.request.get(site + address, max_redirects=5)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            if answer.status >= 500:
                print(f"{address}: answered {answer.status}")
            continue
        came_to = urlsplit(answer.url).path
        if came_to != urlsplit(address).path:  # led elsewhere, which is a kind of its own
            waiting.append(came_to)
            continue
        yield address
        links = Links()
        links.feed(answer.text())
        for link in links.found:
            parts = urlsplit(urljoin(site + address, link))
            if parts.path.startswith("/admin/") and parts.netloc == urlsplit(site).netloc:
                waiting.append(f"{parts.path}?{parts.query}".rstrip("?"))


def kind_of(address: str) -> tuple[str, ...]:
    """The path without the keys of rows, and the names of the parameters."""
    path, _, query = address.partition("?")
    names = sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)} - {"_changelist_filters"})
    return (re.sub(r"/\d+(?=/)", "/1", path), *names)


def wanted(address: str, kind: tuple[str, ...], counts: Counter[str]) -> bool:
    path, *names = kind
    if NO_PAGES.search(path):
        return False
    last = path.rstrip("/").rpartition("/")[2]
    groups = [group for group in ENOUGH if group == last or group in names]
    if names and "_popup" not in names:
        counts[path] += 1
        if counts[path] > MOST_WITH_PARAMETERS:
            return False
    for group in groups:
        counts[group] += 1
    return all(counts[group] <= ENOUGH[group] for group in groups)


# --- Looking at it ------------------------------------------------------------------------------------------------


def look(context: BrowserContext, site: str, address: str, axe: str) -> list[str]:
    """What there is to complain of, a line for each; printed as it is found."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"console: {message.text}") if is_bad(message) else None)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    try:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)
        page.goto(site + address, wait_until="load")
        page.wait_for_timeout(200)  # for the scripts that dress fields
        page.evaluate(axe)
        page.evaluate(UNFOLD)
        page.add_style_tag(content="* { transition: none !important; animation: none !important }")
        complaints += inspected(page)
        complaints += [f"Latin: {text}" for text in page.evaluate(LATIN, NAMES)]
    except Exception as error:
        complaints.append(f"not looked at: {str(error).splitlines()[0]}")
    page.close()
    complaints = list(dict.fromkeys(complaints))
    print(f"{'ok ' if not complaints else '-- '} {address}", *complaints, sep="\n      ", flush=True)
    return [f"{address} {complaint}" for complaint in complaints]


def is_bad(message: object) -> bool:
    return message.type == "error"


def inspected(page: Page) -> Iterator[str]:
    """axe with all its rules on both widths in light; of the dark the contrast, for nothing else changes with it."""
    for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=scheme)
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)
            page.wait_for_timeout(60)
            where = f"{scheme} {viewport['width']}"
            yield from (f"{where}: {found}" for found in violations(page, None, rules))
            for place in range(page.locator(MENUS).count()):
                page.evaluate(ONE_MENU, place)
                yield from (f"{where}: {found}" for found in violations(page, f"{MENUS}[open]", rules))
            page.evaluate(ONE_MENU, -1)
            if scheme == "light" and (more := page.evaluate(WIDTH)) > 0:
                yield f"{where}: scrolls sideways by {more} px"


def violations(page: Page, within: str | None, rules: list[str] | None) -> Iterator[str]:
    for found in page.evaluate(AXE, [within, RULES, rules]):
        nodes = "".join(f"\n          {node}" for node in found["nodes"])
        yield f"{found['id']} ({found['count']}): {found['help']}{nodes}"


def report(found: list[str], seen: int, total: int, seconds: float) -> None:
    print(
        f"\n{seen} of {total} pages looked at in {seconds:.0f} s, {len(found)} findings; load {os.getloadavg()[0]:.1f}"
    )
    kinds = Counter(re.sub(r"^\S+ (?:(?:light|dark) \d+: )?", "", line).split(":")[0].split(" (")[0] for line in found)
    for kind, count in kinds.most_common():
        print(f"  {count:>4} {kind}")
    if seen < total:
        print("Not every page was looked at: give it more --minutes.")
    raise SystemExit(1 if found or seen < total else 0)


if __name__ == "__main__":
    main()
