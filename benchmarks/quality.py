"""Lighthouse, axe, the Nu HTML checker and the weight of each kind of page: `python -m benchmarks.quality http://…`.

Asks a running Mohit (granian, demo content, `collectstatic` done) and prints the tables of docs/quality.md. Needs
Chromium, Java 17 for the checker, node 20, and three npm packages in a folder of your own:

    npm install --prefix /some/folder lighthouse axe-core vnu-jar
    python -m benchmarks.quality http://127.0.0.1:8000 --tools /some/folder
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Response, sync_playwright

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE = {"width": 390, "height": 844}
LIGHTHOUSE_PAGES = ("home", "section", "story")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = {"document": "html", "stylesheet": "css", "script": "js", "font": "fonts", "image": "images"}


def main() -> None:
    options = arguments()
    chromium = options.chromium or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("No Chromium was found; name it with --chromium.")
    addresses = find_pages(options.site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        weigh(browser, addresses)
        look(browser, addresses, (options.tools / "node_modules/axe-core/axe.min.js").read_text())
        browser.close()
    check_html(addresses, options.tools / "node_modules/vnu-jar/build/dist/vnu.jar")
    for name in LIGHTHOUSE_PAGES:
        lighthouse(name, addresses[name], chromium, options)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.quality", description=__doc__.partition("\n")[0])
    parser.add_argument("site", help="such as http://127.0.0.1:8000")
    parser.add_argument("--tools", type=Path, required=True, help="the folder with node_modules")
    parser.add_argument("--chromium", help="its program, where it is not on the PATH")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse; the median counts (default 3)")
    return parser.parse_args()


def find_pages(site: str) -> dict[str, str]:
    """One address of each kind, found by the links of the pages themselves."""
    home = read(site)
    stories = re.findall(r'href="(/[^/"]+/\d+/[^"]*)"', home)
    story = next((path for path in stories if 'class="topics"' in read(site + path)), stories[0])
    page = read(site + story)

    def first(pattern: str, page: str = page) -> str:
        return urljoin(site, re.search(pattern, page)[1])

    comment = re.search(r"<link>[^<]*(/comments/\d+/)</link>", read(f"{site}/comments/feed/"))[1]
    return {
        "home": f"{site}/",
        "section": first(r'<li><a href="(/[a-z]+/)"'),
        "latest": f"{site}/latest/",
        "story": site + story,
        "topic": first(r'href="(/topics/[^"]+)"'),
        "author": first(r'href="(/authors/[^"]+)"'),
        "static": first(r'href="(/pages/[^"]+)"'),
        "topics": f"{site}/topics/",
        "search": f"{site}/search/?q={quote('الذكاء')}",
        "most read": f"{site}/most-read/",
        "comment": site + comment,
        "reply": f"{site}{comment}reply/",
        "comments": first(r'action="(/comments/on/\d+/)"'),
        "sign-up": f"{site}/newsletter/",
        "archive": f"{site}/newsletter/archive/",
        "issue": first(r'href="(/newsletter/[\w-]+/\d+/)"', read(f"{site}/newsletter/archive/")),
        "404": f"{site}/{quote('لا-شيء-هنا')}/",
    }


def read(address: str) -> str:
    try:
        return urlopen(address).read().decode()
    except HTTPError as error:
        return error.read().decode()


# --- Weight -------------------------------------------------------------------------------------------------------


def weigh(browser: Browser, addresses: dict[str, str]) -> None:
    """Bytes over the wire at load, by kind, without scrolling, on a phone."""
    print("\nkB over the wire at load (390 px, gzip), requests\n")
    print(f"{'page':<9}" + "".join(f"{kind:>8}" for kind in (*KINDS.values(), "all", "requests")))
    for name, address in addresses.items():
        context = browser.new_context(viewport=PHONE, device_scale_factor=2)
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer, to=answers: to.append(answer))
        page.goto(address, wait_until="networkidle")
        sizes = dict.fromkeys((*KINDS.values(), "all"), 0)
        for answer in answers:
            size = weight(answer)
            sizes["all"] += size
            if (kind := KINDS.get(answer.request.resource_type)) is not None:
                sizes[kind] += size
        print(f"{name:<9}" + "".join(f"{size / 1000:>8.1f}" for size in sizes.values()) + f"{len(answers):>8}")
        foreign = {answer.url for answer in answers if not answer.url.startswith((addresses["home"], "data:"))}
        if foreign:
            print(f"  asked elsewhere: {foreign}")
        context.close()


def weight(answer: Response) -> int:
    """Bytes of the body as sent."""
    length = answer.headers.get("content-length")
    return int(length) if length else len(answer.body())


# --- axe ----------------------------------------------------------------------------------------------------------


def look(browser: Browser, addresses: dict[str, str], axe: str) -> None:
    """axe on a phone and on a desk, light and dark; and what the console says."""
    print("\naxe: violations (phone, desk)\n")
    for name, address in addresses.items():
        found = []
        for scheme in ("light", "dark"):
            for viewport in (PHONE, {"width": 1280, "height": 900}):
                # The policy of the pages lets no foreign script in, not even this one.
                context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
                page = context.new_page()
                complaints: list[str] = []
                page.on(
                    "console",
                    lambda message, to=complaints: to.append(message.text) if message.type == "error" else None,
                )
                page.goto(address, wait_until="networkidle")
                violations = inspect(page, axe)
                wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                found.append((scheme, viewport["width"], violations, wide, complaints if name != "404" else []))
                context.close()
        print(
            f"{name:<9}"
            + "  ".join(f"{scheme} {width}: {len(violations)}" for scheme, width, violations, _, _ in found)
        )
        for scheme, width, violations, wide, complaints in found:
            for violation in violations:
                print(f"    {scheme} {width}: {violation}")
            if wide:
                print(f"    {scheme} {width}: scrolls sideways")
            for complaint in complaints:
                print(f"    {scheme} {width}: console: {complaint}")


def inspect(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:120]})"
        for violation in result["violations"]
    ]


# --- Nu -----------------------------------------------------------------------------------------------------------


def check_html(addresses: dict[str, str], jar: Path) -> None:
    print("\nNu HTML checker: messages\n")
    for name, address in addresses.items():
        checked = subprocess.run(
            ["java", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", "-"],
            input=read(address).encode(),
            capture_output=True,
            check=True,
        )
        messages = json.loads(checked.stdout)["messages"]
        print(f"{name:<9}{len(messages)}")
        for message in messages:
            print(f"    {message['type']}: {message['message']} ({message.get('extract', '')[:100]!r})")


# --- Lighthouse ---------------------------------------------------------------------------------------------------


def lighthouse(name: str, address: str, chromium: str, options: object) -> None:
    """The median of the runs for a phone, with Lighthouse's own simulated slow network and processor."""
    command = [
        "node",
        str(options.tools / "node_modules/lighthouse/cli/index.js"),
        address,
        "--output=json",
        "--quiet",
        f"--chrome-flags=--headless=new {' '.join(CHROMIUM_FLAGS)}",
    ]
    reports: list[dict] = []
    for _ in range(3 * options.runs):  # a Chromium that did not come up in time is no finding
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=False)
        if done.returncode == 0:
            reports.append(json.loads(done.stdout))
        if len(reports) == options.runs:
            break
    else:
        raise SystemExit(f"Lighthouse failed on {address}:\n{done.stderr.decode()[-2000:]}")
    scores = {key: median(report["categories"][key]["score"] * 100 for report in reports) for key in CATEGORIES}
    print(f"\nLighthouse, {name}: " + ", ".join(f"{key} {score:.0f}" for key, score in scores.items()))
    for key in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"):
        value = median(report["audits"][key]["numericValue"] for report in reports)
        print(f"    {key}: {value:.3f}" if key.endswith("shift") else f"    {key}: {value:.0f} ms")
    for audit in reports[-1]["audits"].values():
        if audit.get("score") is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative":
            print(f"    {audit['id']}: {audit['title']} {audit.get('displayValue', '')}")


if __name__ == "__main__":
    main()
