"""Pages that list: the home page, the measures, every artifact by kind, the downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabellion.artifacts.kinds import shown_kinds
from tabellion.diagnostics import Term
from tabellion.elements.paths import is_slice_of
from tabellion.guide.artifact import Artifact
from tabellion.publish.drawings.relations import Thing, relations
from tabellion.publish.pages.codes import Code, unit_codes, units_at
from tabellion.publish.pages.days import day
from tabellion.publish.pages.essentials import Flow, flows_of, main_codes
from tabellion.publish.pages.examples import counted, examples_shown, state_of
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.publish.pages.registry import pages_in
from tabellion.tables.table import Row

MOST_THINGS = 80


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as a line of a table."""

    link: Link
    codes: Sequence[Code]
    units: Sequence[Code]
    flows: Sequence[Flow]
    family: str
    status: str
    definition: Text


@dataclass(frozen=True, slots=True)
class ArtifactLine:
    """An artifact as a line of a list."""

    link: Link
    id: str
    description: Text
    status: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The artifacts of a kind; `parts` are their lines by title where there are several, examples by what they show."""

    kind: str
    title: str
    parts: Sequence[tuple[str, Sequence[ArtifactLine]]]


@dataclass(frozen=True, slots=True)
class Former:
    """An artifact, or an element of it (`path`), that was renamed or removed: since when, what it is now, and why."""

    version: str
    name: str
    path: str
    now: Link | None
    reason: Text


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of lists."""

    frame: PageFrame
    measures: Sequence[MeasureLine] = ()
    groups: Sequence[Group] = ()
    lead: Text = NO_TEXT
    relations: str = ""
    uses: Sequence[tuple[Link, Sequence[Link]]] = ()
    contents: Sequence[tuple[Link, int]] = ()
    more: Sequence[Link] = ()
    former: Sequence[Former] = ()


def measure_lines(reading: Reading, page: str) -> list[MeasureLine]:
    """Every measure with its code, unit and flows."""
    return [_measure_line(row, reading, page) for row in reading.edition.rows("measures")]


def _measure_line(row: Row, reading: Reading, page: str) -> MeasureLine:
    label = reading.text(row.text("label"))
    target = reading.addresses.find("measure", row["id"])
    codes: list[Code] = []
    units: list[str] = []
    for profile in reading.addresses.profiles_of.get(row["id"], ())[:1]:
        artifact = reading.edition.by_reference[f"StructureDefinition/{profile}"]
        root = artifact.resource["type"]
        elements = reading.elements(artifact)
        codes = main_codes(artifact, reading)
        holders = [
            f"{root}.value[x]",
            *(f"{element}.value[x]" for element in elements if is_slice_of(element, f"{root}.component")),
        ]
        units = [unit for holder in holders for unit in units_at(holder, elements)]
        units += [str(item["code"]) for item in reading.rows_at(artifact.origin(f"{root}.value[x]", "units"))]
    return MeasureLine(
        link=Link(label.text, reading.here(target, page) if target else "", lang=label.lang),
        codes=codes,
        units=unit_codes(dict.fromkeys(units), reading),
        flows=flows_of(row, reading, page),
        family=reading.choice(row, "family"),
        status=str(row["status"]) if row["status"] in ("proposed", "to-validate") else "",
        definition=reading.text(row.text("definition")),
    )


def groups_of(reading: Reading, page: str, kinds: Iterable[str]) -> list[Group]:
    """The artifacts of each kind that the guide has."""
    found = []
    for kind in kinds:
        artifacts = reading.edition.of(kind)
        parts = examples_shown(reading) if kind == "example" else [("", artifacts)]
        if artifacts:
            lines = [(title, [_artifact_line(item, reading, page) for item in items]) for title, items in parts]
            found.append(Group(kind, reading.say(f"kinds_{kind}"), lines))
    return found


def _artifact_line(artifact: Artifact, reading: Reading, page: str) -> ArtifactLine:
    return ArtifactLine(
        reading.artifact_link(artifact, page),
        artifact.id,
        reading.text(artifact.row.description) if artifact.row is not None else Text(""),
        artifact.status if artifact.status in ("proposed", "to-validate") else "",
        state_of(artifact) if artifact.kind == "example" else "",
    )


def conformance_page(contents: Contents) -> ListPage:
    """Every artifact of the guide, by kind."""
    reading = contents.reading
    page = reading.addresses.single("conformance")
    crumbs = [Link(reading.say("home"), reading.here("index.html", page))]
    frame = frame_of(page, Text(reading.say("conformance_title")), reading, crumbs=crumbs)
    return ListPage(
        frame,
        groups=groups_of(reading, page, shown_kinds()),
        lead=Text(reading.say("conformance_lead")),
        relations=relations_of(reading, page),
        uses=uses_of(reading, page),
        former=former_of(reading, page),
    )


def former_of(reading: Reading, page: str) -> list[Former]:
    """What was renamed, then what was removed, as the rows of the two sheets say."""
    renamed = [
        (row, row["old_artifact"], row["old_path"], row["new_artifact"]) for row in reading.edition.rows("renamings")
    ]
    removed = [(row, row["artifact"], row["path"], row["replaced_by"]) for row in reading.edition.rows("removals")]
    found = []
    for row, name, path, now in (*renamed, *removed):
        artifact = next((item for item in reading.edition.artifacts if now in (item.id, item.reference)), None)
        link = reading.artifact_link(artifact, page) if artifact is not None else None
        when = f"{row['version']} ({day(row['date'], reading.lang)})" if row["date"] else str(row["version"])
        found.append(Former(when, str(name), str(path or ""), link, reading.text(row.text("reason"))))
    return found


def relations_of(reading: Reading, page: str) -> str:
    """What the profiles use, drawn; `""` for a guide too large to be drawn readably."""
    uses = uses_of(reading, page)
    left = [Thing(item.href, item.label, item.href) for item, _ in uses]
    right = {link.href: Thing(link.href, link.label, link.href) for _, links in uses for link in links}
    if not uses or len(left) + len(right) > MOST_THINGS:
        return ""
    pairs = [(item.href, other.href) for item, links in uses for other in links]
    title, description = reading.say("relations"), reading.say("relations_description")
    return relations(title, description, left, sorted(right.values(), key=lambda item: item.href), pairs)


def uses_of(reading: Reading, page: str) -> list[tuple[Link, Sequence[Link]]]:
    """What the drawing of the relations shows, in words: each profile with the extensions and value sets it uses."""
    found: dict[str, dict[str, Link]] = {}
    for other in reading.edition.of("extension", "valueset"):
        for structure, element in reading.uses_of(other.url):
            if structure.kind == "profile" and element.get("max") != "0":
                found.setdefault(structure.id, {})[other.id] = reading.artifact_link(other, page)
    return [
        (reading.artifact_link(artifact, page), list(found[artifact.id].values()))
        for artifact in reading.edition.of("profile")
        if artifact.id in found
    ]


def measures_page(contents: Contents) -> ListPage:
    """Every measure."""
    reading = contents.reading
    page = reading.addresses.single("measures")
    frame = frame_of(page, Text(reading.say("measures")), reading, crumbs=crumbs_of("", page, reading)[:1])
    return ListPage(frame, measures=measure_lines(reading, page), lead=Text(reading.say("measures_lead")))


def home_page(contents: Contents) -> ListPage:
    """The home page of a guide whose authors wrote none."""
    reading = contents.reading
    info = reading.edition.info
    frame = frame_of("index.html", reading.text(info.title), reading)
    return ListPage(
        frame,
        measure_lines(reading, "index.html"),
        groups_of(reading, "index.html", ("profile",)) if not reading.measured else [],
        reading.text(info.description),
        contents=_contents(reading),
        more=[
            Link(reading.say(page.label), reading.addresses.single(page.name))
            for page in pages_in(reading, "start", "conformance")
            if page.order  # the lists of artifacts are those of its contents
        ],
    )


def _contents(reading: Reading) -> list[tuple[Link, int]]:
    """The lists of all kinds that the guide has, each with the number of its artifacts."""
    listed = reading.addresses.single("conformance")
    counts = [(kind, counted(kind, reading)) for kind in shown_kinds()]
    return [(Link(reading.say(f"kinds_{kind}"), f"{listed}#{kind}"), count) for kind, count in counts if count]


PAGES = (
    GuidePage(
        name="home",
        label="home",
        template="list.j2",
        page=home_page,
        path=Term("index", "index"),
    ),
    GuidePage(
        name="measures",
        label="measures_list",
        template="list.j2",
        page=measures_page,
        kind="measure",
        section="measures",
        is_there=lambda reading: reading.measured,
    ),
    GuidePage(
        name="conformance",
        label="conformance_title",
        template="list.j2",
        page=conformance_page,
        path=Term("conformite/index", "conformance/index"),
        section="conformance",
    ),
)
