"""The rows of published examples, each with the file that holds it."""

from __future__ import annotations

from tabellion.artifacts.example.sheets.examples import EXAMPLES
from tabellion.artifacts.imported_guide import ImportedGuide, reference_of
from tabellion.fhir.json import Json


def example_rows(resource: Json, guide: ImportedGuide) -> bool:
    """Add the row and the file of an example; `False` for what the guide does not show as one, and for an example whose
    id another has already: a table names each once."""
    reference = reference_of(resource)
    taken = {row["id"] for row in guide.rows.get(EXAMPLES.key, ())}
    if reference not in guide.examples or resource["id"] in taken:
        return False
    shown = guide.examples[reference]
    file = f"{resource['resourceType']}-{resource['id']}.json"
    cells = {"id": resource["id"], "title": shown.title or resource["id"], "purpose": shown.description}
    cells |= {"profile": "\n".join(map(guide.name_of, shown.profiles)), "file": file, "expected": "valid"}
    guide.add(EXAMPLES, cells)
    guide.add_file(file, resource)
    return True
