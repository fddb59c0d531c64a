"""The operations of the service: each takes what is asked, and gives a resource (R4 terminology-service, 4.6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term
from tabellion.fhir.definitions import Definitions, OwnDefinitions, type_definition
from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.parameters import OperationRequest, codings, missing, parameters
from tabellion.services.terminology.translation import translate
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.operations import expanding, looking_up, validating
from tabellion.terminology.operations.errors import OperationError, UnknownSystemError, unknown_value_set
from tabellion.terminology.operations.validating import CodeValidity
from tabellion.terminology.system_versions import SystemVersions
from tabellion.terminology.used_systems import used_system

Operation = Callable[[OperationRequest, "Json | None", "Service"], Json]
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
ISSUE_TYPES = "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type"
PROPERTY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property"
NO_CODING = "the concept has no code"
OF_CODES = ("parent", "child", "replacedBy")
"""The properties whose values are codes of the same system."""


class Service:
    """What operations answer from. Resources that a request brings along (`tx-resource`) answer that request alone."""

    def __init__(self, known: GuideTerminology) -> None:
        self.known = known

    def definitions(self, asked: OperationRequest) -> Definitions:
        """What is at hand, with what the request brings along."""
        brought = [item for item in asked.all("tx-resource") if isinstance(item, dict) and "url" in item]
        return OwnDefinitions(brought, self.known.definitions) if brought else self.known.definitions

    def terminology(self, asked: OperationRequest) -> Terminology:
        """Questions about codes, by the definitions and the versions of systems that a request wants."""
        definitions = self.definitions(asked)
        versions = SystemVersions(
            asked.canonicals("system-version"),
            asked.canonicals("check-system-version"),
            asked.canonicals("force-system-version"),
            asked.canonicals("exclude-system"),
        )
        supplements = _supplements(asked, definitions)
        if definitions is self.known.definitions and not versions and not supplements:
            return self.known.terminology
        return Terminology(definitions, supplements, versions)


def _supplements(asked: OperationRequest, definitions: Definitions) -> list[Json]:
    """The supplements of code systems that a request brings along or names (R5 useSupplement). Raises `OperationError`
    for one that is not here."""
    found = [
        item
        for item in asked.all("tx-resource")
        if isinstance(item, dict) and item.get("resourceType") == "CodeSystem" and item.get("content") == "supplement"
    ]
    for canonical in asked.all("useSupplement"):
        named = definitions.get(str(canonical), "CodeSystem")
        if named is None or named.get("content") != "supplement":
            text = Term(f"le supplément « {canonical} » n'est pas là", f"the supplement `{canonical}` is not here")
            raise OperationError("not-found", text)
        found.append(named)
    return found


TEXTS = ("filter", "date", "context", "contextDirection")
NUMBERS = ("offset", "count")
FLAGS = (
    "activeOnly",
    "includeDesignations",
    "includeDefinition",
    "excludeNested",
    "excludeNotForUI",
    "excludePostCoordinated",
)
SEVERAL = ("designation", "property")
VERSIONS = ("system-version", "check-system-version", "force-system-version", "exclude-system", "useSupplement")
EXPANSION = (*TEXTS, *NUMBERS, *FLAGS, *SEVERAL, *VERSIONS, "displayLanguage", "tx-resource")
"""The parameters of $expand."""


def expand(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """ValueSet/$expand."""
    terminology = service.terminology(asked)
    lang = asked.language()
    found = expanding.expand(
        terminology,
        _value_set(asked, instance, terminology, service),
        text=asked.text("filter"),
        count=asked.number("count"),
        offset=asked.number("offset") or 0,
        lang=lang,
        active_only=asked.flag("activeOnly") is True,
        designations=asked.flag("includeDesignations") is True,
        selectable_only=asked.flag("excludeNotForUI") is True,
        designation=[str(each) for each in asked.all("designation")],
        properties=[str(each) for each in asked.all("property")],
        without_expressions=asked.flag("excludePostCoordinated") is True,
    )
    # the definition goes along only where it is asked for (R4 $expand, includeDefinition)
    kept = {key: item for key, item in found.value_set.items() if key not in ("expansion", "text", "compose")}
    if asked.flag("includeDefinition") is True and "compose" in found.value_set:
        kept["compose"] = found.value_set["compose"]
    contains = list(found.contains)
    if found.properties:
        contains = [
            item | _with_properties(some, service) for item, some in zip(contains, found.properties, strict=True)
        ]
    expansion: Json = {
        "identifier": f"urn:uuid:{_uuid(found, asked)}",
        "timestamp": str(found.value_set.get("date") or "1970-01-01"),
        "total": found.total,
        # only a page of an expansion has a place in it (R4 ValueSet.expansion.offset)
        "offset": found.offset if asked.number("count") is not None or found.offset else None,
        "parameter": _said(asked, lang) + [used_system(system) for system in found.systems],
        "contains": contains,
    }
    return kept | {"expansion": {key: item for key, item in expansion.items() if item not in (None, [])}}


def _said(asked: OperationRequest, lang: str) -> list[Json]:
    """The parameters that an expansion was made with, as ValueSet.expansion.parameter."""
    said: list[Json] = [{"name": name, "valueString": text} for name in TEXTS if (text := asked.text(name))]
    said += [{"name": "displayLanguage", "valueCode": lang}] if lang and LANGUAGE.fullmatch(lang) else []
    said += [{"name": name, "valueInteger": number} for name in NUMBERS if (number := asked.number(name)) is not None]
    said += [{"name": name, "valueBoolean": flag} for name in FLAGS if (flag := asked.flag(name)) is not None]
    said += [{"name": name, "valueString": str(each)} for name in SEVERAL for each in asked.all(name)]
    return said + [{"name": name, "valueUri": str(each)} for name in VERSIONS for each in asked.all(name)]


def _with_properties(found: Sequence[tuple[str, Any]], service: Service) -> Json:
    """The properties of a code in an expansion: R5 has an element for them, earlier versions HL7's extension for it."""
    if service.known.definitions.fhir_version.startswith("5"):
        stated = [{"code": name, f"value{_type(value)}": value} for name, value in found]
        return {"property": stated} if stated else {}
    stated = [
        {
            "url": PROPERTY,
            "extension": [
                {"url": "code", "valueCode": name},
                {"url": "value", f"value{_type(value)}": value},
            ],
        }
        for name, value in found
    ]
    return {"extension": stated} if stated else {}


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    return "Decimal" if isinstance(value, Decimal) else "Coding" if isinstance(value, dict) else "String"


def _value_set(
    asked: OperationRequest, instance: Json | None, terminology: Terminology, service: Service
) -> str | Json:
    """The value set of a request. Raises `OperationError` where it names none, or a version that is not here."""
    value_set: str | Json | None = instance or asked.whole("valueSet") or asked.text("url")
    if not value_set and asked.text("context"):
        value_set = _of_context(asked.text("context"), service.definitions(asked))
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


def _of_context(context: str, definitions: Definitions) -> str:
    """The value set that an element of a structure is bound to: `address#Patient.gender`, or `Patient.gender`. Raises
    `OperationError` for an element that is not there, or is bound to none."""
    address, _, path = context.rpartition("#")
    structure = type_definition(definitions, address or path.partition(".")[0])
    elements = (structure or {}).get("snapshot", {}).get("element", ())
    for element in elements:
        if path in (element.get("id"), element.get("path")) and "valueSet" in element.get("binding", {}):
            return str(element["binding"]["valueSet"])
    raise OperationError(
        "not-found",
        Term(f"« {context} » n'est lié à aucun jeu de valeurs ici", f"`{context}` is bound to no value set here"),
    )


def _uuid(found: expanding.ExpandedCodes, asked: OperationRequest) -> str:
    """An identifier that is the same for the same expansion: nothing here is drawn."""
    text = f"{found.value_set.get('url')} {found.total} {found.offset} {_said(asked, asked.language())} {found.systems}"
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def look_up(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$lookup."""
    coding = asked.coding("coding") or {}
    system = str(coding.get("system", "")) or asked.text("system", "url") or str((instance or {}).get("url", ""))
    code = str(coding.get("code", "")) or asked.text("code")
    if not code or not system:
        raise missing("code" if not code else "system")
    version = str(coding.get("version", "")) or asked.text("version")
    terminology = service.terminology(asked)
    found = looking_up.look_up(terminology, system, code, version, asked.language())
    wanted = {str(name) for name in asked.all("property")} - {"*"}
    properties = [(name, value) for name, value in found.properties if not wanted or name in wanted]
    if found.definition and (not wanted or "definition" in wanted):
        properties.append(("definition", found.definition))  # R4 has no parameter of its own for it
    languages = {name.removeprefix("lang.") for name in wanted if name.startswith("lang.")}
    return parameters(
        {
            "name": found.name,
            "version": found.version,
            "display": found.display,
            "code": ("Code", found.code),
            "system": ("Uri", found.system),
            "abstract": found.abstract,
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
            "property": [
                {
                    "code": ("Code", name),
                    "value": _property(name, value, found.types),
                    "description": _described(name, value, found, terminology),
                }
                for name, value in properties
            ],
        }
    )


def _described(name: str, value: Any, found: looking_up.CodeDetails, terminology: Terminology) -> str | None:
    """What a code that is the value of a property is called in the same system."""
    if not isinstance(value, str) or not (name in OF_CODES or found.types.get(name) == "code"):
        return None
    concept = terminology.systems.concept(found.system, value, found.version)
    return concept.display if concept is not None else None


def _property(name: str, value: Any, types: Mapping[str, str]) -> Any:
    if name in OF_CODES:
        return ("Code", value)
    type_ = types.get(name)
    return (type_[:1].upper() + type_[1:], value) if type_ in ("code", "dateTime") else value


def validate_in_value_set(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """ValueSet/$validate-code: a code, a Coding or a CodeableConcept."""
    terminology = service.terminology(asked)
    return _validated(asked, _value_set(asked, instance, terminology, service), terminology)


def validate_in_system(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$validate-code."""
    brought = asked.whole("codeSystem")
    if brought is not None:
        asked.bring(brought)
    url = str((instance or brought or {}).get("url", "")) or asked.text("url", "system")
    return _validated(asked, None, service.terminology(asked), url.partition("|")[0])


def _validated(
    asked: OperationRequest, value_set: str | Json | None, terminology: Terminology, system: str = ""
) -> Json:
    given = codings(asked, system)
    if not given:
        issue = {
            "severity": "error",
            "code": "invalid",
            "details": {"text": NO_CODING},
            "expression": ["CodeableConcept"],
        }
        return parameters(
            {"result": False, "message": NO_CODING, "issues": {"resourceType": "OperationOutcome", "issue": [issue]}}
        )
    if value_set is None and not any(item.get("system") for item in given):
        raise missing("url")
    concept = asked.whole("codeableConcept")
    answers: list[CodeValidity] = []
    unknown: UnknownSystemError | None = None
    for coding in given:
        try:
            found = validating.validate_code(
                terminology,
                value_set=value_set,
                system=str(coding["system"]) if coding.get("system") else None,
                code=str(coding.get("code", "")),
                version=str(coding.get("version", "")),
                display=str(coding.get("display", "")),
                lang=asked.language(),
                abstract=asked.flag("abstract") is not False,
                active_only=asked.flag("activeOnly") is True,
                lenient=asked.flag("lenient-display-validation") is True,
            )
        except UnknownSystemError as fault:
            unknown = unknown or fault  # another code of the same concept may be told for sure
            continue
        answers.append(found)
        if found.result:
            break
    best = next((item for item in answers if item.result), None)
    if best is None and unknown is not None:
        return _unknown(unknown)
    best = best or answers[0]
    prefixes = _prefixes(asked, len(given))
    issues = [_issue(answer, prefixes[position]) for position, answer in enumerate(answers) if answer.issue]
    for issue in issues if best.result else ():
        issue["severity"] = "warning"
    return parameters(
        {
            "result": best.result,
            "message": best.text["en"],
            "display": best.display,
            "code": ("Code", best.code),
            "system": ("Uri", best.system) if best.system else None,
            "version": best.version,
            "inactive": True if best.inactive else None,
            "codeableConcept": ("CodeableConcept", concept) if concept is not None else None,
            "issues": {"resourceType": "OperationOutcome", "issue": issues} if issues else None,
        }
    )


def _prefixes(asked: OperationRequest, count: int) -> list[str]:
    """What the paths of the codes of a request begin with (FHIRPath, from the parameter)."""
    if asked.whole("codeableConcept") is not None:
        return [f"CodeableConcept.coding[{position}]." for position in range(count)]
    return ["Coding." if asked.coding("coding") is not None else ""] * count


def _issue(answer: CodeValidity, prefix: str) -> Json:
    at = f"{prefix}{answer.part}"
    return {
        "severity": "error",
        "code": answer.issue,
        "details": {"coding": [{"system": ISSUE_TYPES, "code": answer.kind}], "text": answer.text["en"]},
        "location": [at],
        "expression": [at],
    }


def _unknown(fault: UnknownSystemError) -> Json:
    """The answer about a system that is not here, as HL7's programs read it: they tell it from a code that is wrong."""
    said = fault.text["en"]
    is_absent = fault.code == "not-found"
    coding = {"system": ISSUE_TYPES, "code": "not-found" if is_absent else "vs-invalid"}
    issue = {"severity": "error", "code": fault.code, "details": {"coding": [coding], "text": said}}
    return parameters(
        {
            "result": False,
            "message": said,
            "x-caused-by-unknown-system": ("Canonical", fault.system) if fault.system and is_absent else None,
            "issues": {"resourceType": "OperationOutcome", "issue": [issue]},
        }
    )


def subsumes(asked: OperationRequest, instance: Json | None, service: Service) -> Json:
    """CodeSystem/$subsumes."""
    first, second = asked.coding("codingA") or {}, asked.coding("codingB") or {}
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
        asked, instance, service.definitions(asked)
    ),
}
"""Every operation by the type that it is asked of and its name."""
