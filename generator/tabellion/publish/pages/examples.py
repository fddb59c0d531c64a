"""Examples: on their own page, and on the page of the profile that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tabellion.diagnostics.pages import named
from tabellion.diagnostics.pages import page as rule_page
from tabellion.elements.paths import below_root
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor, relative
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.instances import JsonListing, Piece, with_marks
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Download, Link, Reading, Text
from tabellion.publish.pages.refusals import (
    Refusal,
    answers,
    error_link,
    is_answer,
    lines_marked,
    refusals_of,
    refused_with,
)
from tabellion.publish.pages.resource_files import downloads_of

TEST_DATA = "HTEST"
"""The code of v3-ActReason by which a security label says that data are made up for tests."""


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example with its text."""

    id: str
    reference: str
    title: Text
    purpose: Text
    pieces: Sequence[Piece]
    files: Sequence[Download]
    page: str
    is_test_data: bool = False


@dataclass(frozen=True, slots=True)
class FaultView:
    """What a refused example breaks."""

    key: str
    text: Text
    link: Link | None


@dataclass(frozen=True, slots=True)
class ExampleLink:
    """An example as one line of a list. `state` is `valid`, `refused`, or `answer` for what a server answers."""

    link: Link
    purpose: Text
    state: str
    faults: Sequence[FaultView]
    type: str
    id: str

    @property
    def refused(self) -> bool:
        return self.state == "refused"


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """The page of an example.

    `answers` are the errors with which a server refuses it; of an answer itself, the error that it is, and `answered`
    the examples that get it.
    """

    frame: PageFrame
    view: ExampleView
    state: str
    faults: Sequence[FaultView]
    refusals: Sequence[Refusal]
    answers: Sequence[Link]
    answered: Sequence[Link]
    profile: Link | None
    used: Sequence[Link]
    status: str


def example_view(
    artifact: Artifact, reading: Reading, page: str, walk: JsonListing | None = None, shown: Json | None = None
) -> ExampleView:
    """An example as a page shows it; `shown` is what is left of it where not all is shown."""
    row = artifact.row
    resource = artifact.resource if shown is None else shown
    return ExampleView(
        id=artifact.id,
        reference=artifact.reference,
        title=reading.title(artifact),
        purpose=reading.text(row.description) if row is not None else NO_TEXT,
        pieces=(walk or JsonListing(reading, page)).pieces(resource, reading.profile_of(artifact)),
        files=downloads_of(artifact, reading, page),
        page=reading.here(reading.addresses.of(artifact), page),
        is_test_data=_is_test_data(resource),
    )


def _is_test_data(resource: Json) -> bool:
    """Whether a resource, or the resource of an entry, bears the label of test data (R4 security-labels.html)."""
    labels = resource.get("meta", {}).get("security", ()) if isinstance(resource.get("meta"), dict) else ()
    if any(label.get("code") == TEST_DATA for label in labels if isinstance(label, dict)):
        return True
    entries = resource.get("entry", ())
    inner = [entry.get("resource") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return any(_is_test_data(item) for item in inner if isinstance(item, dict))


def state_of(artifact: Artifact) -> str:
    """What readers have to know of an example before they copy it: `valid`, `refused`, or a server's `answer`."""
    return "refused" if artifact.is_refused else "answer" if is_answer(artifact) else "valid"


def example_link(artifact: Artifact, reading: Reading, page: str) -> ExampleLink:
    """An example as a line."""
    row = artifact.row
    return ExampleLink(
        link=reading.artifact_link(artifact, page),
        purpose=reading.text(row.description) if row is not None else NO_TEXT,
        state=state_of(artifact),
        faults=faults_of(artifact, reading, page),
        type=artifact.type,
        id=artifact.id,
    )


def faults_of(artifact: Artifact, reading: Reading, page: str) -> list[FaultView]:
    """The faults that a refused example is refused for: invariants with their text, rules with their code."""
    found = []
    keys = artifact.row.many("fault") if artifact.row is not None else ()
    profile = reading.profile_of(artifact)
    for key in keys:
        row = reading.edition.row("invariants", key)
        link = None
        if row is not None and profile is not None:
            places = [
                element["id"]
                for element in profile.resource.get("snapshot", {}).get("element", ())
                if any(rule.get("key") == key for rule in element.get("constraint", ()))
            ]
            if places:
                target = f"{reading.addresses.of(profile)}#{anchor(places[0])}"
                link = Link(places[0], relative(target, page))
        found.append(
            FaultView(key, reading.text(row.text("human")) if row is not None else _meaning(key, reading), link)
        )
    return found


def _meaning(code: str, reading: Reading) -> Text:
    """What the rule of a code means: the first paragraph of its page."""
    if named(code, reading.lang) is None:
        return NO_TEXT
    first = rule_page(code, reading.lang).why.partition("\n\n")[0]
    return Text(" ".join(first.replace("`", "").split()))


def example_page(artifact: Artifact, reading: Reading) -> ExamplePage:
    """The page of an example."""
    page = reading.addresses.of(artifact)
    walk = JsonListing(reading, page)
    view = example_view(artifact, reading, page, walk)
    refusals = refusals_of(artifact, view.pieces, reading, page) if artifact.is_refused else []
    view = replace(view, pieces=with_marks(view.pieces, lines_marked(refusals)))
    errors = (
        [artifact.id] if is_answer(artifact) else [item.id for item in answers(reading).get(artifact.reference, ())]
    )
    profile = reading.profile_of(artifact)
    return ExamplePage(
        frame=frame_of(page, view.title, reading, artifact=artifact),
        view=view,
        state=state_of(artifact),
        faults=faults_of(artifact, reading, page) if not refusals else [],
        refusals=refusals,
        answers=[link for error in errors if (link := error_link(error, reading, page)) is not None],
        answered=refused_with(artifact.id, reading, page) if is_answer(artifact) else [],
        profile=reading.artifact_link(profile, page) if profile is not None else None,
        used=[Link(below_root(element), href) for element, href in walk.used.items() if "." in element],
        status=artifact.status if artifact.status in ("proposed", "to-validate") else "",
    )


def counted(kind: str, reading: Reading) -> int:
    """How many artifacts of a kind the guide has; what servers answer is counted with the errors, not with the
    examples: pages say the number that the sheet of examples has."""
    return sum(1 for artifact in reading.edition.of(kind) if not is_answer(artifact))


def examples_shown(reading: Reading) -> list[tuple[str, list[Artifact]]]:
    """The examples by what they show: a measure or a profile of the guide, nothing of it, or an error of a server.

    In each group the valid ones come first.
    """
    groups: dict[str, list[Artifact]] = {}
    for profile in reading.edition.of("profile"):
        title = title_of_page(profile, reading)
        groups.setdefault(title, []).extend(reading.examples_of(profile))
    known = {example.reference for examples in groups.values() for example in examples}
    for example in reading.edition.of("example"):
        if example.reference not in known:
            title = reading.say("answers_of_servers" if is_answer(example) else "examples_of_none")
            groups.setdefault(title, []).append(example)
    return [(title, sorted(found, key=lambda item: item.is_refused)) for title, found in groups.items() if found]


def title_of_page(profile: Artifact, reading: Reading) -> str:
    """What the page of a profile is called: its measure where it carries one alone."""
    carried = reading.addresses.profiles_of
    measures = [row for row in reading.rows_of("measure") if profile.id in carried.get(row["id"], ())]
    return (reading.text(measures[0].text("label")) if len(measures) == 1 else reading.title(profile)).text


PAGES = (KindPage("example", "example.j2", example_page),)
