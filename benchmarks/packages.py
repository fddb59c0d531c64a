"""The examples of published packages, ours and HL7's verdict side by side.

    python benchmarks/packages.py [--kept FOLDER] [--r4] PACKAGE|FOLDER...

Each package that has examples is validated with what it depends on, as far as that is among the packages given. The
answers of HL7's validator are kept in FOLDER and not asked for again. Prints the table of docs/validation.md, the
differences by kind, and each one. Codes of UCUM, LOINC and SNOMED CT, which HL7's validator knows from a terminology
server alone, are left out on both sides. An example that HL7's validator refuses only because a definition is not
available, while ours tells the same as a warning, is counted by itself: no verdict is compared where none could be had.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, in which this file would hide a package of the same name.
sys.path[0] = str(ROOT / "tests")

from tabellion.diagnostics import Finding, Report  # noqa: E402
from tabellion.fhir.coordinates import Coordinate  # noqa: E402
from tabellion.fhir.package_resolver import PackageResolver  # noqa: E402
from tabellion.fhir.packages import Package, PackageDefinitions, open_package  # noqa: E402
from tabellion.terminology import ucum  # noqa: E402
from tabellion.validation.checks.bindings import CODE_NOT_CHECKABLE, CODE_OUTSIDE_REQUIRED_VALUE_SET  # noqa: E402
from tabellion.validation.checks.codings import FALSE_CHECK_DIGIT  # noqa: E402
from tabellion.validation.checks.constraints import INVARIANT_NOT_EVALUATED  # noqa: E402
from tabellion.validation.checks.extensions import UNKNOWN_EXTENSION  # noqa: E402
from tabellion.validation.checks.known_profiles import OTHER_VERSION_NOT_AT_HAND  # noqa: E402
from tabellion.validation.checks.profile_rules import IN_SEVERAL_SLICES, UNDECIDABLE_SLICE, UNKNOWN_PROFILE  # noqa: E402
from tabellion.validation.checks.quantities import NOT_A_UCUM_UNIT  # noqa: E402
from tabellion.validation.official.engine import start  # noqa: E402
from tabellion.validation.official.opinions import message_id_of, origin_of, text_of  # noqa: E402
from tabellion.validation.validator import Validator  # noqa: E402
from validation.corpus import LARGEST, r4_examples, without_definitions  # noqa: E402

R4_CORE = Coordinate("hl7.fhir.r4.core", "4.0.1")
Json = dict[str, Any]


class Subject(NamedTuple):
    """Examples by file, with the packages that they are validated by."""

    name: str
    examples: dict[str, bytes]
    packages: list[Package]


class Difference(NamedTuple):
    """An example on which the verdicts differ: who refuses it, for which rules or ids of messages, in what words.

    `untold` says that it rests on a definition that is not available, which both tell.
    """

    package: str
    file: str
    ours: bool
    kind: str
    words: str
    untold: bool = False


def opened(places: Iterable[Path]) -> list[Package]:
    report = Report()
    files = [file for place in places for file in (sorted(place.glob("*.tgz")) if place.is_dir() else [place])]
    found = [open_package(file, report) for file in files]
    if report.failed:
        raise SystemExit([finding.message("en") for finding in report])
    return [package for package in found if package is not None]


_EXAMPLES = {"example", "examples"}
"""The folders of a package that hold them, by HL7's tools and by Firely's."""


def subjects(given: list[Package]) -> Iterable[Subject]:
    always = always_needed(given)
    for package in given:
        files = [name for name in package.files() if name.endswith(".json")]
        names = [name for name in files if _EXAMPLES.intersection(Path(name).parts[:-1])]
        contents = {Path(name).name: package.file(name) or b"" for name in names if not Path(name).name.startswith(".")}
        examples = {name: content for name, content in contents.items() if 0 < len(content) <= LARGEST}
        if examples:
            needed = _needed(package, given)
            others = [item for item in always if item not in needed]
            yield Subject(f"{package.name} {package.version}", examples, [*needed, *others])


def always_needed(given: list[Package]) -> list[Package]:
    """What no package depends on in so many words, and all rest on: the owner's own codes."""
    return [package for package in given if package.name == "hl7.terminology.r4"]


def _needed(package: Package, given: list[Package]) -> list[Package]:
    """A package and what it depends on, of several versions the one it names, else any."""
    found = [package]
    for item in found:
        for name, version in item.dependencies.items():
            same = [other for other in given if other.name == name]
            same.sort(key=lambda other: other.version != version)
            if same and all(other.name != name for other in found):
                found.append(same[0])
    return found


def answers(subject: Subject, kept: Path) -> dict[str, list[Json]]:
    """The issues of HL7's validator about each example."""
    file = kept / f"{subject.name.replace(' ', '-')}.json"
    if file.exists():
        known: dict[str, list[Json]] = json.loads(file.read_text("utf-8"))
        return known
    report = Report()
    engine = start(subject.packages, report)
    if engine is None:
        raise SystemExit([finding.message("en") for finding in report])
    with engine:
        found = {name: engine.ask(content, "json", ()) for name, content in subject.examples.items()}
    file.write_text(json.dumps(found, default=float), "utf-8")
    return found


def compared(subject: Subject, cores: list[Package], kept: Path) -> tuple[int, list[Difference]]:
    """How many examples HL7's validator accepts, and those on which the verdicts differ.

    The first of the core packages is that of the messages, the others are there for extensions that stand for elements
    of their versions.
    """
    validator = Validator(PackageDefinitions([*cores, *subject.packages]))
    missing = {name for package in subject.packages for name in package.dependencies}
    missing -= {package.name for package in subject.packages}
    theirs = answers(subject, kept)
    accepted, found = 0, []
    for name, content in sorted(subject.examples.items()):
        severe = [item for item in theirs[name] if item.get("severity") in ("error", "fatal")]
        own = [item for item in severe if origin_of(item, validator.support.terminology) == "own"]
        report = validator.validate(content)
        ours = [item for item in report.errors() if not _is_of_server(item)]
        accepted += not own
        if bool(own) is bool(ours):
            continue
        kinds = sorted({item.code for item in ours} or {message_id_of(item) or text_of(item)[:60] for item in own})
        words = f"{ours[0].expression}: {ours[0].message('en')}" if ours else text_of(own[0])
        unsure = any(origin_of(item, validator.support.terminology) == "server" for item in theirs[name])
        untold = not ours and all(_is_for_want_of_definition(item, report, missing, unsure=unsure) for item in own)
        found.append(Difference(subject.name, name, bool(ours), ", ".join(kinds), words, untold))
    return accepted, found


_WITHOUT_DEFINITION = frozenset(
    {
        "UNKNOWN_CODESYSTEM",
        "SLICING_CANNOT_BE_EVALUATED",
        "Reference_REF_CantResolveProfile",
        "Validation_VAL_Unknown_Profile",
    }
)
"""Errors of HL7's engine that only say that a definition is not there."""
_FOLLOWING = frozenset(
    {
        "Validation_VAL_Profile_Minimum_SLICE",
        "Validation_VAL_Profile_MatchMultiple",
        "Reference_REF_BadTargetType",
        "Reference_REF_BadTargetType2",
        "Reference_REF_CantMatchChoice",
    }
)
"""Errors that follow where one is wanting: what has a profile or a code cannot be told there."""
_NOT_TOLD = (CODE_NOT_CHECKABLE, UNKNOWN_PROFILE, UNDECIDABLE_SLICE, IN_SEVERAL_SLICES, INVARIANT_NOT_EVALUATED)
_OTHER_VERSION = re.compile(r"http://hl7\.org/fhir/[1-5]\.\d/StructureDefinition/")
_IN_GUIDE_OF_HL7 = re.compile(r"http://hl7\.org/fhir/([a-z]+)/([\w-]+)/")


def _is_for_want_of_definition(issue: Json, ours: Report, missing: set[str], *, unsure: bool) -> bool:
    """Whether an error of HL7's engine says that something is not available, or follows where ours says it.

    `missing` are the packages that those at hand depend on and that could not be had. `unsure` says that codes were
    beyond it without a terminology server: then it puts items into any slice.
    """
    message_id, text = message_id_of(issue) or "", text_of(issue)
    if message_id in _WITHOUT_DEFINITION:
        return True
    if message_id == "Type_Specific_Checks_DT_URL_Resolve" and (guide := _IN_GUIDE_OF_HL7.search(text)) is not None:
        return f"hl7.fhir.{guide[1]}.{guide[2]}" in missing
    # the second is made up by the engine from another version of FHIR
    if message_id == "Extension_EXT_Unknown_NotHere" or _OTHER_VERSION.search(text):
        return any(item.rule in (UNKNOWN_EXTENSION, OTHER_VERSION_NOT_AT_HAND) for item in ours)
    told = [item for item in ours if item.rule in _NOT_TOLD]
    if message_id in _FOLLOWING:
        return bool(told) or unsure
    return any(item.rule is INVARIANT_NOT_EVALUATED and f"#{item.key}" in message_id for item in told)


def _is_of_server(finding: Finding) -> bool:
    """Whether an error is about a code of a system that HL7's engine knows from a terminology server alone."""
    if finding.rule in (NOT_A_UCUM_UNIT, FALSE_CHECK_DIGIT):
        return True
    of_ucum = str(finding.parameters.get("code", "")).startswith(f"{ucum.SYSTEM}|")
    return finding.rule is CODE_OUTSIDE_REQUIRED_VALUE_SET and of_ucum


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("packages", nargs="*", type=Path)
    options.add_argument("--kept", type=Path)
    options.add_argument("--r4", action="store_true", help="the examples of R4 as well")
    asked = options.parse_args()
    core = PackageResolver(None, Report()).find(R4_CORE)
    assert core is not None
    with tempfile.TemporaryDirectory() as folder:
        kept = asked.kept or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        given = opened(asked.packages)
        listed = list(subjects(given))
        if asked.r4:
            own = without_definitions(r4_examples(), PackageDefinitions([core]))
            # HL7's engine has the owner's own codes at hand for them as well
            listed.append(Subject("hl7.fhir.r4.examples 4.0.1", own, always_needed(given)))
        print("| Package | Examples | HL7's accepts | Not told | Ours refuses of those accepted | Same verdict |")
        print("|---|---|---|---|---|---|")
        differences = []
        for subject in listed:
            accepted, found = compared(subject, [core, *(item for item in given if item.is_core)], kept)
            differences += found
            count, refused = len(subject.examples), sum(item.ours for item in found)
            untold = sum(item.untold for item in found)
            same, told = count - len(found), count - untold
            share = f"{same} of {told} ({same / told:.1%})"
            print(f"| {subject.name} | {count} | {accepted} | {untold} | {refused} | {share} |", flush=True)
    print("\n| Refused by | For | Examples | In |\n|---|---|---|---|")
    kinds = Counter((item.ours, f"{item.kind} (not told)" if item.untold else item.kind) for item in differences)
    for (ours, kind), count in sorted(kinds.items(), key=lambda pair: (not pair[0][0], -pair[1])):
        bare = kind.removesuffix(" (not told)")
        where = sorted({item.package for item in differences if (item.ours, item.kind) == (ours, bare)})
        print(f"| {'ours' if ours else 'HL7'} | {kind} | {count} | {', '.join(where)} |")
    for item in differences:
        print(f"\n{item.package} {item.file}: {'ours' if item.ours else 'HL7'}: {item.kind}\n  {item.words[:300]}")


if __name__ == "__main__":
    main()
