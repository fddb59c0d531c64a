"""What a cell in a column Value set means."""

from __future__ import annotations

import re

from tabellion.artifacts.addresses import nearest_address
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule

UNKNOWN_VALUE_SET = rule(
    "RF003",
    "unknown-value-set",
    "error",
    "not-found",
    fr="le jeu de valeurs « {value} » n'est défini nulle part",
    en="the value set `{value}` is defined nowhere",
    help_fr="ajoutez-le à la feuille « Jeux de valeurs », ou donnez son adresse canonique",
    help_en="add it to the sheet `Value sets`, or give its canonical address",
)
VALUE_SET_NOT_AT_HAND = rule(
    "RF004",
    "value-set-not-at-hand",
    "warning",
    "not-found",
    fr="le jeu de valeurs « {value} » n'est ni dans ce guide, ni dans ses paquets : ses codes ne seront pas vérifiés",
    en="the value set `{value}` is neither in this guide nor in its packages: its codes will not be checked",
    help_fr="ajoutez le paquet qui le définit (« tabellion packages add nom@version »)",
    help_en="add the package that defines it (`tabellion packages add name@version`)",
)

ADDRESS = re.compile(r"(https?://|urn:)\S+")


def value_set_url(text: str, place: Place, workspace: Workspace) -> str | None:
    """The canonical address for an id, a name, an OID or an address; `None` for an unknown one, which is reported."""
    name = text.removeprefix("urn:oid:")
    known = workspace.value_set(text)
    if known is not None:
        return known + text[text.index("|") :] if "|" in text else known
    if ADDRESS.fullmatch(text):
        if workspace.packages.get(text, "ValueSet") is None and workspace.faults.is_absent(name, ("valuesets",), place):
            near = nearest_address(text, "ValueSet", workspace)
            workspace.report.add(VALUE_SET_NOT_AT_HAND, place, value=text, suggestion=near)
        return text
    if workspace.faults.is_absent(name, ("valuesets",), place):
        near = workspace.nearest(text, "value sets", lambda: workspace.own_value_sets)
        workspace.report.add(UNKNOWN_VALUE_SET, place, value=text, suggestion=near)
    return None
