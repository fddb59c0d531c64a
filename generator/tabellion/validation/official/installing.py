"""Fetching what HL7's validator needs, once, with the ordinary clients of its registries."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Report, Term, rule
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_archive import PackageError
from tabellion.fhir.package_sources import fetch_archive, kept_archive
from tabellion.fhir.user_folders import cache_folder
from tabellion.fhir.versions import R4
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
CORE = R4.core
TERMINOLOGY = Coordinate("hl7.terminology.r4", "7.0.1")
EXTENSIONS = Coordinate("hl7.fhir.uv.extensions.r4", "5.3.0-ballot-tc1")
_NPM = {
    TERMINOLOGY: "170c546f761fb51b3355788ca500206f6b772b21c57348c29205de85a6612baa",
    EXTENSIONS: "54f70616bbd444ba0259d5fc5a5c978d463971865f23dcef3103081f529ad213",
    Coordinate("hl7.fhir.xver-extensions", "0.1.0"): "83122134f299c16262591a498cada83fad5206177166ee46750afad8e36b251f",
}
"""The packages that the engine loads by itself, with the sha256 of their archives."""

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


def installed(report: Report) -> Installed | None:
    """The validator, fetched and compiled when it is not there yet; `None` when it cannot be had, which is reported.

    With everything in the cache Java alone is needed, and no network.
    """
    root = cache_folder() / "official-validator" / f"{VERSION}-{_fingerprint()}"
    found = _places_in(root)
    done = root / "done"
    wanted = ["java"] if done.is_file() else list(PROGRAMS)
    missing = [name for name in wanted if shutil.which(name) is None]
    for name in missing:
        program, how = PROGRAMS[name]
        report.add(PROGRAM_FOR_OFFICIAL_VALIDATOR_ABSENT, program=program, how=how)
    if missing:
        return None
    if not done.is_file() and not _install(root, done, report):
        return None
    return found


def _places_in(root: Path) -> Installed:
    return Installed(root / "lib", root / "classes", root / "home")


def _install(root: Path, done: Path, report: Report) -> bool:
    """Make the folder whole, by one process at a time; stopped at any moment it is as it was. Raises `OSError`."""
    with changing(root) as change:
        if not done.is_file():  # another process may have done it meanwhile
            if not _fetch(_places_in(change.made), report):
                return False
            made = {path.relative_to(change.made).as_posix(): path for path in change.made.rglob("*") if path.is_file()}
            change.put({**made, done.name: b""})
    return True


def _fingerprint() -> str:
    """Changes with anything that a new installation would change."""
    digest = hashlib.sha256(repr(sorted(_NPM.items())).encode())
    for name in ("pom.xml", "SecondOpinion.java"):
        digest.update((_HERE / name).read_bytes())
    return digest.hexdigest()[:12]


def _fetch(into: Installed, report: Report) -> bool:
    into.packages.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tabellion-") as folder:
        work = Path(folder)
        shutil.copy(_HERE / "pom.xml", work / "pom.xml")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={into.libraries}"]
        part = f"org.hl7.fhir.validation {VERSION}"
        if not _run(["mvn", "-q", "-B", *goal], work, "Maven", part, report):
            return False
        source, path = str(_HERE / "SecondOpinion.java"), str(into.libraries / "*")
        if not _run(
            ["javac", "-cp", path, "-d", str(into.classes), source], work, "javac", "SecondOpinion.java", report
        ):
            return False
        if not all(_npm(coordinate, sha256, work, into, report) for coordinate, sha256 in _NPM.items()):
            return False
    try:
        path_of_core = kept_archive(CORE)
        content = path_of_core.read_bytes() if path_of_core is not None else fetch_archive(CORE)[1]
    except (PackageError, OSError) as fault:
        report.add(OFFICIAL_VALIDATOR_NOT_FETCHED, program="pip", part=str(CORE), reason=str(fault))
        return False
    unpack(content, CORE, into.packages)
    return True


def _npm(coordinate: Coordinate, sha256: str, work: Path, into: Installed, report: Report) -> bool:
    if not _run(["npm", "pack", "--silent", str(coordinate)], work, "npm", str(coordinate), report):
        return False
    content = (work / f"{coordinate.name}-{coordinate.version}.tgz").read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        report.add(OFFICIAL_PART_CHANGED, part=str(coordinate))
        return False
    unpack(content, coordinate, into.packages)
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


def narrow_dependencies(packages: Path, own: Iterable[Coordinate]) -> None:
    """Point the dependencies of each package at what is there: one that is missing would end the engine, and so would
    the two that the engine loads by itself, which name each other."""
    present: dict[str, list[str]] = {}
    for place in sorted(packages.glob("*#*")):
        name, _, version = place.name.partition("#")
        present.setdefault(name, []).append(version)
    core_only = {TERMINOLOGY.name, EXTENSIONS.name}
    for coordinate in own:
        file = packages / f"{coordinate.name}#{coordinate.version}" / "package" / "package.json"
        manifest = json.loads(file.read_text(encoding="utf-8-sig"))
        wanted = manifest.get("dependencies")
        wanted = wanted if isinstance(wanted, dict) and coordinate.name not in core_only else {CORE.name: CORE.version}
        manifest["dependencies"] = {
            name: version if version in present[name] else present[name][-1]
            for name, version in wanted.items()
            if name in present
        }
        file.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
