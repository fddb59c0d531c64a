"""The page of the rules that several pages share: each is told there once, and the pages link to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.publish.pages.essentials import measure_link
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.sentences import Sentence, business_rules, is_shared, with_names


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules, each with the measures that it is about (none are all), and the pages that have rules of their own."""

    frame: PageFrame
    rules: Sequence[tuple[Sentence, Sequence[Link]]]
    elsewhere: Sequence[tuple[Link, int]]


def rules_page(contents: Contents) -> RulesPage:
    """Every rule about several measures, in the order of the rows."""
    reading = contents.reading
    page = reading.addresses.single("rules")
    rows = {str(row["id"]): row for row in reading.edition.rows("rules")}
    names = {str(row["id"]) for row in reading.edition.rows("measures")} or {"*"}
    rules = [rule for rule in business_rules(names, reading, page) if rule.common]
    told = {rule.anchor: rule for rule in with_names(rules, set())}
    measures = {str(row["id"]): row for row in reading.edition.rows("measures")}
    shared = [
        (told[name], [measure_link(measures[item], reading, page) for item in row.many("measure") if item in measures])
        for name, row in rows.items()
        if name in told
    ]
    counts: dict[str, int] = {}
    for row in rows.values():
        if not is_shared(row, reading):
            for item in row.many("measure"):
                counts[item] = counts.get(item, 0) + 1
    links = [(measure_link(row, reading, page), counts[name]) for name, row in measures.items() if name in counts]
    elsewhere = [(Link(link.label, f"{link.href}#rules", link.lang), count) for link, count in links if link.href]
    title = Text(reading.say("rules_title"))
    return RulesPage(frame_of(page, title, reading, crumbs=crumbs_of("", page, reading)), shared, elsewhere)


def has_shared_rules(reading: Reading) -> bool:
    """Whether the guide has a rule that several pages share."""
    return any(is_shared(row, reading) for row in reading.edition.rows("rules"))


PAGES = (
    GuidePage(
        name="rules",
        label="rules_title",
        template="rules.j2",
        page=rules_page,
        path=Term("regles", "rules"),
        section="conformance",
        order=5,
        is_there=has_shared_rules,
    ),
)
