"""The running engine of HL7's validator: started once, asked about any number of resources."""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from tabellion.diagnostics import Report, Term, rule
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.json import Json, loads
from tabellion.fhir.packages import Package
from tabellion.fhir.versions import VERSIONS, version_of
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION
from tabellion.validation.official.installing import (
    Installed,
    OwnPackages,
    installed,
    narrow_dependencies,
    own_packages,
    settle,
)

OFFICIAL_VALIDATOR_NOT_STARTED = rule(
    "VA083",
    "official-validator-not-started",
    "error",
    fr="le validateur d'HL7 ne démarre pas ou s'est arrêté : {reason}",
    en="HL7's validator does not start, or has stopped: {reason}",
    help_fr="vérifiez la version de Java (17 ou plus) et la mémoire libre (2 Go)",
    help_en="check the version of Java (17 or newer) and the free memory (2 GB)",
    machine=True,
)


class EngineStoppedError(Exception):
    """The engine ended where an answer was expected; the text is the last it said."""


class OfficialEngine:
    """HL7's validator with some packages loaded. Use it with `with`: it is a process. One question at a time."""

    def __init__(self, place: Installed, own: OwnPackages, packages: Sequence[Package]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tabellion-")
        home = Path(self._folder.name)
        labels = _own_cache(home, place, own, packages)
        self._log = (home / "log").open("w+b")
        command = [shutil.which("java") or "java", f"-Duser.home={home}", "-Dfile.encoding=UTF-8"]
        path = os.pathsep.join([str(place.libraries / "*"), str(place.classes)])
        arguments = [own.core.version, _label(own.core), own.terminology.version, own.extensions.version, *labels]
        self._process = subprocess.Popen(
            [*command, "-cp", path, "SecondOpinion", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        try:
            self._receive()
        except EngineStoppedError:
            self.close()
            raise

    def ask(self, content: bytes, form: str, profiles: Iterable[str]) -> list[Json]:
        """The issues (OperationOutcome.issue) of a resource, given as `json` or `xml`.

        Raises `EngineStoppedError` when the engine is gone.
        """
        for block in (form.encode(), "\n".join(profiles).encode(), content):
            self._send(block)
        answer = self._receive()
        if answer.startswith("!"):
            return [{"severity": "fatal", "code": "exception", "details": {"text": answer[1:]}}]
        issues: list[Json] = loads(answer).get("issue", [])
        return issues

    def close(self) -> None:
        """End the process and take its files away."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._folder.cleanup()

    def __enter__(self) -> OfficialEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, block: bytes) -> None:
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(struct.pack(">i", len(block)) + block)
            stream.flush()
        except OSError as fault:
            raise EngineStoppedError(self._said()) from fault

    def _receive(self) -> str:
        stream = self._process.stdout
        assert stream is not None
        size = self._exactly(stream, 4)
        return self._exactly(stream, struct.unpack(">i", size)[0]).decode("utf-8")

    def _exactly(self, stream: IO[bytes], size: int) -> bytes:
        content = stream.read(size)
        if len(content) < size:
            raise EngineStoppedError(self._said())
        return content

    def _said(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
        return next((line for line in lines if "Exception" in line or "Error" in line), lines[-1] if lines else "?")[
            :300
        ]


def start(
    packages: Sequence[Package], report: Report, fhir_version: str = DEFAULT_FHIR_VERSION
) -> OfficialEngine | None:
    """The engine for a version of FHIR with these packages loaded, fetched first when it is not there.

    `None` when that cannot be, which is reported.
    """
    version = version_of(fhir_version)
    if version is None:
        names = ", ".join(known.name for known in VERSIONS.values())
        about = f"{names} (FHIR {fhir_version})"
        reason = Term(f"il est préparé ici pour {about}", f"it is set up here for {about}")
        report.add(OFFICIAL_VALIDATOR_NOT_STARTED, reason=reason)
        return None
    place = installed(version, report)
    if place is None:
        return None
    try:
        return OfficialEngine(place, own_packages(version), packages)
    except (EngineStoppedError, OSError) as fault:
        report.add(OFFICIAL_VALIDATOR_NOT_STARTED, reason=str(fault))
        return None


def _own_cache(home: Path, place: Installed, own: OwnPackages, packages: Sequence[Package]) -> list[str]:
    """A package cache for this run: links to what every run needs, copies of the packages given."""
    cache = home / ".fhir" / "packages"
    cache.mkdir(parents=True)
    there = []
    for shared in place.packages.glob("*#*"):
        name, _, version = shared.name.partition("#")
        there.append(Coordinate(name, version))
        _mirror(shared / "package", cache / shared.name / "package")
    labels = []
    for package in packages:
        coordinate = Coordinate(package.name, package.version)
        if package.is_core:
            continue
        labels.append(_label(coordinate))
        there.append(coordinate)
        target = cache / _label(coordinate) / "package"
        shutil.rmtree(target, ignore_errors=True)
        for name in package.files():
            content = package.file(name)
            file = target / name
            if content is not None and target.resolve() in file.resolve().parents:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
    settle(cache)
    narrow_dependencies(cache, there, own)
    return labels


def _mirror(source: Path, target: Path) -> None:
    """A folder's files as links where the system has them, `package.json` as a copy of its own."""
    target.mkdir(parents=True)
    for file in source.rglob("*"):
        copy = target / file.relative_to(source)
        if file.is_dir():
            copy.mkdir(exist_ok=True)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            if file.name == "package.json":
                shutil.copyfile(file, copy)
            else:
                os.link(file, copy)
        except OSError:
            shutil.copyfile(file, copy)


def _label(coordinate: Coordinate) -> str:
    return f"{coordinate.name}#{coordinate.version}"
