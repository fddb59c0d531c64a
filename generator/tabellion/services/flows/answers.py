"""What the reference server answers: resources, stated errors, and errors of its own where the tables state none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.artifacts.flow.plan import StatedError
from tabellion.diagnostics import Finding, Term
from tabellion.diagnostics.render.outcome import operation_outcome
from tabellion.fhir.json import Json

FHIR_JSON = "application/fhir+json"


@dataclass(frozen=True)
class ServerRequest:
    """A request: `path` begins after the base address, `base` is that address, names of `headers` are in lower case."""

    method: str
    path: str
    base: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class ServerAnswer:
    """A response: its status, the resource that it has, headers beside that of its type."""

    status: int
    resource: Json | None = None
    headers: tuple[tuple[str, str], ...] = ()


NOT_FOUND = (404, "not-found", Term("il n'y a rien à cette adresse", "there is nothing at this address"))
NO_METHOD = (
    405,
    "not-supported",
    Term("cette adresse n'accepte pas cette méthode", "this address does not accept this method"),
)
NO_INTERACTION = (
    501,
    "not-supported",
    Term("ce serveur d'essai n'exécute pas cette interaction", "this trial server does not support this interaction"),
)
NO_HEADER = (
    400,
    "required",
    Term("un en-tête manque ou est mal formé : {name}", "a header is missing or malformed: {name}"),
)
NO_FORMAT = (415, "not-supported", Term("ce format n'est pas accepté : {name}", "this format is not accepted: {name}"))
TOO_LARGE = (413, "too-long", Term("le corps dépasse {most} octets", "the body is over {most} bytes"))
UNREADABLE = (
    400,
    "structure",
    Term("le corps n'est pas la ressource attendue : {name}", "the body is not the resource expected: {name}"),
)
NOT_ACCEPTED = (
    422,
    "not-supported",
    Term("une ressource ou une méthode n'est pas acceptée ici", "a resource or a method is not accepted here"),
)
INVALID = (422, "invalid", Term("la ressource n'est pas conforme", "the resource does not conform"))
UNKNOWN_PARAMETER = (400, "not-supported", Term("paramètre inconnu : {name}", "unknown parameter: {name}"))
WRONG_PARAMETER = (400, "value", Term("paramètre mal utilisé : {name}", "parameter used wrongly: {name}"))
SEVERAL_MATCHES = (
    412,
    "multiple-matches",
    Term("la condition convient à plusieurs ressources", "the condition fits several resources"),
)
FULL = (507, "no-store", Term("le serveur d'essai est plein", "the trial server is full"))


def own_error(
    error: tuple[int, str, Term], lang: str, findings: Iterable[Finding] = (), **words: object
) -> ServerAnswer:
    """An error that the tables do not state, in the language of the guide; findings tell where it lies."""
    status, code, term = error
    issue = {"severity": "error", "code": code, "diagnostics": term[lang].format(**words)}
    return ServerAnswer(status, {"resourceType": "OperationOutcome", "issue": [issue, *_issues(findings, lang)]})


def stated(errors: Sequence[StatedError], lang: str, findings: Iterable[Finding] = ()) -> ServerAnswer:
    """The first of some errors as its row states it, with the others of that status beside."""
    first = errors[0]
    issues = [issue for error in errors if error.http == first.http for issue in error.outcome["issue"]]
    outcome = {"resourceType": "OperationOutcome"}
    if "language" in first.outcome:
        outcome["language"] = first.outcome["language"]
    return ServerAnswer(first.http, {**outcome, "issue": [*issues, *_issues(findings, lang)]})


def _issues(findings: Iterable[Finding], lang: str) -> list[Json]:
    found = list(findings)
    return list(operation_outcome(found, lang)["issue"]) if found else []
