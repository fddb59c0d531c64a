"""From save to page while a guide is worked on: python benchmarks/live.py [--sizes 500]

For the sample guide and for generated guides: one cell of the workbook is changed, and the time taken until the page
that shows it is served with the new text. Nothing is changed before the guide has been checked once, as it is when it
is served; the first change still brings in what makes pages.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from generated_guide import write_guide

ROOT = Path(__file__).resolve().parents[1]


def measure(name: str, root: Path, workbook: str, sheet: str, cell: str, page: str) -> None:
    """Print the seconds of three changes, one after the other."""
    from openpyxl import load_workbook

    from tabellion.pipeline.building import build, check
    from tabellion.pipeline.live.rebuilding import keep_building
    from tabellion.pipeline.live.server import HOST, server_of
    from tabellion.pipeline.live.state import LiveState
    from tabellion.pipeline.project import Project

    project = Project(root)
    build(project, site=False)
    started = time.perf_counter()
    check(project)
    checked = time.perf_counter() - started
    project.site.mkdir(exist_ok=True)
    state, stopped = LiveState(), threading.Event()
    server = server_of(project.site.resolve(), 0, state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    building = threading.Thread(target=keep_building, args=(project, state, stopped), daemon=True)
    building.start()
    time.sleep(1 + 2 * checked)
    path = project.sources / workbook
    book = load_workbook(path)
    told = []
    for number in range(3):
        text = f"Changement {number}"
        book[sheet][cell].value = text
        book.save(path)
        started = time.perf_counter()
        while True:
            version = state.version
            address = f"http://{HOST}:{server.server_port}/{page}"
            if state.edition > number:
                with urllib.request.urlopen(address, timeout=60) as answer:
                    assert text in answer.read().decode()
                break
            state.wait(version, 60)
        told.append(time.perf_counter() - started)
        time.sleep(0.5)
    stopped.set()
    building.join()
    server.shutdown()
    print(f"{name:>14} " + " ".join(f"{seconds:6.2f} s" for seconds in told), flush=True)


def main() -> None:
    """Print a line for each guide."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sizes", default="500", help="numbers of profiles of generated guides")
    sizes = [int(item) for item in options.parse_args().sizes.split(",") if item]
    with tempfile.TemporaryDirectory() as work:
        sample = Path(work) / "sample"
        shutil.copytree(ROOT / "sources", sample / "sources")
        shutil.copy(ROOT / "mkdocs.yml", sample)
        measure("sample", sample, "guide-profils.xlsx", "Profils", "H3", "mesures/pression-arterielle.html")
        for size in sizes:
            root = Path(work) / f"of-{size}"
            write_guide(root, size)
            measure(f"{size} profiles", root, "guide.xlsx", "Profils", "C3", "profils/mesure-2.html")


if __name__ == "__main__":
    main()
