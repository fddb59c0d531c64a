"""Why it cannot be told here which codes a value set has: what would be needed, and what people are told of it."""

from __future__ import annotations

from typing import NamedTuple

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json


class Lack(NamedTuple):
    """`address` is that of the code system or value set that would be needed, with its version where that is what is
    wrong; `code` is of OperationOutcome.issue.code."""

    address: str
    text: Term
    code: str = "not-found"


def unknown_system(uri: str) -> Lack:
    """Nothing at hand has the code system."""
    return Lack(
        uri, Term(f"le système de codes « {uri} » n'est pas connu ici", f"the code system `{uri}` is not known here")
    )


def partial_system(uri: str, content: str) -> Lack:
    """Only a part of the code system is at hand."""
    return Lack(
        uri,
        Term(
            f"le système de codes « {uri} » n'est pas ici en entier ({content})",
            f"the code system `{uri}` is not here as a whole ({content})",
        ),
    )


def other_version(uri: str, version: str, known: str) -> Lack:
    """The code system is at hand in another version than the one that is asked for."""
    return Lack(
        f"{uri}|{version}",
        Term(
            f"le système de codes « {uri} » est ici dans la version {known}, et non {version}",
            f"the code system `{uri}` is here in version {known}, and not in {version}",
        ),
    )


def conflicting_version(uri: str, stated: str, wanted: str) -> Lack:
    """The value set states another version of a system than the one that the request allows."""
    return Lack(
        f"{uri}|{stated}",
        Term(
            f"le jeu de valeurs demande « {uri} » dans la version {stated}, et la requête n'admet que {wanted}",
            f"the value set asks for version {stated} of `{uri}`, and the request allows {wanted} alone",
        ),
        "exception",
    )


def endless(uri: str) -> Lack:
    """The codes of the system follow a grammar, and have no end."""
    return Lack(
        uri,
        Term(
            f"les codes de « {uri} » suivent une grammaire, et n'ont pas de liste",
            f"the codes of `{uri}` follow a grammar, and have no list",
        ),
        "too-costly",
    )


def unknown_set(canonical: str) -> Lack:
    """Nothing at hand has the value set."""
    return Lack(
        canonical,
        Term(
            f"le jeu de valeurs « {canonical} » n'est pas connu ici", f"the value set `{canonical}` is not known here"
        ),
    )


def other_set_version(canonical: str, known: str) -> Lack:
    """The value set is at hand in another version than the one that is asked for."""
    url, _, version = canonical.partition("|")
    return Lack(
        canonical,
        Term(
            f"le jeu de valeurs « {url} » est ici dans la version {known}, et non {version}",
            f"the value set `{url}` is here in version {known}, and not in {version}",
        ),
    )


def circle(canonical: str) -> Lack:
    """The value set includes itself."""
    return Lack(
        canonical,
        Term(
            f"le jeu de valeurs « {canonical} » s'inclut lui-même",
            f"the value set `{canonical}` includes itself",
        ),
        "processing",
    )


def nothing_stated(url: str) -> Lack:
    """The value set has neither rules nor an expansion."""
    return Lack(
        url,
        Term(
            f"le jeu de valeurs « {url} » n'a ni définition ni expansion",
            f"the value set `{url}` has neither a definition nor an expansion",
        ),
    )


def undeclared_property(uri: str, name: str) -> Lack:
    """A filter asks for something that the code system does not have."""
    return Lack(
        uri,
        Term(
            f"un filtre porte sur « {name} », et le système « {uri} » ne déclare pas cette propriété",
            f"a filter is by `{name}`, and the system `{uri}` declares no such property",
        ),
        "invalid",
    )


def unclear_filter(uri: str, filter_: Json) -> Lack:
    """A filter has an operator or a value that has no meaning here."""
    said = " ".join(str(filter_.get(key, "")) for key in ("property", "op", "value"))
    return Lack(
        uri,
        Term(
            f"le filtre « {said} » sur « {uri} » n'est pas compris",
            f"the filter `{said}` on `{uri}` is not understood",
        ),
        "not-supported",
    )
