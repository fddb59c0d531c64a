"""The whole output of the second guide, so that every change of a single character is seen and read."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

from projects import built, registry


def test_the_output_of_the_second_guide(tmp_path: Path, golden: Callable[[str, Mapping[str, str]], None]) -> None:
    """Artifacts and manifest are those that are kept, and the package holds the same files."""
    project = registry(tmp_path)
    built(project)
    paths = sorted(path for path in project.output.rglob("*") if path.is_file())
    made = {
        path.relative_to(project.output).as_posix(): path.read_bytes().decode("utf-8")
        for path in paths
        if path.suffix == ".json"
    }
    (archive,) = (path for path in paths if path.suffix == ".tgz")
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as package:
        made["package.txt"] = "".join(f"{name}\n" for name in package.getnames())
    golden("registry", made)
