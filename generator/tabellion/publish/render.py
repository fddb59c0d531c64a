"""From page objects to text: one Jinja2 environment for each language, everything escaped unless said otherwise."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tabellion.publish.markup import block, from_markdown, in_markdown
from tabellion.publish.pages.reading import Reading

TEMPLATES = Path(__file__).parent / "templates"
BLANK_LINES = re.compile(r"\n{3,}")


class Renderer:
    """Fills templates for the pages of one language."""

    def __init__(self, reading: Reading) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "block": block,
            "from_markdown": from_markdown,
            "md": in_markdown,
            "yaml": _yaml,
        }
        self._environment.globals |= {"say": reading.say, "lang": reading.lang}

    def page(self, template: str, page: Any = None, **more: Any) -> str:
        """The text of a page: the template sees the fields of the page object by their names."""
        fields = {one.name: getattr(page, one.name) for one in dataclasses.fields(page)} if page is not None else {}
        text = self._environment.get_template(template).render({**fields, **more})
        return BLANK_LINES.sub("\n\n", text).strip() + "\n"

    def macro(self, template: str, name: str, *arguments: Any) -> str:
        """What a macro prints."""
        module = self._environment.get_template(template).make_module({})
        return str(block(str(getattr(module, name)(*arguments))))


def _yaml(text: object) -> Markup:
    """A text as a value of YAML, HTML escaped: themes print titles as they are."""
    return Markup(json.dumps(str(Markup.escape(" ".join(str(text).split()))), ensure_ascii=False))
