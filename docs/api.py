"""Writes `docs/api.md`, the page of the public interface, from its docstrings: `python docs/api.py`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tabellion

PAGE = Path(__file__).with_name("api.md")
# of these classes the rest is for the parts of the program that they are made of
SHOWN = {
    "Validator": {"validate", "resource_types"},
    "SnapshotGenerator": {"generate", "elements_of"},
    "Report": {"failed", "valid", "in_order", "errors", "codes", "frame"},
    "Problem": set[str](),
    "GuideTerminology": {"expand", "lookup", "validate_code", "translate", "where_used"},
}


def page() -> str:
    """The page as it should be."""
    members = {name: getattr(tabellion, name) for name in tabellion.__all__ if name != "__version__"}
    functions = [(name, made) for name, made in members.items() if not inspect.isclass(made)]
    classes = [(name, made) for name, made in members.items() if inspect.isclass(made)]
    lines = [
        "# Interface for Python",
        "",
        "<!-- written by docs/api.py from the docstrings: change these, then run it -->",
        "",
        _text(tabellion),
        "",
        "A [notebook](frames.ipynb) shows how a guide is read, checked and computed with.",
        "",
        "## Calls",
        "",
    ]
    for name, function in functions:
        lines += [f"### {name}", "", "```python", _signature(name, function), "```", "", _text(function), ""]
    lines += ["## Classes", "", "What the calls give and take. Nothing of it is to be changed by its reader.", ""]
    for name, made in classes:
        lines += [f"### {name}", "", _text(made), "", *_members(made)]
    return "\n".join(lines).rstrip() + "\n"


def _members(made: type) -> Iterator[str]:
    fields = getattr(made, "__dataclass_fields__", {})
    if fields:
        yield "| Field | Type |"
        yield "|---|---|"
        yield from (f"| `{name}` | `{field.type}` |".replace(" | None", " \\| None") for name, field in fields.items())
        yield ""
    told = [_member(name, value) for name, value in vars(made).items() if name not in fields and _is_shown(made, name)]
    if any(told):
        yield from filter(None, told)
        yield ""


def _is_shown(made: type, name: str) -> bool:
    return not name.startswith("_") and name in SHOWN.get(made.__name__, {name})


def _member(name: str, value: object) -> str:
    text = " ".join(_text(value).split())
    return f"- `{_signature(name, value) if inspect.isfunction(value) else name}`: {text}" if text else ""


class _Bare:
    """An annotation as it is written, without the quotes of a text."""

    def __init__(self, text: object) -> None:
        self._text = str(text).replace("'", "").replace('"', "")

    def __repr__(self) -> str:
        return self._text


def _signature(name: str, function: Any) -> str:
    signature = inspect.signature(function)
    kept = [
        item.replace(annotation=_Bare(item.annotation)) for key, item in signature.parameters.items() if key != "self"
    ]
    return f"{name}{signature.replace(parameters=kept, return_annotation=_Bare(signature.return_annotation))}"


def _text(item: Any) -> str:
    """A docstring as Markdown: its examples in blocks."""
    text = inspect.cleandoc(item.__doc__ or "") if item.__doc__ else ""
    return re.sub(r"(?m)(^>>> .*(?:\n(?!\n).+)*)", r"```python\n\1\n```", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
