"""What a server of placements would answer, given by the browser itself: the tests see every word between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, Route

Answer = Callable[[Route], None]

SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
"""
HIDDEN = """
    window.isHidden = window.isHidden ?? true;
    Object.defineProperty(document, "hidden", { get: () => window.isHidden });
    window.turn = (hidden) => {
        window.isHidden = hidden;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    };
"""


def panel(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#b5532a").save(buffer, "WEBP")
    return buffer.getvalue()


def image(width: int, height: int, scheme: str = "light") -> dict[str, Any]:
    return {"src": f"/media/panels/{scheme[:2]}/{width:04x}{height:04x}.webp", "width": width, "height": height}


def offer(nonce: str, phone: tuple[int, int] = (300, 250), wide: tuple[int, int] = (300, 250), **more: Any) -> dict:
    return {
        "nonce": nonce,
        "alt": "عرض نهاية السنة",
        "name": "شركة الواحة",
        "campaign": 12,
        "cap": None,
        "phone": {"light": image(*phone), "dark": image(*phone, "dark")},
        "wide": {"light": image(*wide), "dark": None},
        **more,
    }


@dataclass
class Server:
    """Offers `offers` by the name of the box; `asked` and `told` hold what the pages sent, in its order."""

    offers: dict[str, dict] = field(default_factory=dict)
    asked: list[dict] = field(default_factory=list)
    told: list[tuple[str, dict]] = field(default_factory=list)
    answer: Answer | None = None  # to a question, instead of the offers
    picture: Answer | None = None  # to a picture's address

    def stand_in(self, context: BrowserContext) -> Server:
        context.route("**/placements/**", self.route)
        context.route("**/media/panels/**", lambda route: (self.picture or self.hang)(route))
        return self

    def route(self, route: Route) -> None:
        path = route.request.url.split("/placements/")[1]
        if path != "decision/":
            self.told.append((path, route.request.post_data_json))
            return route.fulfill(status=204)
        self.asked.append(route.request.post_data_json)
        return (self.answer or self.give)(route)

    def give(self, route: Route) -> None:
        boxes = {name: self.offers[name] for name in route.request.post_data_json["boxes"] if name in self.offers}
        route.fulfill(status=200, content_type="application/json", body=json.dumps({"boxes": boxes}))

    def hang(self, route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        route.fulfill(body=panel(int(name[:4], 16), int(name[4:8], 16)), content_type="image/webp")

    def paths(self) -> list[str]:
        return [path for path, _ in self.told]


def is_ours(request: Request) -> bool:
    return "/placements/" in request.url


def shown(page: Page, name: str) -> Any:
    return page.locator(f'[data-space="{name}"] .space-room img')
