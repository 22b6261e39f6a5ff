"""XML as strict readers take it: by Python's expat, and by xmllint where a machine has it."""

from __future__ import annotations

import shutil
import subprocess
from xml.etree import ElementTree

XMLLINT = shutil.which("xmllint")

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read_xml(document: bytes) -> ElementTree.Element:
    """The root of a document that no reader complains about."""
    root = ElementTree.fromstring(document)
    if XMLLINT:
        lint = subprocess.run([XMLLINT, "--noout", "-"], input=document, capture_output=True, check=False)
        assert (lint.returncode, lint.stderr) == (0, b"")
    return root


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMES)]


def text(element: ElementTree.Element, path: str) -> str:
    (found,) = texts(element, path)
    return found
