"""Wall time and peak memory of `tabellion build`: python benchmarks/build.py [--sizes 12,100,500] [--site]

Cold: the core package is there, nothing of our cache. Warm: caches are there, one cell has changed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generated_guide import write_guide
from processes import run

ROOT = Path(__file__).resolve().parents[1]


def measure(name: str, project: Path, cache: Path, options: list[str]) -> None:
    """Print one line: cold, warm."""
    command = [
        sys.executable,
        "-c",
        "from tabellion.cli import main; main()",
        "build",
        "--project",
        str(project),
        *options,
    ]
    shutil.rmtree(cache / "packages", ignore_errors=True)
    shutil.rmtree(project / "output", ignore_errors=True)
    cold, _, cold_memory = run(command, environment={"TABELLION_CACHE": str(cache)})
    change_a_cell(project)
    warm, _, warm_memory = run(command, environment={"TABELLION_CACHE": str(cache)})
    print(f"{name:>24} {cold:9.2f} s {cold_memory:6.0f} MiB {warm:9.2f} s {warm_memory:6.0f} MiB", flush=True)


def change_a_cell(project: Path) -> None:
    """Write another title of the guide into its workbook."""
    from openpyxl import load_workbook

    for path in sorted((project / "sources").glob("*.xlsx")):
        book = load_workbook(path)
        if "Guide" in book.sheetnames:
            sheet = book["Guide"]
            cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "Titre")
            cell.value = f"{cell.value}."
            book.save(path)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="12,100,500")
    options.add_argument("--site", action="store_true", help="build the site as well")
    chosen = options.parse_args()
    extra = [] if chosen.site else ["--no-site"]
    with tempfile.TemporaryDirectory(prefix="tabellion-benchmark-") as folder:
        cache = Path(folder) / "cache"
        subprocess.run(
            [sys.executable, "-c", "from tabellion.cli import main; main()", "check", "--project", str(ROOT)],
            env=os.environ | {"TABELLION_CACHE": str(cache)},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        print(f"{'guide':>24} {'cold':>11} {'':>10} {'warm':>11}")
        sample = Path(folder) / "sample"
        shutil.copytree(ROOT / "sources", sample / "sources")
        if (ROOT / "mkdocs.yml").is_file():
            shutil.copy(ROOT / "mkdocs.yml", sample)
        measure("sample guide", sample, cache, extra)
        for size in (int(item) for item in chosen.sizes.split(",")):
            project = Path(folder) / f"of-{size}"
            write_guide(project, size)
            measure(f"{size} profiles", project, cache, extra)
        help_seconds, _, _ = run([sys.executable, "-c", "from tabellion.cli import main; main()", "--help"])
        print(f"{'tabellion --help':>24} {help_seconds:9.2f} s")
        print(f"peak of this program itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
