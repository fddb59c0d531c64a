"""A cell that one thing is wrong with is told once: what would follow from it is no second fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from rule_examples import write_project
from tabellion.pipeline.building import check

# what is wrong, and the one code that tells it
CAUSES: dict[str, tuple[str, list[str]]] = {
    "a search parameter that a flow takes, misspelt where it is stated": (
        """
### Flows

| Id | Label | Direction | Interaction |
|---|---|---|---|
| demander | Ask | querying | search-type |

### Searches

| Resource | Parameter | Expectation |
|---|---|---|
| Observation | dates | SHALL |

### Flow parameters

| Flow | Parameter | Presence |
|---|---|---|
| demander | date | required |
""",
        ["CP004"],
    ),
    "a profile whose type is wrong, which a server promises": (
        """
### Profiles

| Id | Name | Title | Type | Parent | Description |
|---|---|---|---|---|---|
| debit-de-pointe | DebitDePointe | Peak flow | Patient | Observation | The strongest flow when blowing out. |

### Capabilities

| Id | Name | Title | Mode |
|---|---|---|---|
| serveur | Serveur | Server | server |

### Capability details

| Capability | Resource | Item | Value |
|---|---|---|---|
| serveur | Observation | profile | debit-de-pointe |
""",
        ["SD008"],
    ),
    "a unit that is none, beside the unit of the measure": (
        """
### Measurements

| Id | Label | Family | Submission | Querying | Business unit | Plausible min | Plausible max | Computation | Profile |
|---|---|---|---|---|---|---|---|---|---|
| debit-de-pointe | Peak flow | other | yes | yes | L/min | 30 | 900 | | debit-de-pointe |

### Units

| Measurement | UCUM code | Label | Preferred |
|---|---|---|---|
| debit-de-pointe | L/mn | litres per minute | yes |
""",
        ["CS004"],
    ),
    "a concept whose system nobody knows, and a row that names it": (
        """
### System concepts

| System | Code | Display |
|---|---|---|
| positions | assis | Sitting |
| positions | debout | Standing |
| postitions | allonge | Lying |

### Concepts

| Value set | System | Code | Label |
|---|---|---|---|
| position-souffle | positions | assis | Sitting |
| position-souffle | positions | allonge | Lying |
""",
        ["RF002"],
    ),
    "the same, named by the codes of a measure": (
        """
### System concepts

| System | Code | Display |
|---|---|---|
| positions | assis | Sitting |
| positions | debout | Standing |
| postitions | souffler | Blowing |

### Codes

| Measurement | Path | System | Code | Label | Role |
|---|---|---|---|---|---|
| debit-de-pointe | Observation.method | positions | souffler | Blowing | main |
""",
        ["RF002"],
    ),
    "a type of resource that is none, in a search": (
        """
### Capabilities

| Id | Name | Title | Mode |
|---|---|---|---|
| serveur | Serveur | Server | server |

### Searches

| Resource | Parameter | Expectation |
|---|---|---|
| Observations | date | SHALL |
""",
        ["CP003"],
    ),
    "the same, in what a server promises": (
        """
### Capabilities

| Id | Name | Title | Mode |
|---|---|---|---|
| serveur | Serveur | Server | server |

### Capability details

| Capability | Resource | Item | Value |
|---|---|---|---|
| serveur | Observations | interaction | read |
""",
        ["CP003"],
    ),
    "the same, as the base of a search parameter of the guide": (
        """
### Capabilities

| Id | Name | Title | Mode |
|---|---|---|---|
| serveur | Serveur | Server | server |

### Searches

| Resource | Id | Parameter | Type | Expression | Description | Expectation |
|---|---|---|---|---|---|---|
| Observations | souffleur | souffleur | reference | Observation.performer | Who blows. | SHALL |
""",
        ["CP003"],
    ),
    "the same, as what a search leads to": (
        """
### Capabilities

| Id | Name | Title | Mode |
|---|---|---|---|
| serveur | Serveur | Server | server |

### Searches

| Resource | Id | Parameter | Type | Expression | Target | Description | Expectation |
|---|---|---|---|---|---|---|---|
| Observation | souffleur | souffleur | reference | Observation.performer | Patients | Who blows. | SHALL |
""",
        ["CP003"],
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_one_cause_is_one_finding(cause: str, tmp_path: Path) -> None:
    text, expected = CAUSES[cause]
    report = check(write_project(tmp_path, text, "en")).report
    found = [(finding.code, finding.message("en")) for finding in report if finding.severity in ("error", "warning")]
    assert expected == [code for code, _ in found], found


@pytest.mark.parametrize(
    "text",
    [
        'Jeu de valeurs;Système;Code\nposition-souffle;positions;"assis\n',
        "Jeu de valeurs;Système;Code;Code\nposition-souffle;positions;assis;debout\n",
    ],
)
def test_a_list_of_codes_that_was_not_read(text: str, tmp_path: Path) -> None:
    """A file that does not read, or a table of which two columns have one heading, is one fault: its value set is not
    said to be empty."""
    project = write_project(tmp_path, "", "en")
    (project.sources / "Concepts.csv").write_text(text, encoding="utf-8")
    found = [finding.code for finding in check(project).report if finding.severity == "error"]
    assert [found[0]] == found
    assert found[0] in ("FI006", "TB005")
