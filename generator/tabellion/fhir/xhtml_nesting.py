"""Which elements of XHTML may stand in which (HTML 4.0, chapters 7 to 11, which R4 narrative.html, 2.4.0, goes by)."""

from __future__ import annotations

from tabellion.diagnostics import Term

_BLOCKS = frozenset(["div", "table", "ul", "ol", "pre"])
_TEXT_NAMES = (
    "p a abbr acronym address b bdo big cite code dfn em h1 h2 h3 h4 h5 h6 i kbd q samp small span strong sub sup tt"
    " var pre dt dd caption"
)
_TEXTS = frozenset(_TEXT_NAMES.split())
_NOT_IN_PARAGRAPH = frozenset({"p", "blockquote"})
_CHILDREN = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "col", "colgroup", "thead", "tfoot", "tbody", "tr"}),
    "thead": frozenset({"tr", "td", "th"}),
    "tfoot": frozenset({"tr", "td", "th"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}
"""What lists and tables are made of; nothing else stands in them, and no text."""
_PARENTS = {
    "li": frozenset({"ul", "ol"}),
    "tr": frozenset({"table", "thead", "tfoot", "tbody"}),
    "td": frozenset({"tr", "thead", "tfoot"}),
    "th": frozenset({"tr", "thead", "tfoot"}),
}


def misplaced(name: str, around: list[str]) -> Term | None:
    """Why an element may not stand where it does, `around` being those that it is inside of, outermost first."""
    parent = around[-1] if around else ""
    if parent in _CHILDREN and name not in _CHILDREN[parent]:
        return Term(f"il ne se met pas dans « {parent} »", f"it does not go into `{parent}`")
    if name in _PARENTS and parent not in _PARENTS[name]:
        return Term(f"sa place n'est pas dans « {parent} »", f"its place is not in `{parent}`")
    if name in _BLOCKS:
        text = next((item for item in reversed(around) if item in _TEXTS), None)
        if text is not None:
            return Term(
                f"un bloc ne se met pas dans le texte de « {text} »", f"a block does not go into the text of `{text}`"
            )
    if name in _NOT_IN_PARAGRAPH and "p" in around:
        return Term("il ne se met pas dans un paragraphe", "it does not go into a paragraph")
    if name == "a" and "a" in around:
        return Term("un lien ne se met pas dans un autre", "a link does not go into another")
    return None


def takes_text(name: str) -> bool:
    """Whether text may stand directly in an element."""
    return name not in _CHILDREN
