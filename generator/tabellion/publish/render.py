"""From page objects to text: one Jinja2 environment for each language, everything escaped unless said otherwise."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from tabellion.publish.markup import block, from_markdown, in_markdown
from tabellion.publish.pages.reading import Reading, Text
from tabellion.publish.pages.registry import pages_in

TEMPLATES = Path(__file__).parent / "templates"
BREAKS = re.compile(r"(?<=[a-z:])(?=[A-Z])|(?<=\.)(?=\w)")
LONG = 22
BLANK_LINES = re.compile(r"\n{3,}")


class _Compiled(BytecodeCache):
    """Compiled templates, kept for the next renderer of this run: another language, the page for lost addresses."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class Renderer:
    """Fills templates for the pages of one language."""

    def __init__(self, reading: Reading) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
            autoescape=True,
            auto_reload=False,
            bytecode_cache=COMPILED,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "block": block,
            "from_markdown": from_markdown,
            "definition": _definition,
            "md": in_markdown,
            "yaml": _yaml,
            "verbatim": _verbatim,
            "request": _request,
            "css_string": _css_string,
            "breakable": _breakable,
        }
        info = reading.edition.info
        self._footer = [
            (reading.say(page.label), reading.addresses.single(page.name)) for page in pages_in(reading, "footer")
        ]
        contact = info.contact.removeprefix("mailto:")
        self._environment.globals |= {
            "say": reading.say,
            "lang": reading.lang,
            "here": reading.here,
            "contact_href": contact if contact.startswith("http") or not contact else f"mailto:{contact}",
            "colon": {"fr": "\N{NO-BREAK SPACE}:"}.get(reading.lang, ":"),
            "publisher": info.publisher,
            "licence": info.license,
            "footer_pages": self._footer,
        }

    def add_to_footer(self, written: Sequence[tuple[str, str]]) -> None:
        """Let every page lead to pages that people wrote, by title and path, before those that are made."""
        self._footer[:0] = written

    def page(self, template: str, page: Any = None, **more: Any) -> str:
        """The text of a page: the template sees the fields of the page object by their names."""
        fields = (
            {field.name: getattr(page, field.name) for field in dataclasses.fields(page)} if page is not None else {}
        )
        text = self._environment.get_template(template).render({**fields, **more})
        return BLANK_LINES.sub("\n\n", text).strip() + "\n"

    def macro(self, template: str, name: str, *arguments: Any) -> str:
        """What a macro prints."""
        module = self._environment.get_template(template).make_module({})
        return str(block(str(getattr(module, name)(*arguments))))


def _definition(text: Text) -> Markup:
    """A definition, which may be Markdown: one paragraph is one, more stand in a block."""
    html = from_markdown(text.text) if text else Markup("")
    lang = Markup(' lang="{}"').format(text.lang) if text.lang else ""
    if html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>"):
        return Markup("<p{}>").format(lang) + html.removeprefix("<p>")
    return Markup('<div class="tb-prose"{}>{}</div>').format(lang, html) if html else html


def _verbatim(text: object) -> Markup:
    """A text between tags: quotes need no escape there, which halves the size of JSON."""
    return Markup(escape(str(text), quote=False))


def _request(text: object) -> Markup:
    """A request that may break before the parameters of its address."""
    return Markup(re.sub(r"[?&](?:amp;)?", r"<wbr>\g<0>", str(_verbatim(text))))


def _css_string(text: object) -> Markup:
    """A text as a string of a style sheet that stands in a page."""
    return Markup(json.dumps(str(text), ensure_ascii=False).replace("<", "\\3c "))


def _breakable(name: str) -> Markup:
    """A long name that may break before its capitals and after its colons and dots, instead of anywhere."""
    safe = escape(name, quote=False)
    return Markup(BREAKS.sub("<wbr>", safe) if len(name) > LONG else safe)


def _yaml(text: object) -> Markup:
    """A text as a value of YAML, HTML escaped: themes print titles as they are."""
    return Markup(json.dumps(str(Markup.escape(" ".join(str(text).split()))), ensure_ascii=False))
