"""Time, memory and weight of the site: python benchmarks/site.py [--sizes 12,100,500]

For the sample guide and for generated guides: the site built from nothing, the site left alone because no page changed,
peak memory of the largest process, number of pages, the heaviest page.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from generated_guide import write_guide

ROOT = Path(__file__).resolve().parents[1]


def measure(root: Path, lines: multiprocessing.Queue[tuple[float, float, int, float]]) -> None:
    """Build the site of a project twice; put seconds of each, pages and MiB of the largest process in the queue."""
    from tabellion.diagnostics import Report
    from tabellion.pipeline.building import build
    from tabellion.pipeline.project import Project, read_edition
    from tabellion.publish.site import write_site

    project = Project(root)
    build(project, site=False)
    edition, _ = read_edition(project, Report())
    assert edition is not None
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        made = write_site(edition, project.site_folders, Report())
        seconds.append(time.perf_counter() - started)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
    lines.put((seconds[0], seconds[1], made.pages, peak))


def heaviest(site: Path) -> tuple[int, str]:
    """Size and name of the heaviest page."""
    return max((path.stat().st_size, path.relative_to(site).as_posix()) for path in site.rglob("*.html"))


def main() -> None:
    """Print a line for each guide."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sizes", default="12,100,500", help="numbers of profiles of generated guides")
    sizes = [int(item) for item in options.parse_args().sizes.split(",") if item]
    print(f"{'guide':>14} {'built':>9} {'left alone':>11} {'peak':>9} {'pages':>6}  heaviest page")
    with tempfile.TemporaryDirectory() as work:
        sample = Path(work) / "sample"
        shutil.copytree(ROOT / "sources", sample / "sources")
        shutil.copy(ROOT / "mkdocs.yml", sample)
        guides = {"sample": sample}
        for size in sizes:
            guides[f"{size} profiles"] = Path(work) / str(size)
            write_guide(guides[f"{size} profiles"], size)
        context = multiprocessing.get_context("spawn")
        for name, root in guides.items():
            lines = context.Queue()
            process = context.Process(target=measure, args=(root, lines))
            process.start()
            built, alone, pages, peak = lines.get()
            process.join()
            size, page = heaviest(root / "site")
            print(
                f"{name:>14} {built:7.1f} s {alone:9.1f} s {peak:5.0f} MiB {pages:6}  {size // 1000} kB {page}",
                flush=True,
            )


if __name__ == "__main__":
    main()
