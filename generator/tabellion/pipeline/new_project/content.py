"""The rows of a new project: an invented measure, said in either language, that shows what each sheet is for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Term
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION
from tabellion.guide.items import ITEMS, item_note
from tabellion.pipeline.new_project.wanted import NewGuide, name_of

Rows = list[dict[str, Any]]

PROFILE, MEASURE, SYSTEM, VALUE_SET = (
    Term("debit-de-pointe-observation", "peak-flow-observation"),
    Term("debit-de-pointe", "peak-flow"),
    Term("positions", "positions"),
    Term("position-souffle", "breath-position"),
)
FLOW = Term("Débit de pointe", "Peak flow")
POSITION = Term("Position pendant le souffle", "Position while blowing")
INVARIANT, RULE = Term("sou-1", "bre-1"), Term("RG-SOU-01", "BR-BRE-01")
RANGE = Term("Le débit est compris entre 30 et 900 L/min.", "The flow is between 30 and 900 L/min.")
SITTING, STANDING = Term("assis", "sitting"), Term("debout", "standing")
PATIENT = Term("Patient/exemple", "Patient/example")

GUIDE: dict[str, Term | str] = {
    "package_id": Term("exemple.fhir.souffle", "example.fhir.breath"),
    "canonical": Term("https://souffle.example/fhir", "https://breath.example/fhir"),
    "name": Term("Souffle", "Breath"),
    "title": Term("Mesures du souffle", "Measurements of breath"),
    "description": Term("Comment envoyer et relire un débit de pointe.", "How to send and read a peak flow."),
    "version": "0.1.0",
    "status": Term("brouillon", "draft"),
    "fhir_version": DEFAULT_FHIR_VERSION,
    "publisher": Term("Collège du souffle", "College of breath"),
    "contact": Term("contact@souffle.example", "contact@breath.example"),
    "lang": Term("fr", "en"),
}


def rows_of(wanted: NewGuide) -> Mapping[str, Rows]:
    """The rows by the key of their sheet; sheets without rows are not there."""
    found = {} if wanted.empty else _structures(wanted.lang) | _terminology() | _measures()
    translated = {sheet.key: {column.key for column in sheet.columns if column.translated} for sheet in sheets()}
    rows = {key: [_in(row, wanted, translated[key]) for row in rows] for key, rows in found.items()}
    return {"guide": _guide(wanted)} | rows


def item_notes(lang: str) -> list[str]:
    """The notes of the rows of the Guide sheet: what each item is."""
    return [item_note(item, lang) for item in ITEMS]


def reception(institution: Term, role: str, wanted: NewGuide) -> Rows:
    """The row of a workbook that says whose it is."""
    return [{"institution": institution[wanted.lang], "role": role, "version": "1", "received": wanted.date}]


def _in(row: Mapping[str, Any], wanted: NewGuide, translated: Collection[str]) -> dict[str, Any]:
    """A row in the guide's language, with twins for the others where a text has them."""
    said = {key: value[wanted.lang] if isinstance(value, Term) else value for key, value in row.items()}
    for other in wanted.langs[1:]:
        said |= {f"{key}::{other}": row[key][other] for key in row if key in translated and isinstance(row[key], Term)}
    return said


def _guide(wanted: NewGuide) -> Rows:
    """A row for each item, filled where the answers or the small guide fill it."""
    given: dict[str, Any] = {
        "title": wanted.title,
        "name": name_of(wanted.title) if wanted.title else "",
        "package_id": wanted.package_id,
        "canonical": wanted.canonical,
        "langs": "\n".join(wanted.langs) if len(wanted.langs) > 1 else "",
        "date": wanted.date,
    }
    left_out = ("description",) if wanted.empty or wanted.title else ()
    rows = []
    for item in ITEMS:
        row: dict[str, Any] = {"item": item.term[wanted.lang]}
        usual = GUIDE.get(item.key)
        value = None if item.key in left_out else given.get(item.key) or usual
        if isinstance(value, Term):
            if item.translated:
                row |= {f"value::{other}": value[other] for other in wanted.langs[1:]}
            value = value[wanted.lang]
        if value:
            row["value"] = value
        rows.append(row)
    return rows


def _structures(lang: str) -> dict[str, Rows]:
    minimal, refused = Term("debit-minimal", "minimal-flow"), Term("debit-trop-fort", "flow-too-strong")
    values: Rows = []
    for example, value in ((minimal, "410"), (refused, "1410")):
        for path, text in (
            ("Observation.status", "final"),
            ("Observation.subject", PATIENT),
            ("Observation.effectiveDateTime", "2024-03-01T08:00:00+01:00"),
            ("Observation.valueQuantity.value", value),
            ("Observation.method", f"{SYSTEM[lang]}#{SITTING[lang]}"),
        ):
            values.append({"example": example, "path": path, "value": text})
    return {
        "profiles": [
            {
                "id": PROFILE,
                "name": Term("DebitDePointeObservation", "PeakFlowObservation"),
                "title": FLOW,
                "type": "Observation",
                "parent": "http://hl7.org/fhir/StructureDefinition/vitalsigns",
                "measure": MEASURE,
                "description": Term("Un débit de pointe, mesuré au débitmètre.", "A peak flow, measured with a meter."),
                "status": "proposed",
            }
        ],
        "elements": [
            {
                "profile": PROFILE,
                "path": "Observation.value[x]",
                "cardinality": "1..1",
                "mustsupport": True,
                "sender": "SHALL",
                "receiver": "SHALL",
                "type": "Quantity",
                "short": Term("Débit mesuré", "Flow measured"),
                "definition": Term("Le meilleur de trois essais.", "The best of three attempts."),
                "invariants": INVARIANT,
                "data": Term("valeur", "value"),
            },
            {
                "profile": PROFILE,
                "path": "Observation.method",
                "cardinality": "0..1",
                "mustsupport": True,
                "short": POSITION,
                "data": Term("position", "position"),
            },
        ],
        "invariants": [
            {
                "id": INVARIANT,
                "severity": "error",
                "human": RANGE,
                "expression": "value >= 30 and value <= 900",
                "rule": RULE,
            }
        ],
        "examples": [
            {
                "id": minimal,
                "title": Term("Un débit de pointe", "A peak flow"),
                "purpose": Term("Le plus petit envoi valide.", "The smallest valid submission."),
                "profile": PROFILE,
                "expected": "valid",
            },
            {
                "id": refused,
                "title": Term("Un débit impossible", "An impossible flow"),
                "purpose": Term("Un envoi que le serveur refuse.", "A submission that the server refuses."),
                "profile": PROFILE,
                "expected": "refused",
                "fault": INVARIANT,
            },
        ],
        "example-values": values,
    }


def _terminology() -> dict[str, Rows]:
    labels = ((SITTING, Term("Assis, dos droit", "Sitting, back straight")), (STANDING, Term("Debout", "Standing")))
    return {
        "codes": [
            {
                "target": MEASURE,
                "system": "LOINC",
                "code": "33452-4",
                "label": Term("Débit expiratoire de pointe", "Peak expiratory flow"),
                "role": "main",
            }
        ],
        "units": [
            {
                "target": MEASURE,
                "code": "L/min",
                "label": Term("litres par minute", "litres per minute"),
                "preferred": True,
            }
        ],
        "valuesets": [
            {
                "id": VALUE_SET,
                "name": Term("PositionSouffle", "BreathPosition"),
                "title": POSITION,
                "description": Term("La position de la personne.", "The position of the person."),
                "kind": "enumerated",
            }
        ],
        "concepts": [
            {"valueset": VALUE_SET, "system": SYSTEM, "code": code, "label": label, "order": order}
            for order, (code, label) in enumerate(labels, 1)
        ],
        "codesystems": [
            {
                "id": SYSTEM,
                "name": "Positions",
                "title": Term("Positions du corps", "Positions of the body"),
                "description": Term("Les positions du corps.", "The positions of the body."),
                "content": "complete",
            }
        ],
        "system-concepts": [{"system": SYSTEM, "code": code, "display": label} for code, label in labels],
        "bindings": [{"target": MEASURE, "path": "Observation.method", "valueset": VALUE_SET, "strength": "required"}],
    }


def _measures() -> dict[str, Rows]:
    return {
        "measures": [
            {
                "id": MEASURE,
                "label": FLOW,
                "family": "vital-signs",
                "definition": Term(
                    "Le débit le plus fort que la personne atteint en soufflant d'un coup.",
                    "The strongest flow that the person reaches when blowing out at once.",
                ),
                "feeding": "yes",
                "querying": True,
                "unit": "L/min",
                "min": 30,
                "max": 900,
                "decimals": 0,
                "device": "optional",
                "profile": PROFILE,
                "status": "proposed",
            }
        ],
        "data": [
            {
                "measure": MEASURE,
                "id": Term("valeur", "value"),
                "label": Term("Débit mesuré", "Flow measured"),
                "obligation": "mandatory",
                "type": "quantity",
                "path": "Observation.value[x]",
                "actor": "both",
            },
            {
                "measure": MEASURE,
                "id": Term("position", "position"),
                "label": POSITION,
                "obligation": "optional",
                "type": "code",
                "list": POSITION,
                "path": "Observation.method",
                "actor": "both",
            },
        ],
        "rules": [
            {
                "id": RULE,
                "measure": MEASURE,
                "statement": RANGE,
                "expectation": "SHALL",
                "actor": "sender",
                "data": Term("valeur", "value"),
                "invariant": INVARIANT,
            }
        ],
    }
