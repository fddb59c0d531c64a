"""The functions that FHIR adds (R4 fhirpath.html, 2.9.2)."""

from __future__ import annotations

from typing import Any

from tabellion.fhirpath.errors import FHIRPathError, UndecidedError
from tabellion.fhirpath.evaluation import Evaluation, single, text
from tabellion.fhirpath.functions.registry import Function, spending
from tabellion.fhirpath.nodes import Items, ResourceNode, system_value, typed

_PLAIN = (bool, int, str)


def _has_value(_evaluation: Evaluation, focus: Items) -> Items:
    return [_value(focus) is not None]


def _value(focus: Items) -> Any:
    """The value of a single primitive, `None` for anything else."""
    if len(focus) != 1:
        return None
    item = focus[0]
    if type(item) is not ResourceNode:
        return item
    return item.value if item.type.primitive and not isinstance(item.value, dict | list) else None


def _get_value(_evaluation: Evaluation, focus: Items) -> Items:
    return [] if _value(focus) is None else [system_value(focus[0])]


def _extension(evaluation: Evaluation, focus: Items, url: Items) -> Items:
    wanted = text(url, "extension()")
    found = []
    for item in focus:
        if type(item) is not ResourceNode:
            continue
        holder = item.sibling if item.type.primitive else item.value
        several = holder.get("extension") if isinstance(holder, dict) else None
        if isinstance(several, list):
            evaluation.spend(len(several))
            found += [
                extension for extension in several if isinstance(extension, dict) and extension.get("url") == wanted
            ]
    return [ResourceNode(extension, evaluation.types["Extension"]) for extension in found]


def _resolve(evaluation: Evaluation, focus: Items) -> Items:
    found = []
    for item in focus:
        value, holder = (item.value, item.holder) if type(item) is ResourceNode else (item, None)
        reference = value
        if isinstance(value, dict):
            reference, holder = value.get("reference"), value
        target = evaluation.host.resolve(reference, holder) if isinstance(reference, str) else None
        if target is not None:
            found.append(typed(target, "Resource", evaluation.types))
    return found


def _member_of(evaluation: Evaluation, focus: Items, value_set: Items) -> Items:
    item, address = single(focus, "memberOf()"), text(value_set, "memberOf()")
    if item is None or address is None:
        return []
    value = item.value if type(item) is ResourceNode else item
    codings: list[Any] = [value]
    if isinstance(value, dict) and isinstance(value.get("coding"), list):
        codings = value["coding"]
    answers = []
    for coding in codings:
        system, code = (coding.get("system"), coding.get("code")) if isinstance(coding, dict) else (None, coding)
        if isinstance(code, str) and (system is None or isinstance(system, str)):
            answers.append(evaluation.host.member_of(system, code, address))
    if True in answers:
        return [True]
    if None in answers:
        raise UndecidedError(
            f"le contenu du jeu de valeurs {address} n'est pas connu ici",
            f"what the value set {address} holds is not known here",
        )
    return [False]


def _conforms_to(evaluation: Evaluation, focus: Items, profile: Items) -> Items:
    item, address = single(focus, "conformsTo()"), text(profile, "conformsTo()")
    if item is None or address is None or type(item) is not ResourceNode or not isinstance(item.value, dict):
        return []
    answer = evaluation.host.conforms(item.value, address)
    if answer is None:
        raise UndecidedError(f"le profil {address} n'est pas connu ici", f"the profile {address} is not known here")
    return [answer]


def _slice(evaluation: Evaluation, focus: Items, profile: Items, name: Items) -> Items:
    address, wanted = text(profile, "slice()"), text(name, "slice()")
    if address is None or wanted is None:
        return []
    found = []
    for item in focus:
        inside = evaluation.host.in_slice(item, address, wanted) if type(item) is ResourceNode else False
        if inside is None:
            raise UndecidedError(
                f"rien ne dit ici ce qui est dans la tranche « {wanted} » de {address}",
                f"nothing says here what is in the slice `{wanted}` of {address}",
            )
        if inside:
            found.append(item)
    return found


def _html_checks(evaluation: Evaluation, focus: Items) -> Items:
    texts = [item.value if type(item) is ResourceNode else item for item in focus]
    return [all(isinstance(value, str) and evaluation.host.is_narrative(value) for value in texts)]


def _check_modifiers(_evaluation: Evaluation, focus: Items, *known: Items) -> Items:
    """What it is called on, where no modifier extension stands but those named (R4 fhirpath.html, 2.9.2)."""
    allowed = {text(url, "checkModifiers()") for url in known}
    for item in focus:
        holder = item.value if type(item) is ResourceNode else None
        several = holder.get("modifierExtension") if isinstance(holder, dict) else None
        for extension in several if isinstance(several, list) else ():
            url = extension.get("url") if isinstance(extension, dict) else None
            if url not in allowed:
                raise FHIRPathError(
                    f"l'extension modificatrice {url} n'est pas prévue", f"the modifier extension {url} is not expected"
                )
    return focus


def _undecided(name: str) -> Function:
    """A function of FHIR that asks for more than is kept here: what calls it is not evaluated, and said so."""

    def call(_evaluation: Evaluation, _focus: Items, *_arguments: Items) -> Items:
        raise UndecidedError(f"« {name}() » n'est pas évalué ici", f"`{name}()` is not evaluated here")

    return Function(call, 0, 2)


FUNCTIONS = {
    "hasValue": Function(_has_value),
    "getValue": Function(_get_value),
    "extension": Function(spending(_extension), 1, 1),
    "resolve": Function(spending(_resolve)),
    "memberOf": Function(_member_of, 1, 1),
    "conformsTo": Function(_conforms_to, 1, 1),
    "slice": Function(spending(_slice), 2, 2),
    "htmlChecks": Function(_html_checks),
    "checkModifiers": Function(_check_modifiers, 0, 64),
    **{name: _undecided(name) for name in ("elementDefinition", "subsumes", "subsumedBy")},
}
