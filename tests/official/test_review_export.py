"""The register in FHIR, judged by HL7's validator."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from official_validator import official
from tabellion.review.export.fhir import fhir_bytes
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.comment import comment_of
from tabellion.review.record.event import Event, FieldChange
from tabellion.review.register.frozen import FrozenReview

pytestmark = pytest.mark.xdist_group("official")
AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
ANCHOR = Anchor("element", "1.0.0", "https://x.example/StructureDefinition/poids", "Observation.value[x]", url="a.html")


def test_comments_and_answers_are_valid(tmp_path: Path) -> None:
    """An open comment and an answered one: no error."""
    review = FrozenReview(tmp_path, "CONC-2024-01", "1.0.0", {}, AT, AT)
    said = {"anchor": ANCHOR.json(), "comment": "Pourquoi ?", "proposal": "0..1", "organization": "Bal SA"}
    said |= {"received": AT.isoformat(), "state": "received"}
    decided = {"decision": "accepted-modified", "answer": "Oui.", "state": "decided"}
    comments = []
    for number, values in enumerate((said, said | decided), 1):
        changes = {key: FieldChange(None, value) for key, value in (values | {"number": f"C-2024-000{number}"}).items()}
        uid = f"6f1c1d5e-0000-4000-8000-00000000000{number}"
        comments.append(comment_of(uid, [Event(uid, AT, "contributor", "receive", changes).identified()]))
    path = tmp_path / "Bundle-review.json"
    path.write_bytes(fhir_bytes(comments, review))
    (verdict,) = json.loads(official("validate", str(path)))
    assert [] == [issue for issue in verdict["issue"] if issue["severity"] in ("error", "fatal")]
