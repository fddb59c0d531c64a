"""What an operation is asked, from an address or a Parameters resource, and Parameters as an answer (R4 operations)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.operations.errors import OperationError

OUTCOME = "OperationOutcome"


class OperationRequest:
    """The parameters of a request by their name: the first of each, as text or as the JSON that it is. `languages` are
    those that the header Accept-Language asks for, used where no parameter does."""

    def __init__(self, query: Iterable[tuple[str, str]], body: Json | None, languages: str = "") -> None:
        self.languages = languages
        self._values: dict[str, list[Any]] = {}
        for name, text in query:
            self._values.setdefault(name, []).append(text)
        for parameter in (body or {}).get("parameter", ()):
            if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                self._values.setdefault(parameter["name"], []).append(_value(parameter))

    def all(self, name: str) -> list[Any]:
        """Every value of a parameter."""
        return self._values.get(name, [])

    def text(self, *names: str) -> str:
        """The text of the first of some parameters that is given, `""` for none."""
        for name in names:
            value = next(iter(self.all(name)), None)
            if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
                return str(value)
        return ""

    def bring(self, resource: Json) -> None:
        """Take a resource as one that the request brings along."""
        self._values.setdefault("tx-resource", []).append(resource)

    def language(self) -> str:
        """The languages that names are wanted in, `""` for none."""
        return self.text("displayLanguage", "_displayLanguage") or self.languages

    def coding(self, name: str) -> Json | None:
        """The Coding of a parameter, which an address writes as `system|code`."""
        found = next(iter(self.all(name)), None)
        if isinstance(found, str) and "|" in found:
            system, _, code = found.rpartition("|")
            return {"system": system, "code": code}
        return found if isinstance(found, dict) else None

    def canonicals(self, name: str) -> dict[str, str]:
        """The version of each canonical address that a parameter names, `""` for one without."""
        found = (str(value).partition("|") for value in self.all(name))
        return {url: version for url, _, version in found if url}

    def parts(self, name: str) -> list[Json]:
        """The parts of every parameter of a name, the values by their own names."""
        return [
            {str(part.get("name")): _value(part) for part in value if isinstance(part, dict)}
            for value in self.all(name)
            if isinstance(value, list)
        ]

    def whole(self, name: str) -> Json | None:
        """The object of a parameter: a Coding, a CodeableConcept, a resource."""
        value = next(iter(self.all(name)), None)
        return value if isinstance(value, dict) else None

    def flag(self, name: str) -> bool | None:
        """What a parameter says yes or no to. Raises `OperationError` for one that says neither."""
        value = next(iter(self.all(name)), None)
        if value in (None, True, False, "true", "false"):
            return None if value is None else value is True or value == "true"
        raise OperationError(
            "invalid",
            Term(
                f"« {name} » attend true ou false, et reçoit « {value} »", f"`{name}` is true or false, not `{value}`"
            ),
            400,
        )

    def number(self, name: str) -> int | None:
        """The number of a parameter. Raises `OperationError` for what is none, or below zero."""
        text = self.text(name)
        if not text:
            return None
        if not text.isdigit() or len(text) > 9:
            raise OperationError(
                "invalid",
                Term(f"« {name} » attend un nombre, et reçoit « {text} »", f"`{name}` asks for a number, not `{text}`"),
                400,
            )
        return int(text)


def _value(parameter: Json) -> Any:
    return next((item for key, item in parameter.items() if key.startswith(("value", "resource", "part"))), None)


def codings(asked: OperationRequest, system: str = "") -> list[Json]:
    """The codes that a request is about, of `system` where they name none; none of a CodeableConcept that has only a
    text. Raises `OperationError` where nothing is asked about."""
    concept = asked.whole("codeableConcept") or asked.whole("sourceCodeableConcept")
    coding = asked.coding("coding") or asked.coding("sourceCoding")
    if concept is not None:
        found = [item for item in concept.get("coding", ()) if isinstance(item, dict) and item.get("code")]
    elif coding is not None:
        found = [coding]
    else:
        # R4 calls it systemVersion for a value set and version for a code system
        names: Mapping[str, tuple[str, ...]] = {
            "code": ("code", "sourceCode"),
            "system": ("system",),
            "display": ("display",),
            "version": ("systemVersion", "version"),
        }
        found = [{key: text for key, named in names.items() if (text := asked.text(*named))}]
    if concept is None and not found[0].get("code"):
        raise missing("code")
    return [{"system": system, **item} if system else item for item in found]


def missing(name: str) -> OperationError:
    """A parameter that an operation cannot do without is not there."""
    return OperationError("required", Term(f"il manque « {name} »", f"`{name}` is missing"), 400)


def parameters(values: Mapping[str, Any]) -> Json:
    """A Parameters resource: texts as strings, or as what `(type, value)` says; parts as lists of these; `None` is left
    out."""
    return {
        "resourceType": "Parameters",
        "parameter": [part for name, value in values.items() for part in _part(name, value)],
    }


def _part(name: str, value: Any) -> Iterable[Json]:
    if value is None or value == "":
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and "resourceType" not in item:
                yield {"name": name, "part": [each for key, some in item.items() for each in _part(key, some)]}
            else:
                yield from _part(name, item)
    elif isinstance(value, tuple):
        yield {"name": name, f"value{value[0]}": value[1]}
    elif isinstance(value, bool):
        yield {"name": name, "valueBoolean": value}
    elif isinstance(value, int):
        yield {"name": name, "valueInteger": value}
    elif isinstance(value, Decimal):
        yield {"name": name, "valueDecimal": value}
    elif isinstance(value, dict):
        yield {"name": name, "resource": value} if "resourceType" in value else {"name": name, "valueCoding": value}
    else:
        yield {"name": name, "valueString": str(value)}


def outcome(code: str, text: str, severity: str = "error") -> Json:
    """An OperationOutcome with one issue."""
    issue = {"severity": severity, "code": code, "details": {"text": text}, "diagnostics": text}
    return {"resourceType": OUTCOME, "issue": [issue]}
