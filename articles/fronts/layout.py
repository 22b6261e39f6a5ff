"""How a front is arranged, as values: what the form sends, an edition holds, and two of them are compared by."""

from __future__ import annotations

from typing import NamedTuple

from articles.fronts.rules import BLOCK, LATEST, OPINIONS, TOP
from articles.models import FrontContainer, FrontEdition, FrontSlot, Section
from articles.models.front import MOST_CONTAINERS
from articles.reads import RANKED_BESIDE

Kind, Rule = FrontContainer.Kind, FrontContainer.Rule


class Chosen(NamedTuple):
    """A story chosen by hand for one place."""

    article: int
    headline: str = ""
    picture: int | None = None


class Part(NamedTuple):
    """A container and what a hand set into it."""

    kind: str
    rule: str
    length: int
    title: str = ""
    section: int | None = None
    slots: tuple[Chosen, ...] = ()

    @property
    def name(self) -> str:
        return self.title or str(Kind(self.kind).label)


def layout_of(edition: FrontEdition) -> list[Part]:
    """The parts of `edition` in their order: two queries."""
    slots: dict[int, list[Chosen]] = {}
    rows = edition.slots.order_by("position", "pk").values_list("container", "article", "headline", "picture")
    for container, *chosen in rows:
        slots.setdefault(container, []).append(Chosen(*chosen))
    return [
        Part(row.kind, row.rule, row.length, row.title, row.section_id, tuple(slots.get(row.pk, ())))
        for row in edition.containers.order_by("position", "pk")
    ]


def put(edition: FrontEdition, parts: list[Part]) -> None:
    """Make `parts` all that the draft `edition` holds."""
    edition.slots.all().delete()
    edition.containers.all().delete()
    containers = FrontContainer.objects.bulk_create(
        FrontContainer(
            edition=edition,
            position=position,
            kind=part.kind,
            rule=part.rule,
            length=part.length,
            title=part.title,
            section_id=part.section,
        )
        for position, part in enumerate(parts)
    )
    FrontSlot.objects.bulk_create(
        FrontSlot(
            edition=edition,
            container=container,
            position=position,
            article_id=chosen.article,
            headline=chosen.headline,
            picture_id=chosen.picture,
        )
        for container, part in zip(containers, parts, strict=True)
        for position, chosen in enumerate(part.slots)
    )


def first_layout(section: int | None) -> list[Part]:
    """What a front looks like that nobody has arranged yet, as containers to begin with."""
    if section is not None:
        return [Part(Kind.LEAD, Rule.NEWEST, TOP), Part(Kind.MOST_READ, Rule.MOST_READ, RANKED_BESIDE)]
    home = [
        Part(Kind.LEAD, Rule.NEWEST, TOP),
        Part(Kind.LIST, Rule.NEWEST, LATEST),
        Part(Kind.OPINION, Rule.OPINIONS, OPINIONS),
        Part(Kind.MOST_READ, Rule.MOST_READ, RANKED_BESIDE),
    ]
    sections = Section.objects.values_list("pk", flat=True)[: MOST_CONTAINERS - len(home)]
    return [*home, *(Part(Kind.GRID, Rule.SECTION, BLOCK, section=pk) for pk in sections)]


def difference(old: list[Part], new: list[Part]) -> str:
    """What an editor changed between two layouts, in words for the history."""
    came = _stories(new) - _stories(old)
    went = _stories(old) - _stories(new)
    kept = [part for part in new if part in old]
    said = []
    if came:
        said.append(f"اختيار {len(came)} من القصص")
    if went:
        said.append(f"إزالة {len(went)} من القصص")
    if changed := [part.name for part in new if part not in old]:
        said.append("تغيير: " + "، ".join(changed))
    if gone := [part.name for part in old if part not in new and part.name not in changed]:
        said.append("حذف: " + "، ".join(gone))
    if not said and kept != [part for part in old if part in new]:
        said.append("ترتيب الحاويات")
    return "؛ ".join(said)[:500]


def _stories(parts: list[Part]) -> set[int]:
    return {chosen.article for part in parts for chosen in part.slots}
