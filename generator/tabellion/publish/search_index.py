"""The index of the search: a script, no request, so that a page opened from a file has the answers of one over HTTP."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tabellion.elements.choices import CHOICE, choice_key, is_choice
from tabellion.elements.codings import all_codings
from tabellion.elements.paths import below_root, short_form
from tabellion.guide.artifact import Artifact
from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import kind_pages
from tabellion.publish.pages.review_banner import MOST_SEARCHED, comment_page
from tabellion.publish.pages.synonyms import words_of

Views = Sequence[tuple[Artifact, Sequence[ElementView]]]
# what is not read in a page: JSON, drawings, marks of Markdown and of its attributes
UNREAD = re.compile(
    r'<pre class="tb-json".*?</pre>|<svg.*?</svg>|<(script|style).*?</\1>|\{:[^}]*\}|<[^>]+>', re.DOTALL
)
MARKS = re.compile(r"[#*`|]+(?=\s|$)|(?<=\s)[#*`|]+")
# what is a code rather than a word
CODE = re.compile(r"(?=\S*[\d\[\]{}/%])\S+")
MOST_TEXT = 20_000
"""Characters of a page that the index holds: a terminology of thousands of codes has a search of its own."""
LIST = "data-list="
"""What a page has that searches its list itself: the search of the site leads there with what is looked for."""
MEASURE, ARTIFACT, PROMISE, EXAMPLE, REFUSED = 80, 20, 10, 0, -40
"""How much sooner a page is shown than another that fits as well: measures first, what is refused last."""
TIERS = {"example": EXAMPLE, "capability": PROMISE, "searchparameter": PROMISE}


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: what it is called, where it is, what it is, how soon it is shown.

    `keys` are what it is found by as a whole (ids, names, addresses, OIDs, codes, units), `words` what it is about,
    `text` what else it shows.
    """

    title: str
    href: str
    kind: str
    tier: int
    keys: Sequence[str]
    words: str
    text: str = ""


def index_of(reading: Reading, views: Views, narrative: Sequence[Narrative], pages: Mapping[str, str]) -> str:
    """The script that holds the entries of a language; `pages` are the texts of the pages by their address."""
    entries = [*_profiles(reading, views), *_others(reading), *_errors(reading), *_narrative(reading, narrative)]
    known = {entry.href.partition("#")[0] for entry in entries}
    apart = set(_searched_apart(reading))
    pages = {path: text for path, text in pages.items() if path not in apart}
    entries += [_page(path, text, reading) for path, text in sorted(pages.items()) if path not in known and text]
    lines = [
        json.dumps(
            [entry.title, entry.href, entry.kind, entry.tier, list(dict.fromkeys(entry.keys)), entry.words, entry.text],
            ensure_ascii=False,
        )
        for entry in (_with_synonyms(_with_text(entry, pages), reading) for entry in entries)
    ]
    up = "../" if reading.root else ""
    joined = ",\n".join(lines).replace("</", "<\\/")
    lists = [[entry.title, entry.href] for entry in entries if LIST in pages.get(entry.href, "")]
    told = json.dumps(lists, ensure_ascii=False).replace("</", "<\\/")
    return f"window.guideIndex = {{ root: {json.dumps(up)}, lists: {told}, entries: [\n{joined}\n] }};\n"


def _with_synonyms(entry: Entry, reading: Reading) -> Entry:
    """An entry with the everyday words for it: each leads there as a name does."""
    also = words_of(entry.href, reading)
    return replace(entry, keys=[*entry.keys, *also]) if also else entry


def _with_text(entry: Entry, pages: Mapping[str, str]) -> Entry:
    """An entry with what its page shows besides."""
    if "#" in entry.href or entry.href not in pages:
        return entry
    known = set(entry.words.split())
    shown = (word for word in _joined([_shown(pages[entry.href])]).split() if word not in known)
    return replace(entry, text=" ".join(shown)[:MOST_TEXT])


def _shown(page: str) -> str:
    """What a reader sees of a page."""
    return MARKS.sub(" ", html.unescape(UNREAD.sub(" ", page)))


def _searched_apart(reading: Reading) -> Iterator[str]:
    """The pages of comments of large reviews, which the page of the register searches."""
    for found in reading.reviews:
        if found.pages > MOST_SEARCHED:
            yield from (comment_page(found.review.id, number, reading) for number in range(1, found.pages + 1))


def _page(path: str, text: str, reading: Reading) -> Entry:
    """A generated page that stands for no artifact: a list, the downloads, the plan."""
    heading = re.search(r"(?m)^# (.+?)\s*(\{:.*)?$|<h1[^>]*>(.*?)</h1>", text)
    title = _shown(heading[1] or heading[3]).strip() if heading else path
    return Entry(title, path, reading.say("kind_page"), PROMISE, [title], "")


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
        keys = [
            artifact.id,
            str(artifact.resource.get("name", "")),
            artifact.url,
            *codes,
            *_units(structure),
            *_invariants(artifact),
        ]
        texts = []
        if measure is not None:
            # what people call it in any language of the guide
            keys += [str(measure["id"]), *measure.text("label").texts.values()]
            texts += [*measure.text("label").texts.values(), *measure.text("definition").texts.values()]
            keys += _rules(reading, str(measure["id"]))
        tier = MEASURE if measure is not None else ARTIFACT
        yield Entry(title, path, kind, tier, keys, _joined([*keys, *texts, *labels, *_paths(elements)]))


def _units(structure: Mapping[str, dict[str, object]]) -> Iterator[str]:
    """The codes of the units that a profile fixes."""
    for element in structure.values():
        for key, value in element.items():
            if key in ("patternQuantity", "fixedQuantity") and isinstance(value, dict) and "code" in value:
                yield str(value["code"])
            elif key in ("patternCode", "fixedCode") and re.search(
                r"(value\[x\]|Quantity)\.code$", str(element["path"])
            ):
                yield str(value)


def _invariants(artifact: Artifact) -> list[str]:
    """The keys of the invariants that a profile states itself."""
    elements = artifact.resource.get("differential", {}).get("element", ())
    return [str(item.get("key", "")) for element in elements for item in element.get("constraint", ())]


def _rules(reading: Reading, measure: str) -> list[str]:
    """The ids of the business rules about a measure alone."""
    rows = reading.edition.rows("rules")
    return [str(row["id"]) for row in rows if row["id"] and list(row.many("measure")) == [measure]]


def _label(reading: Reading, coding: dict[str, object]) -> str:
    return reading.label(str(coding.get("system", "")), str(coding.get("code", ""))).text


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
        keys = [artifact.id, str(artifact.resource.get("name", "")), artifact.url]
        words = [artifact.type]
        if artifact.row is not None:
            keys.append(str(artifact.row["oid"] or ""))
            words += [reading.text(artifact.row.text("description")).text]
            words += artifact.row.text("title").texts.values()
        further = list(kind_pages()[artifact.kind].words(artifact, reading))
        keys += [word for word in further if CODE.fullmatch(word)]
        words += further
        title = reading.title(artifact).text
        tier = REFUSED if artifact.is_refused else TIERS.get(artifact.kind, ARTIFACT)
        keys = [key for key in (*keys, title) if key]
        page = reading.addresses.of(artifact)
        yield Entry(title, page, reading.say(f"kind_{artifact.kind}"), tier, keys, _joined([*keys, *words]))


def _errors(reading: Reading) -> Iterator[Entry]:
    for row in reading.edition.rows("errors"):
        title = reading.text(row.text("message")).text or str(row["id"])
        told = list(row.text("diagnostics").texts.values())
        keys = [str(row["id"]), *told, *row.text("message").texts.values()]
        words = [*keys, str(row["http"] or ""), reading.text(row.text("cause")).text]
        page = reading.addresses.pages["error", row["id"]]
        yield Entry(title, page, reading.say("kind_error"), PROMISE, keys, _joined(words))


def _narrative(reading: Reading, narrative: Sequence[Narrative]) -> Iterator[Entry]:
    for page in narrative:
        yield Entry(
            page.title, page.path, reading.say("kind_page"), ARTIFACT, [page.title], _joined([_shown(page.text)])
        )


def _joined(words: Iterable[str]) -> str:
    """The words, each once, without the punctuation around them."""
    bare = (word.strip(".,;:!?()«»“”\"'") for text in words for word in text.split())
    return " ".join(dict.fromkeys(word for word in bare if word))
