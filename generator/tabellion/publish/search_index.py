"""The small index that search uses where pagefind cannot run, in a page opened from a file: a script, no request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tabellion.elements.choices import CHOICE, choice_key, is_choice
from tabellion.elements.codings import all_codings
from tabellion.elements.paths import below_root, short_form
from tabellion.guide.artifact import Artifact
from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import kind_pages

Views = Sequence[tuple[Artifact, Sequence[ElementView]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: what it is called, where it is, what it is, and every word by which it should be found."""

    title: str
    href: str
    kind: str
    words: str


def index_of(reading: Reading, views: Views, narrative: Sequence[Narrative]) -> str:
    """The script that holds the entries of a language."""
    entries = [*_profiles(reading, views), *_others(reading), *_errors(reading), *_narrative(reading, narrative)]
    lines = [json.dumps([entry.title, entry.href, entry.kind, entry.words], ensure_ascii=False) for entry in entries]
    up = "../" if reading.root else ""
    joined = ",\n".join(lines).replace("</", "<\\/")
    kinds = {"measure": reading.say("kind_measure"), "error": reading.say("kind_error")}
    sure = json.dumps(kinds, ensure_ascii=False)
    return f"window.guideIndex = {{ root: {json.dumps(up)}, sure: {sure}, entries: [\n{joined}\n] }};\n"


def _profiles(reading: Reading, views: Views) -> Iterator[Entry]:
    for artifact, elements in views:
        path = reading.addresses.of(artifact)
        measure = reading.edition.row("measures", reading.addresses.measure_of.get(artifact.id, ""))
        title = reading.text(measure.text("label")).text if measure is not None else reading.title(artifact).text
        kind = reading.say("kind_measure" if measure is not None else "kind_profile")
        structure = {element["id"]: element for element in artifact.resource.get("snapshot", {}).get("element", ())}
        codings = list(all_codings(structure))
        codes = [str(coding["code"]) for coding in codings]
        labels = [_label(reading, coding) for coding in codings]
        texts = [str(artifact.resource.get("name", "")), artifact.id]
        if measure is not None:
            # what people call it in any language of the guide
            texts += [*measure.text("label").texts.values(), *measure.text("definition").texts.values()]
        yield Entry(title, path, kind, _joined([*texts, *codes, *labels, *_paths(elements)]))


def _label(reading: Reading, coding: dict[str, object]) -> str:
    label = reading.labels.get((str(coding.get("system", "")), str(coding.get("code", ""))))
    return label.text if label else ""


def _paths(elements: Iterable[ElementView]) -> Iterator[str]:
    """The paths of essential elements, with the short form of choices: valueQuantity.code for value[x].code."""
    for element in elements:
        if not element.essential or not element.depth:
            continue
        path = below_root(element.id)
        short = short_form(path)
        if CHOICE not in short:
            yield short
            continue
        yield path
        if is_choice(short):
            yield from (choice_key(short, each.type.label) for each in element.types)


def _others(reading: Reading) -> Iterator[Entry]:
    for artifact in reading.edition.artifacts:
        if artifact.kind == "profile":
            continue
        words = [artifact.id, str(artifact.resource.get("name", "")), artifact.type]
        if artifact.row is not None:
            words += [str(artifact.row["oid"] or ""), reading.text(artifact.row.text("description")).text]
            words += artifact.row.text("title").texts.values()
        words += kind_pages()[artifact.kind].words(artifact, reading)
        title = reading.title(artifact).text
        yield Entry(title, reading.addresses.of(artifact), reading.say(f"kind_{artifact.kind}"), _joined(words))


def _errors(reading: Reading) -> Iterator[Entry]:
    for row in reading.edition.rows("errors"):
        title = reading.text(row.text("message")).text or str(row["id"])
        words = [str(row["id"]), str(row["http"] or ""), reading.text(row.text("diagnostics")).text]
        yield Entry(title, reading.addresses.pages["error", row["id"]], reading.say("kind_error"), _joined(words))


def _narrative(reading: Reading, narrative: Sequence[Narrative]) -> Iterator[Entry]:
    for page in narrative:
        text = re.sub(r"<[^>]+>|[#*_`|]", " ", page.text)
        yield Entry(page.title, page.path, reading.say("kind_page"), _joined([text])[:2000])


def _joined(words: Iterable[str]) -> str:
    """The words, each once, without the punctuation around them."""
    bare = (word.strip(".,;:!?()«»“”\"'") for text in words for word in text.split())
    return " ".join(dict.fromkeys(word for word in bare if word))
