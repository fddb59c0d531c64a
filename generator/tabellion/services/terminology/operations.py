"""The operations of the service: each takes what is asked, and gives a resource (R4 terminology-service, 4.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.parameters import OperationRequest, codings, missing, parameters
from tabellion.services.terminology.translation import translate
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.operations import expanding, looking_up, validating
from tabellion.terminology.operations.errors import OperationError, UnknownSystemError, unknown_value_set
from tabellion.terminology.operations.validating import CodeValidity
from tabellion.terminology.used_systems import used_system

Operation = Callable[[OperationRequest, "Json | None", "Service"], Json]
LANGUAGES = ("displayLanguage", "_displayLanguage")


class Service:
    """What operations answer from. Resources that a request brings along (`tx-resource`) answer that request alone."""

    def __init__(self, known: GuideTerminology) -> None:
        self.known = known

    def terminology(self, asked: OperationRequest) -> Terminology:
        """Questions about codes, with what the request brings along."""
        from tabellion.fhir.definitions import OwnDefinitions

        brought = [item for item in asked.all("tx-resource") if isinstance(item, dict) and "url" in item]
        if not brought:
            return self.known.terminology
        return Terminology(OwnDefinitions(brought, self.known.definitions))


def expand(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """ValueSet/$expand."""
    terminology = service.terminology(asked)
    found = expanding.expand(
        terminology,
        _value_set(asked, instance, terminology),
        text=asked.text("filter"),
        count=asked.number("count"),
        offset=asked.number("offset") or 0,
        lang=asked.text(*LANGUAGES),
        active_only=asked.flag("activeOnly") is True,
        designations=asked.flag("includeDesignations") is True,
        selectable_only=asked.flag("excludeNotForUI") is True,
    )
    # the definition goes along only where it is asked for (R4 $expand, includeDefinition)
    kept = {key: item for key, item in found.value_set.items() if key not in ("expansion", "text", "compose")}
    if asked.flag("includeDefinition") is True and "compose" in found.value_set:
        kept["compose"] = found.value_set["compose"]
    said: list[Json] = [
        {"name": name, "valueString": text} for name in ("filter", "displayLanguage") if (text := asked.text(name))
    ]
    said += [
        {"name": name, "valueInteger": number}
        for name in ("offset", "count")
        if (number := asked.number(name)) is not None
    ]
    said += [
        {"name": name, "valueBoolean": flag}
        for name in ("activeOnly", "includeDesignations", "excludeNotForUI")
        if (flag := asked.flag(name)) is not None
    ]
    expansion: Json = {
        "identifier": f"urn:uuid:{_uuid(found, asked)}",
        "timestamp": str(found.value_set.get("date") or "1970-01-01"),
        "total": found.total,
        "offset": found.offset,
        "parameter": said + [used_system(system) for system in found.systems],
        "contains": list(found.contains),
    }
    if not expansion["contains"]:
        del expansion["contains"]
    return kept | {"expansion": expansion}


def _value_set(asked: OperationRequest, instance: Json | None, terminology: Terminology) -> str | Json:
    """The value set of a request. Raises `OperationError` where it names none, or a version that is not here."""
    value_set: str | Json | None = instance or asked.whole("valueSet") or asked.text("url")
    if not value_set:
        raise missing("url")
    if isinstance(value_set, str):
        url, _, version = value_set.partition("|")
        version = version or asked.text("valueSetVersion")
        value_set = f"{url}|{version}" if version else url
        found = terminology.value_set(value_set)
        if found is None or (version and found.get("version", version) != version):
            raise unknown_value_set(value_set)
    return value_set


def _uuid(found: expanding.ExpandedCodes, asked: OperationRequest) -> str:
    """An identifier that is the same for the same expansion: nothing here is drawn."""
    text = f"{found.value_set.get('url')} {found.total} {found.offset} {asked.text('filter')} {len(found.contains)}"
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def look_up(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$lookup."""
    coding = asked.whole("coding") or {}
    system = str(coding.get("system", "")) or asked.text("system", "url") or str((instance or {}).get("url", ""))
    code = str(coding.get("code", "")) or asked.text("code")
    if not code or not system:
        raise missing("code" if not code else "system")
    version = str(coding.get("version", "")) or asked.text("version")
    found = looking_up.look_up(service.terminology(asked), system, code, version, asked.text(*LANGUAGES))
    wanted = {str(name) for name in asked.all("property")}
    properties = [(name, value) for name, value in found.properties if not wanted or name in wanted]
    if found.definition and (not wanted or "definition" in wanted):
        properties.append(("definition", found.definition))  # R4 has no parameter of its own for it
    languages = {name.removeprefix("lang.") for name in wanted if name.startswith("lang.")}
    return parameters(
        {
            "name": found.name,
            "version": found.version,
            "code": ("Code", found.code),
            "system": ("Uri", found.system),
            "display": found.display,
            "definition": found.definition,
            "designation": [
                {
                    "language": ("Code", item["language"]) if "language" in item else None,
                    "use": item.get("use"),
                    "value": item["value"],
                }
                for item in found.designations
                if "value" in item and (not languages or "designation" in wanted or item.get("language") in languages)
            ],
            "property": [{"code": ("Code", name), "value": _property(name, value)} for name, value in properties],
        }
    )


def _property(name: str, value: Any) -> Any:
    return ("Code", value) if name in ("parent", "child", "replacedBy") else value


def validate_in_value_set(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """ValueSet/$validate-code: a code, a Coding or a CodeableConcept."""
    return _validated(asked, _value_set(asked, instance, service.terminology(asked)), service)


def validate_in_system(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$validate-code."""
    return _validated(asked, None, service, str((instance or {}).get("url", "")) or asked.text("url"))


def _validated(asked: OperationRequest, value_set: str | Json | None, service: Service, system: str = "") -> Json:
    terminology = service.terminology(asked)
    if value_set is None and not system and not any(item.get("system") for item in codings(asked, "")):
        raise missing("url")
    answers: list[CodeValidity] = []
    for coding in codings(asked, system):
        try:
            found = validating.validate_code(
                terminology,
                value_set=value_set,
                system=str(coding["system"]) if coding.get("system") else None,
                code=str(coding.get("code", "")),
                version=str(coding.get("version", "")),
                display=str(coding.get("display", "")),
                lang=asked.text(*LANGUAGES),
                abstract=asked.flag("abstract") is not False,
            )
        except UnknownSystemError as fault:
            return _unknown(fault)
        answers.append(found)
        if found.result:
            break
    best = next((item for item in answers if item.result), answers[0])
    concept = asked.whole("codeableConcept")
    said = best.text["en"]
    issue = [
        {
            "severity": "error",
            "code": best.issue,
            "details": {"text": said},
            "location": ["code"],
            "expression": ["code"],
        }
    ]
    return parameters(
        {
            "result": best.result,
            "message": said,
            "display": best.display,
            "code": ("Code", best.code),
            "system": ("Uri", best.system) if best.system else None,
            "version": best.version,
            "inactive": True if best.inactive else None,
            "codeableConcept": ("CodeableConcept", concept) if concept is not None else None,
            "issues": None if best.result else {"resourceType": "OperationOutcome", "issue": issue},
        }
    )


def _unknown(fault: UnknownSystemError) -> Json:
    """The answer about a system that is not here, as HL7's programs read it: they tell it from a code that is wrong."""
    said = fault.text["en"]
    coding = {"system": "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type", "code": "not-found"}
    issue = {"severity": "error", "code": "not-found", "details": {"coding": [coding], "text": said}}
    return parameters(
        {
            "result": False,
            "message": said,
            "x-caused-by-unknown-system": ("Canonical", fault.system) if fault.system else None,
            "issues": {"resourceType": "OperationOutcome", "issue": [issue]},
        }
    )


def subsumes(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$subsumes."""
    first, second = asked.whole("codingA") or {}, asked.whole("codingB") or {}
    systems = {str(coding["system"]) for coding in (first, second) if coding.get("system")}
    if len(systems) > 1:
        raise OperationError(
            "invalid", Term("les codes sont de deux systèmes", "the codes are of two code systems"), 400
        )
    system = next(iter(systems), "") or asked.text("system") or str((instance or {}).get("url", ""))
    version = str(first.get("version", "")) or asked.text("version")
    codes = [str(coding.get("code", "")) or asked.text(name) for coding, name in ((first, "codeA"), (second, "codeB"))]
    if not all(codes) or not system:
        raise missing("codeA, codeB, system")
    found = looking_up.subsumes(service.terminology(asked), system, codes[0], codes[1], version)
    return parameters({"outcome": ("Code", found)})


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("ValueSet", "$expand"): expand,
    ("ValueSet", "$validate-code"): validate_in_value_set,
    ("CodeSystem", "$lookup"): look_up,
    ("CodeSystem", "$validate-code"): validate_in_system,
    ("CodeSystem", "$subsumes"): subsumes,
    ("ConceptMap", "$translate"): lambda asked, instance, service: translate(
        asked, instance, service.known.definitions
    ),
}
"""Every operation by the type that it is asked of and its name."""
