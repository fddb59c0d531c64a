"""Resources a second of processor time, by one process and by a cluster of one and of two workers on this machine.

    python benchmarks/many_messages.py [--messages N] [--against FOLDER] [--others] [--spark] [--no-cluster]

The messages are the sample guide's own Observations and Bundles, varied, some with faults. `--against` is a checkout of
another state of the project, which validates the same. `--others` lets HL7's
validator judge them (by the same guide) and fhir.resources parse them.
`--spark` does the work of the cluster by PySpark as well, where
it is installed. A machine that does something else as well says little by the clock: of each worker, the time of its
processor is told.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tabellion.diagnostics import Report
from tabellion.fhir.packages import open_package
from tabellion.validation.many.engines import ray_cluster
from tabellion.validation.many.pieces import Split, pieces, splits
from tabellion.validation.many.split_work import Work, validated
from tabellion.validation.official.engine import start
from tabellion.validation.runs import Setup

ROOT = Path(__file__).resolve().parents[1]
ALONE = """
import sys, time
from pathlib import Path
from tabellion.diagnostics import Report
from tabellion.validation.loading import load_validator
validator = load_validator((), Path(sys.argv[1]), Report())
lines = Path(sys.argv[2]).read_bytes().splitlines()
for line in lines[:100]:
    validator.validate(line)
started = time.process_time()
for line in lines:
    validator.validate(line)
print(len(lines) / (time.process_time() - started))
"""


def messages(kind: str, count: int) -> Iterator[bytes]:
    """Varied messages of a type, one a line; one in ten has an unknown status, one in 25 no code."""
    examples = [json.loads(path.read_bytes()) for path in sorted((ROOT / "output").glob(f"{kind}-*.json"))]
    for number in range(count):
        message = {**examples[number % len(examples)], "id": f"m{number}"}
        if kind == "Observation":
            if "valueQuantity" in message:
                message["valueQuantity"] = {**message["valueQuantity"], "value": number % 100}
            if number % 10 == 3:
                message["status"] = f"bad{number % 7}"
            if number % 25 == 7:
                message.pop("code", None)
        yield json.dumps(message, ensure_ascii=False).encode() + b"\n"


def alone(file: Path, against: Path | None) -> None:
    """Resources a second of one core, the start left out; the states take turns, the best of three is told."""
    states = {"now": ROOT} | ({} if against is None else {"before": against})
    best: dict[str, float] = defaultdict(float)
    for _ in range(3):
        for name, checkout in states.items():
            command = [sys.executable, "-c", ALONE, str(ROOT), str(file)]
            environment = {**os.environ, "PYTHONPATH": str(checkout / "generator")}
            told = subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout
            best[name] = max(best[name], float(told))
    ratio = f", {best['now'] / best['before']:.2f} times as many" if against is not None else ""
    print(f"{file.stem}: " + ", ".join(f"{name} {rate:.0f}" for name, rate in best.items()) + f" a second{ratio}")


def others(file: Path, kind: str) -> None:
    """What HL7's validator and fhir.resources take of a core, on the first messages, once they are warm."""
    lines = file.read_bytes().splitlines()[:400]
    half = len(lines) // 2
    from importlib import import_module

    model = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    started = time.process_time()
    for line in lines:
        with suppress(ValueError):
            model.model_validate_json(line)
    rate = len(lines) / (time.process_time() - started)
    print(f"{file.stem}: fhir.resources, which parses and asks nothing of profiles, {rate:.0f} a second")

    report = Report()
    packages = [open_package(path, report) for path in sorted((ROOT / "output").glob("*.tgz"))]
    engine = start([package for package in packages if package is not None], report)
    if engine is None:
        raise SystemExit([finding.message("en") for finding in report])
    with engine:
        for line in lines[:half]:
            engine.ask(line, "json", ())
        before = of_children()
        for line in lines[half:]:
            engine.ask(line, "json", ())
        rate = (len(lines) - half) / (of_children() - before)
    print(f"{file.stem}: HL7's validator {rate:.1f} a second")


def of_children() -> float:
    """Seconds of processors that the processes below this one, which are still running, have taken."""
    me, ticks = str(os.getpid()), os.sysconf("SC_CLK_TCK")
    found = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            if fields[1] == me:
                found += (int(fields[11]) + int(fields[12])) / ticks
    return found


Measured = tuple[int, float, float]
"""A worker's process, the seconds of its processor that a split took, its peak of memory in MiB."""


def measured(work: Work, number: int, split: Split) -> Measured:
    started = time.process_time()
    validated(work, number, split)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return os.getpid(), time.process_time() - started, peak


def tell(name: str, workers: int, count: int, run: Callable[[], list[Measured]]) -> None:
    """What a cluster of so many workers took: by the clock, and by the processors of the busiest worker and of all."""
    started = time.perf_counter()
    done = run()
    wall = time.perf_counter() - started
    by_worker: dict[int, float] = defaultdict(float)
    for pid, seconds, _ in done:
        by_worker[pid] += seconds
    busiest, peak = max(by_worker.values()), max(item[2] for item in done)
    print(
        f"{name}, {workers} worker(s): {wall:.1f} s by the clock; processor: {sum(by_worker.values()):.1f} s in all, "
        f"{busiest:.1f} s of the busiest of {len(by_worker)}, {count / busiest:.0f} resources a second of it; "
        f"peak {peak:.0f} MiB"
    )


def cluster(file: Path, count: int, *, spark: bool) -> None:
    """The same splits by one worker and by two."""
    planned = list(splits(pieces([str(file)], 1 << 20), 1 << 20))
    work = Work(Setup((), ROOT, ()), None, "en", None)
    given = [(work, number, split) for number, split in enumerate(planned)]
    for workers in (1, 2):
        engine = ray_cluster(workers)

        def by_ray(engine: Any = engine) -> list[Measured]:
            return [item for item in engine(measured, given) if item is not None]

        tell("Ray", workers, count, by_ray)
        import ray

        ray.shutdown()
    for workers in (1, 2) if spark else ():
        from pyspark import SparkContext

        context = SparkContext(f"local[{workers}]", "benchmark")

        def by_spark(context: Any = context) -> list[Measured]:
            return list(context.parallelize(given, len(given)).map(lambda item: measured(*item)).collect())

        tell("Spark", workers, count, by_spark)
        context.stop()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=6000)
    options.add_argument("--against", type=Path)
    options.add_argument("--others", action="store_true")
    options.add_argument("--spark", action="store_true")
    options.add_argument("--no-cluster", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind, count in (("Observation", asked.messages), ("Bundle", asked.messages // 5)):
            file = Path(folder) / f"{kind}.ndjson"
            with file.open("wb") as stream:
                stream.writelines(messages(kind, count))
            alone(file, asked.against)
            if asked.others:
                others(file, kind)
            if kind == "Observation" and not asked.no_cluster:
                cluster(file, count, spark=asked.spark)


if __name__ == "__main__":
    main()
