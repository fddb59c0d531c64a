"""What snapshots cost: python benchmarks/snapshots.py [--profiles 500] [--core FILE]

Nothing is cached: every definition of the core package that has a differential is made from it, its parents too, then
a number of generated profiles, each of 40 statements with slices, short forms and walks into data types, in lines of
ten profiles. Time is that of one process after the core package's JSON is read; per profile it is also given as a
ratio to reading its JSON, snapshot included. Memory is the peak of the process until then.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.diagnostics.render import render
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json, dumps, loads
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.snapshot import SnapshotGenerator
from tabellion.snapshot.definition_files import with_snapshot
from tabellion.snapshot.definition_packages import structure_definitions

LINE = 10
ROOT = "http://hl7.org/fhir/StructureDefinition/"
OWN = "http://hearing.example/StructureDefinition/"
SLICING = {"discriminator": [{"type": "pattern", "path": "code"}], "rules": "open"}


def profiles(count: int) -> Iterator[Json]:
    """Generated profiles of Observation; each but the first of a line builds on the one before."""
    for number in range(count):
        first = number % LINE == 0
        elements: list[Json] = [
            _element("Observation.code", patternCodeableConcept={"text": f"Test {number}"}),
            _element("Observation.subject", min=1),
            _element("Observation.component", **({"slicing": SLICING} if first else {})),
        ]
        for part in range(6):
            slice_id = f"Observation.component:p{number % LINE}x{part}"
            elements += [
                _element(slice_id, max="1"),
                _element(f"{slice_id}.code", patternCodeableConcept={"text": f"{number} {part}"}),
                _element(f"{slice_id}.valueQuantity", min=1),
                _element(f"{slice_id}.valueQuantity.unit", min=1),
                _element(f"{slice_id}.valueQuantity.system", min=1, fixedUri="http://unitsofmeasure.org"),
                _element(f"{slice_id}.valueQuantity.code", min=1, fixedCode="dB"),
            ]
        if not first:
            elements[0].pop("patternCodeableConcept")
            elements[0]["short"] = f"Test {number}"
        yield {
            "resourceType": "StructureDefinition",
            "id": f"p{number}",
            "url": f"{OWN}p{number}",
            "name": f"P{number}",
            "status": "draft",
            "kind": "resource",
            "abstract": False,
            "type": "Observation",
            "baseDefinition": ROOT + "Observation" if first else f"{OWN}p{number - 1}",
            "derivation": "constraint",
            "differential": {"element": elements},
        }


def _element(element_id: str, **facets: object) -> Json:
    segments = [item.partition(":") for item in element_id.split(".")]
    slice_name = {"sliceName": segments[-1][2]} if segments[-1][2] else {}
    return {"id": element_id, "path": ".".join(name for name, _, _ in segments), **slice_name, **facets}


def measure(name: str, definitions: list[Json], generator: SnapshotGenerator) -> None:
    """Print one line: how many, seconds, milliseconds each, and the ratio to reading their JSON."""
    started = time.perf_counter()
    snapshots = [generator.elements_of(definition["url"]) or [] for definition in definitions]
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    reading = 0.0
    for definition, made in zip(definitions, snapshots, strict=True):
        text = dumps(with_snapshot(definition, made))
        started = time.perf_counter()
        loads(text)
        reading += time.perf_counter() - started
    elements = sum(map(len, snapshots))
    each = 1000 * seconds / len(definitions)
    print(
        f"{name:>20} {len(definitions):6} definitions {elements:8} elements {seconds:7.2f} s {each:7.2f} ms each "
        f"{seconds / reading:6.2f} × reading their JSON {peak:5.0f} MiB",
        flush=True,
    )


def core_package(path: Path | None) -> Package:
    report = Report()
    package = open_package(path, report) if path else PackageResolver(None, report).find_core("4.0.1")
    if package is None:
        raise SystemExit(render(report, "text", "en"))
    return package


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=500)
    parser.add_argument("--core", type=Path, help="archive of the core package; by default the one that builds use")
    arguments = parser.parse_args()
    package = core_package(arguments.core)
    started = time.perf_counter()
    core = structure_definitions(package)
    print(f"{'reading the core':>20} {len(core):6} definitions {time.perf_counter() - started:24.2f} s", flush=True)
    definitions = PackageDefinitions([package])
    measure("core", core, SnapshotGenerator(definitions, regenerate=True))
    generated = list(profiles(arguments.profiles))
    measure("generated", generated, SnapshotGenerator(OwnDefinitions(generated, definitions)))


if __name__ == "__main__":
    main()
