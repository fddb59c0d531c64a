"""Speed, memory and rightness of `tabellion validate`.

    python benchmarks/validation.py [--lines N] [--stream N] [--mutants] [--official]

Speed and memory are measured on the sample guide's own examples, by its own profiles. With `--stream`, memory is
measured on streams of a hundredth, a tenth, and all of N messages, no two alike, which name what nothing defines. With
`--mutants`, every mutant of the examples of the guide, of R4 and of the packages beside the project is validated, kind
by kind; with `--official` HL7's validator judges the same, and every difference is listed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from processes import run

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, in which this file would hide the tests' package of the same name.
sys.path[0] = str(ROOT / "tests")

from tabellion.diagnostics import Report  # noqa: E402
from tabellion.fhir.definitions import OwnDefinitions  # noqa: E402
from tabellion.fhir.json import dumps, loads  # noqa: E402
from tabellion.fhir.packages import Package, PackageDefinitions, open_package  # noqa: E402
from tabellion.snapshot import SnapshotGenerator  # noqa: E402
from tabellion.validation.loading import load_validator  # noqa: E402
from tabellion.validation.validator import Validator  # noqa: E402
from validation.corpus import EXTENSIONS, PACKAGES, opened, package_examples, r4_examples  # noqa: E402
from validation.mutants import mutants, resource_mutants  # noqa: E402

SEED = "tabellion"
Json = dict[str, Any]


def observations() -> list[bytes]:
    return [file.read_bytes() for file in sorted((ROOT / "output").glob("Observation-*.json"))]


def speed(lines: int) -> None:
    """From cold to the first verdict, one Observation, streams of two lengths."""
    started = time.perf_counter()
    validator = load_validator((), ROOT, Report())
    assert validator is not None
    examples = observations()
    validator.validate(examples[0])
    print(f"ready with the first verdict: {time.perf_counter() - started:.2f} s, imports left out")
    for content in examples:
        validator.validate(content)
    started = time.process_time()
    for _ in range(200):
        for content in examples:
            validator.validate(content)
    each = (time.process_time() - started) / (200 * len(examples))
    print(f"one Observation of the guide: {each * 1000:.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        compact = [json.dumps(json.loads(content), ensure_ascii=False).encode() for content in examples]
        base = 0.0
        for count in (1, lines // 10, lines):
            file = Path(folder) / f"{count}.ndjson"
            with file.open("wb") as stream:
                for number in range(count):
                    stream.write(compact[number % len(compact)] + b"\n")
            command = [sys.executable, "-m", "tabellion", "validate", str(file), "--project", str(ROOT)]
            wall, seconds, memory = run(command, ends=(0, 1))
            base = base or seconds
            rate = f", {count / (seconds - base):.0f} resources a second of a core" if count > 1 else " (start)"
            print(f"{count:>9} lines: {wall:.2f} s, of a core {seconds:.2f} s, {memory:.0f} MiB{rate}")
        wall, _, _ = run([*command, "--jobs", "2"], ends=(0, 1))
        print(f"{lines:>9} lines, two processes: {wall:.2f} s")


def strangers(count: int) -> Iterator[bytes]:
    """Observations, no two alike; most name a version, type, system, code or address that nothing defines."""
    examples = [json.loads(content) for content in observations()]
    status = "http://terminology.hl7.org/CodeSystem/observation-category"
    for number in range(count):
        resource = {**examples[number % len(examples)], "id": f"o{number}"}
        resource["text"] = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{number}</div>'}
        claimed = resource["meta"]["profile"]
        coding = {"system": status, "version": f"{number}", "code": "vital-signs"}
        changes: list[Json] = [
            {},
            {"meta": {"profile": [*claimed, f"https://p{number}.example/StructureDefinition/p"]}},
            {"meta": {"profile": [f"{item}|{number}" for item in claimed]}},
            {"category": [{"coding": [coding]}]},
            {"category": [{"coding": [{"system": f"https://s{number}.example", "code": f"c{number}"}]}]},
            {"interpretation": [{"coding": [{**coding, "code": f"c{number}"}]}]},
            {"status": f"status-{number}"},
            {"resourceType": f"Type{number}"},
            {f"element{number}": number},
            {"extension": [{"url": f"https://e{number}.example/e", "valueString": "x"}]},
            {"valueQuantity": {"value": number, "system": "http://unitsofmeasure.org", "code": f"u{number}"}},
            {"subject": {"reference": f"Type{number}/1", "type": f"Type{number}"}},
        ]
        resource.update(changes[number % len(changes)])
        yield json.dumps(resource, ensure_ascii=False).encode() + b"\n"


def memory(lines: int) -> None:
    """The peak of three streams, each ten times as long as the one before."""
    command = [sys.executable, "-m", "tabellion", "validate", "-", "--project", str(ROOT)]
    for count in (lines // 100, lines // 10, lines):
        _, seconds, peak = run(command, strangers(count), ends=(0, 1))
        print(f"{count:>9} messages, no two alike: {peak:.1f} MiB, of a core {seconds:.0f} s", flush=True)


def guide() -> list[Json]:
    files = sorted((ROOT / "output").glob("*.json"))
    resources = [loads(file.read_bytes()) for file in files if file.name != "manifest.json"]
    return [item for item in resources if isinstance(item.get("url"), str)]


def definitions() -> tuple[OwnDefinitions, list[Package]]:
    resolver = load_validator((), ROOT, Report())
    assert resolver is not None
    core = resolver.support.definitions
    packages = [opened(name) for name in (*PACKAGES, EXTENSIONS)]
    found = getattr(core, "_below", core)
    assert isinstance(found, PackageDefinitions) and found.core is not None
    return OwnDefinitions(guide(), PackageDefinitions([found.core, *packages])), packages


def sources() -> Iterator[tuple[str, Json]]:
    """What mutants are made of: by origin and file."""
    for package in PACKAGES:
        for name, content in package_examples(package):
            if len(content) < 60_000:
                yield f"{package} {name}", loads(content)
    for file in sorted((ROOT / "output").glob("*.json")):
        resource = loads(file.read_bytes())
        if file.name != "manifest.json" and "url" not in resource:
            yield f"guide {file.name}", resource
    for number, (name, content) in enumerate(sorted(r4_examples().items())):
        if name.startswith("Observation-") and number % 3 == 0 and len(content) < 60_000:
            yield f"r4 {name}", loads(content)


def rightness(*, official: bool) -> None:
    """Every mutant caught for the right rule, and the two verdicts, kind by kind."""
    known, packages = definitions()
    snapshots = SnapshotGenerator(known)
    validator = Validator(known, snapshots)
    engine = None
    if official:
        from tabellion.validation.official.engine import start

        report = Report()
        built = [open_package(path, report) for path in sorted((ROOT / "output").glob("*.tgz"))[:1]]
        engine = start([*packages, *(item for item in built if item is not None)], report)
        if engine is None:
            raise SystemExit([diagnostic.message("en") for diagnostic in report])
    count: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    differences: dict[str, list[str]] = defaultdict(list)
    for name, source in sources():
        profile = next(iter(source.get("meta", {}).get("profile", ())), source["resourceType"])
        elements = snapshots.elements_of(profile) or snapshots.elements_of(source["resourceType"])
        assert elements is not None
        made = [*mutants(source, elements, snapshots.elements_of, SEED + name), *resource_mutants(source)]
        for kind, place, rules, broken in [("valid", "", frozenset(), source), *made]:
            ours = validator.validate(broken)
            count[kind] += 1
            caught[kind] += ours.valid if kind == "valid" else not rules.isdisjoint(ours.codes("error"))
            if engine is not None:
                from tabellion.validation.official.opinions import as_finding, origin_of

                answered = engine.ask(dumps(broken).encode("utf-8"), "json", ())
                own = [as_finding(item) for item in answered if origin_of(item, validator.support.terminology) == "own"]
                theirs = [item for item in own if item.severity == "error"]
                agreed[kind] += ours.valid is not bool(theirs)
                if ours.valid is bool(theirs):
                    why = theirs[0].message("en") if theirs else ours.errors()[0].message("en")
                    who = "HL7's only" if theirs else "ours only"
                    differences[kind].append(f"{name} {place}: {who}: {why[:160]}")
    print("kind | mutants | caught for the right rule" + (" | same verdict as HL7's" if official else ""))
    for kind in sorted(count):
        print(f"{kind} | {count[kind]} | {caught[kind]}" + (f" | {agreed[kind]}" if official else ""))
    total = sum(count.values())
    print(f"all | {total} | {sum(caught.values())}" + (f" | {sum(agreed.values())}" if official else ""))
    for kind, listed in sorted(differences.items()):
        print(f"\n{kind}")
        for item in listed:
            print(f"  {item}")
    if engine is not None:
        engine.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=20_000)
    options.add_argument("--stream", type=int, default=0)
    options.add_argument("--mutants", action="store_true")
    options.add_argument("--official", action="store_true")
    asked = options.parse_args()
    speed(asked.lines)
    if asked.stream:
        memory(asked.stream)
    if asked.mutants or asked.official:
        rightness(official=asked.official)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
