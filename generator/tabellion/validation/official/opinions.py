"""The two verdicts side by side: the official issues in our form, and where the verdicts differ."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Literal

from tabellion.diagnostics import Finding, Place, Report, Term, rule
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.packages import Package, open_package
from tabellion.fhir.xml_encoding import is_xml
from tabellion.terminology.expansion import Terminology
from tabellion.validation.loading import Loaded
from tabellion.validation.official.engine import (
    OFFICIAL_VALIDATOR_NOT_STARTED,
    EngineStoppedError,
    OfficialEngine,
    start,
)
from tabellion.validation.runs import Outcome, Setup, in_file, outcome
from tabellion.validation.source_texts import SourceText

OFFICIAL_VALIDATOR_ERROR = rule(
    "VA084",
    "official-validator-error",
    "error",
    "processing",
    fr="validateur d'HL7 : {text}",
    en="HL7's validator: {text}",
    help_fr="message {message_id} du validateur d'HL7",
    help_en="message {message_id} of HL7's validator",
)
OFFICIAL_VALIDATOR_WARNING = rule(
    "VA085",
    "official-validator-warning",
    "warning",
    "processing",
    fr="validateur d'HL7 : {text}",
    en="HL7's validator: {text}",
    help_fr="message {message_id} du validateur d'HL7",
    help_en="message {message_id} of HL7's validator",
)
OFFICIAL_VALIDATOR_NOTE = rule(
    "VA086",
    "official-validator-note",
    "information",
    "informational",
    fr="validateur d'HL7 : {text}",
    en="HL7's validator: {text}",
    help_fr="message {message_id} du validateur d'HL7",
    help_en="message {message_id} of HL7's validator",
)
VERDICTS_DIFFER = rule(
    "VA087",
    "verdicts-differ",
    "warning",
    "informational",
    fr="les deux verdicts diffèrent : {ours} ici, {official} pour le validateur d'HL7",
    en="the two verdicts differ: {ours} here, {official} for HL7's validator",
    help_fr="comparez les erreurs de chacun, et la version des paquets qu'il utilise",
    help_en="compare the errors of each, and the version of the packages that it uses",
)
OFFICIAL_MESSAGE_FOR_WANT_OF_SERVER = rule(
    "VA088",
    "official-message-for-want-of-server",
    "information",
    "informational",
    fr="{count} messages du validateur d'HL7 indiquent seulement qu'aucun serveur de terminologie ne répond",
    en="{count} messages of HL7's validator only say that no terminology server answers",
    help_fr="rien à faire : les codes de LOINC, de SNOMED CT et d'UCUM ne s'y vérifient pas hors ligne",
    help_en="nothing to do: it cannot check codes of LOINC, SNOMED CT and UCUM offline",
)

OF_OFFICIAL = frozenset(
    item.code
    for item in (
        OFFICIAL_VALIDATOR_ERROR,
        OFFICIAL_VALIDATOR_WARNING,
        OFFICIAL_VALIDATOR_NOTE,
        VERDICTS_DIFFER,
        OFFICIAL_MESSAGE_FOR_WANT_OF_SERVER,
    )
)
"""The codes of what only HL7's validator can bring up."""

_MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id"
_LINE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"
_COLUMN = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"
FOR_WANT_OF_SERVER = frozenset(
    {
        "Error_validating_code_running_without_terminology_services",
        "TERMINOLOGY_TX_NOSVC_BOUND_EXT",
        "TERMINOLOGY_TX_NOSVC_BOUND_REQ",
        "TERMINOLOGY_TX_SYSTEM_NOT_USABLE",
        "Terminology_TX_Error_CodeableConcept",
        "Terminology_TX_Error_Coding1",
        "Terminology_TX_NoValid_15",
        "UNKNOWN_CODESYSTEM_CODING_NOT_CHECKED",
        "VALUESET_INC_NO_SERVER",
    }
)
"""Ids of messages that only say that no terminology server answers."""
_ERRORS_FOR_WANT_OF_SERVER = frozenset({"VALUESET_BAD_FILTER_VALUE_VALID_CODE", "Questionnaire_QR_Item_BadOption"})
"""Errors where a server is wanted: a rule of a value set by a code of SNOMED CT, an answer among codes of LOINC."""
_IF_NOT_ERROR = frozenset({"UNKNOWN_CODESYSTEM", "UNKNOWN_CODESYSTEM_VERSION", "UNKNOWN_CODESYSTEM_VERSION_NONE"})
_IF_WE_KNOW_BETTER = frozenset(
    {
        "UNABLE_TO_INFER_CODESYSTEM",
        "Terminology_TX_NoValid_16",
        "Terminology_TX_NoValid_11",
        "Terminology_TX_Confirm_4a",
    }
)
_REMARK = re.compile(r"/\*.*?\*/")
"""What the engine writes into a path to tell which resource stands there: `resource/*Device/null*/.identifier`."""
_CODE = re.compile(r"(?:code|value provided)\s*\(?'([^']+)'")
_VALUE_SET = re.compile(r"https?://[^\s')]*ValueSet/[^\s')]*")

Origin = Literal["own", "server"]


def origin_of(issue: Json, terminology: Terminology) -> Origin:
    """Whether an official issue says something of its own, or only that no terminology server answers.

    An error about a code is of the second kind where the code is in the value set by what is known here: the engine
    tells the system of a bare code by asking a server (media types, currencies, language tags with a region).
    """
    message_id = message_id_of(issue)
    text = text_of(issue)
    severe = issue.get("severity") in ("error", "fatal")
    if message_id in FOR_WANT_OF_SERVER or (message_id in _IF_NOT_ERROR and not severe):
        return "server"
    if (not severe or message_id in _ERRORS_FOR_WANT_OF_SERVER) and "without terminology services" in text:
        return "server"
    if not severe and message_id == "" and "CodeSystem" in text and "could not be found" in text:
        return "server"
    if message_id in _IF_WE_KNOW_BETTER:
        code, value_set = _CODE.search(text), _VALUE_SET.search(text)
        if code and value_set and terminology.contains(value_set[0], None, code[1]).inside is not False:
            return "server"
    return "own"


def message_id_of(issue: Json) -> str:
    """The id of the message, `""` when the engine gives none."""
    for extension in issue.get("extension", ()):
        if extension.get("url") == _MESSAGE_ID:
            return str(extension.get("valueString", extension.get("valueCode", "")))
    return ""


def text_of(issue: Json) -> str:
    details = issue.get("details")
    return str(details.get("text", "")) if isinstance(details, dict) else ""


def as_finding(issue: Json) -> Finding:
    """An official issue as a finding; a message without an id has the code of our rule in its place."""
    own_rules = {
        "error": OFFICIAL_VALIDATOR_ERROR,
        "fatal": OFFICIAL_VALIDATOR_ERROR,
        "warning": OFFICIAL_VALIDATOR_WARNING,
    }
    expression = issue.get("expression") or [""]
    position = {extension.get("url"): extension.get("valueInteger", 0) for extension in issue.get("extension", ())}
    found = own_rules.get(str(issue.get("severity")), OFFICIAL_VALIDATOR_NOTE)
    parameters: dict[str, object] = {"text": text_of(issue), "message_id": message_id_of(issue) or found.code}
    element = _REMARK.sub("", str(expression[0]))
    place = Place(line=position.get(_LINE, 0), offset=position.get(_COLUMN, 0), element=element)
    return Finding(found, place, parameters)


def second_opinion(
    engine: OfficialEngine, terminology: Terminology, content: bytes, profiles: Iterable[str], ours_valid: bool
) -> tuple[list[Finding], bool]:
    """What the official engine finds in a resource, and whether it calls it valid.

    Messages that only say that no terminology server answers are one note that counts them. Raises
    `EngineStoppedError`.
    """
    answered = engine.ask(content, "xml" if is_xml(content) else "json", profiles)
    own = [as_finding(item) for item in answered if origin_of(item, terminology) == "own"]
    valid = not any(item.severity == "error" for item in own)
    found = list(own)
    if len(own) < len(answered):
        found.append(Finding(OFFICIAL_MESSAGE_FOR_WANT_OF_SERVER, parameters={"count": len(answered) - len(own)}))
    if valid is not ours_valid:
        words = {True: Term("valide", "valid"), False: Term("non valide", "not valid")}
        verdicts: dict[str, object] = {"ours": words[ours_valid], "official": words[valid]}
        found.append(Finding(VERDICTS_DIFFER, parameters=verdicts))
    return found, valid


def with_second_opinion(loaded: Loaded, texts: Iterable[SourceText], setup: Setup, report: Report) -> Iterator[Outcome]:
    """The outcome of each text, the official issues after ours; a resource is valid when both say so.

    Both rest on the same definitions. When the engine cannot be had, or stops, that is reported and the rest are our
    outcomes alone.
    """
    validator = loaded.validator
    with _package_of(loaded.own, report) as own:
        packages = [*loaded.packages, *own]
        version = validator.support.definitions.fhir_version
        engine = start(packages, report, version) if not report.failed else None
    with engine or nullcontext():
        for text in texts:
            ours = outcome(validator, text, setup)
            if engine is None or text.fault is not None:
                yield ours
                continue
            try:
                found, valid = second_opinion(
                    engine, validator.support.terminology, text.content, setup.profiles, ours.valid
                )
            except EngineStoppedError as fault:
                report.add(OFFICIAL_VALIDATOR_NOT_STARTED, reason=str(fault))
                engine = None
                yield ours
                continue
            theirs = [in_file(match, text) for match in setup.selection.of(found)]
            yield Outcome(ours.file, ours.line, [*ours.findings, *theirs], ours.valid and valid)


@contextmanager
def _package_of(own: list[Json], report: Report) -> Iterator[list[Package]]:
    """A guide's own definitions as the package that HL7's engine takes; its archive may be gone, or an older one."""
    if not own:
        yield []
        return
    guide = next((item for item in own if item["resourceType"] == "ImplementationGuide"), {})
    with tempfile.TemporaryDirectory(prefix="tabellion-") as place:
        folder = Path(place) / "package"
        folder.mkdir()
        manifest = {
            "name": str(guide.get("packageId", "guide")),
            "version": str(guide.get("version", "0")),
            "fhirVersions": guide.get("fhirVersion", []),
        }
        (folder / "package.json").write_bytes(dumps(manifest).encode("utf-8"))
        for number, resource in enumerate(own):
            (folder / f"{resource['resourceType']}-{number}.json").write_bytes(dumps(resource).encode("utf-8"))
        package = open_package(Path(place), report)
        yield [package] if package is not None else []
