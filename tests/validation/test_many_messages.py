"""Any number of messages: cut into pieces, validated by an engine, findings as rows."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tabellion
from needs import needs
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.validation.loading import load_validator
from tabellion.validation.many.engines import WorkEngine, local, ray_cluster
from tabellion.validation.many.piece_texts import piece_texts
from tabellion.validation.many.pieces import pieces
from tabellion.validation.many.rows import COLUMNS, row
from tabellion.validation.many.run import numbered, validate_many
from tabellion.validation.many.split_work import Work
from tabellion.validation.runs import Setup, outcomes
from tabellion.validation.source_texts import texts

ROOT = Path(__file__).resolve().parents[2]
NOTHING_GIVEN = Setup((), None, ())
OF_THE_GUIDE = Setup((), ROOT, ())
_TEXT = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Camille</div>'}
RIGHT = json.dumps({"resourceType": "Patient", "text": _TEXT, "gender": "female"}).encode()
WRONG = json.dumps({"resourceType": "Patient", "text": _TEXT, "gender": "woman"}).encode()


@pytest.fixture(autouse=True)
def parts() -> None:
    needs(find_spec("fsspec") and find_spec("pyarrow"), "the extra tabellion[cluster]")


@pytest.fixture(scope="module")
def ray_engine() -> Iterator[WorkEngine]:
    """A cluster of two worker processes on this machine."""
    needs(find_spec("ray"), "the extra tabellion[cluster]")
    import ray

    yield ray_cluster(2)
    ray.shutdown()


def found(*sources: str | Path, column: str | None = None, limit: int = 1 << 24) -> list[tuple[str, int, str]]:
    """File, line and code of each finding, by this process, under no guide."""
    work = Work(NOTHING_GIVEN, column, "en", None)
    _, tables = validate_many([str(source) for source in sources], work, local, limit)
    listed = [item for table in tables for item in table.to_pylist()]
    return [(Path(item["file"]).name, item["line"], item["code"]) for item in listed]


def varied_observations(folder: Path, count: int) -> Path:
    """The guide's own Observations over and over, one in seven of an unknown status."""
    examples = [json.loads(path.read_bytes()) for path in sorted((ROOT / "output").glob("Observation-*.json"))]
    file = folder / "observations.ndjson"
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for number in range(count):
            change = {"status": f"unknown-{number}"} if number % 7 == 3 else {}
            message = {**examples[number % len(examples)], "id": f"o{number}", **change}
            stream.write(json.dumps(message, ensure_ascii=False) + "\n")
    return file


def rows_by(engine: WorkEngine, source: Path, results: Path, limit: int) -> list[dict[str, Any]]:
    """The rows that an engine writes, under the guide."""
    from pyarrow import parquet

    validate_many([str(source)], Work(OF_THE_GUIDE, None, "en", str(results)), engine, limit)
    files = sorted((results / "findings").glob("*.parquet"))
    return [item for file in files for item in parquet.read_table(file).to_pylist()]


@pytest.mark.parametrize(
    "content",
    [
        b"a\nbb\nccc\n",
        b"a\nbb\nccc",
        b"\n\na\n\n\nbb\n",
        b"a\r\nbb\r\n\r\nccc\r\n",
        b"a very long line of this file\nb\nc\n",
        b"a\na very long line of this file",
    ],
)
@pytest.mark.parametrize("limit", range(1, 14))
def test_each_line_is_in_one_range_whatever_the_size(tmp_path: Path, content: bytes, limit: int) -> None:
    """The lines and their numbers are those of the whole file."""
    file = tmp_path / "x.ndjson"
    file.write_bytes(content)
    whole = [(text.line, text.content) for text in texts([str(file)])]
    cut = numbered(list(pieces([str(file)], limit)), local)
    assert len(cut) == -(-len(content) // limit)
    assert whole == [(text.line, text.content) for piece in cut for text in piece_texts(piece, None)]


def test_rows_are_the_findings_of_the_plain_command(tmp_path: Path) -> None:
    """To the row, however the file is cut."""
    file = varied_observations(tmp_path, 60)
    validator = load_validator((), ROOT, Report())
    assert validator is not None
    plain = [
        dict(zip(COLUMNS, row(finding, "en"), strict=True))
        for outcome in outcomes(validator, texts([str(file)]), OF_THE_GUIDE)
        for finding in outcome.findings
    ]
    assert len(plain) >= 8
    assert plain == rows_by(local, file, tmp_path / "whole", 1 << 24)
    assert plain == rows_by(local, file, tmp_path / "cut", 10_000)


def test_a_cluster_finds_what_one_process_finds(tmp_path: Path, ray_engine: WorkEngine) -> None:
    """Rows, files and summary are the same."""
    file = varied_observations(tmp_path, 60)
    rows = rows_by(local, file, tmp_path / "local", 20_000)
    assert rows
    assert rows == rows_by(ray_engine, file, tmp_path / "ray", 20_000)
    assert (tmp_path / "local/summary.json").read_bytes() == (tmp_path / "ray/summary.json").read_bytes()


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, ray_engine: WorkEngine) -> None:
    """What it was doing is done again by another."""
    needs(Path("/proc/self/stat").exists(), "/proc")
    file = varied_observations(tmp_path, 600)
    rows = rows_by(local, file, tmp_path / "local", 200_000)
    killed: list[int] = []
    done = threading.Event()

    def kill() -> None:
        while not killed and not done.wait(0.01):
            for pid in _workers():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return

    killer = threading.Thread(target=kill)
    killer.start()
    after = rows_by(ray_engine, file, tmp_path / "ray", 200_000)
    done.set()
    killer.join()
    assert killed
    assert rows == after


def _workers() -> Iterator[int]:
    """Processes below this one that are validating a split; Ray gives them the name of what they do."""
    above: dict[int, int] = {}
    busy: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text(errors="replace")
                title = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            above[int(folder.name)] = int(status.rpartition(")")[2].split()[1])
            if title.startswith(b"ray::validated"):
                busy.append(int(folder.name))
    for pid in busy:
        at = pid
        while at in above and at != os.getpid():
            at = above[at]
        if at == os.getpid():
            yield pid


def test_a_part_that_no_worker_can_do_is_told(tmp_path: Path) -> None:
    """With its file and its first line; the other parts are validated."""

    def engine(function: Any, arguments: Sequence[tuple[Any, ...]], /) -> Iterator[Any]:
        for given in arguments:
            lost = function.__name__ == "validated" and given[1] == 1
            yield None if lost else function(*given)

    file = tmp_path / "x.ndjson"
    file.write_bytes((WRONG + b"\n") * 4)
    work = Work(NOTHING_GIVEN, None, "en", None)
    summary, tables = validate_many([str(file)], work, engine, 2 * len(WRONG) + 2)
    told = [(item["line"], item["code"]) for table in tables for item in table.to_pylist()]
    assert [(1, "TX001"), (2, "TX001"), (3, "VA097")] == told
    assert summary.tally.invalid == 3


def test_compressed_and_parquet_are_read_as_lines_and_rows(tmp_path: Path) -> None:
    """Blank lines and empty cells count."""
    import pyarrow
    from pyarrow import parquet

    with gzip.open(tmp_path / "a.ndjson.gz", "wb") as stream:
        stream.write(RIGHT + b"\n\n" + WRONG + b"\n")
    told = json.dumps(json.loads(WRONG), indent=1)
    cells = [RIGHT.decode(), None, told, RIGHT.decode(), "", told, RIGHT.decode(), " \n", told]
    table = pyarrow.table({"id": list(range(9)), "resource": cells})
    parquet.write_table(table, tmp_path / "b.parquet", row_group_size=2)
    expected = [("a.ndjson.gz", 3, "TX001"), *(("b.parquet", line, "TX001") for line in (3, 6, 9))]
    assert expected == found(tmp_path)
    assert expected == found(tmp_path, limit=1)
    assert expected == found(tmp_path / "a.ndjson.gz", tmp_path / "b.parquet", column="resource")


@pytest.mark.parametrize("cells", [[], [None, None], ["", " "]], ids=["none", "null", "blank"])
def test_a_column_without_messages_is_said(tmp_path: Path, cells: list[str | None]) -> None:
    """As an empty or blank file of lines is."""
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"r": pyarrow.array(cells, pyarrow.string())}), tmp_path / "a.parquet")
    (tmp_path / "b.ndjson").write_bytes(b"\n \n")
    (_, _, of_cells), (_, _, of_lines) = found(tmp_path)
    assert of_cells == of_lines


def test_storage_is_that_of_fsspec() -> None:
    """By the address of a file or of a folder."""
    import fsspec

    storage = fsspec.filesystem("memory")
    storage.pipe({"/box/a/x.ndjson": RIGHT + b"\n" + WRONG + b"\n", "/box/.hidden/y.ndjson": WRONG, "/box/z.txt": b"?"})
    assert [("x.ndjson", 2, "TX001")] == found("memory://box", limit=200)
    work = Work(NOTHING_GIVEN, None, "en", "memory://told")
    validate_many(["memory://box/a/x.ndjson"], work, local, 200)
    summary = json.loads(storage.cat("/told/summary.json"))
    assert (2, 1, {"memory://box/a/x.ndjson": 1}) == (summary["resources"], summary["invalid"], summary["files"])
    assert ["TX001"] == [item["code"] for item in summary["rules"]]
    assert 2 == summary["rules"][0]["examples"][0]["line"]
    assert ["/told/findings/00000000.parquet", "/told/findings/00000001.parquet"] == sorted(
        storage.find("/told/findings")
    )


def test_what_cannot_be_read_is_a_finding_in_its_place(tmp_path: Path) -> None:
    """The rest is validated."""
    import pyarrow
    from pyarrow import parquet

    whole = gzip.compress((WRONG + b"\n") * 3, compresslevel=0)
    (tmp_path / "b.ndjson.gz").write_bytes(whole[:-12])
    (tmp_path / "c.ndjson.gz").write_bytes(b"no gzip")
    (tmp_path / "d.parquet").write_bytes(b"no parquet")
    parquet.write_table(pyarrow.table({"a": ["x"], "b": ["y"]}), tmp_path / "e.parquet")
    parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "f.parquet")
    (tmp_path / "g.ndjson").write_bytes(WRONG)
    assert [
        *(("b.ndjson.gz", line, "TX001") for line in (1, 2)),
        ("b.ndjson.gz", 0, "VA007"),
        ("c.ndjson.gz", 0, "VA007"),
        ("d.parquet", 0, "VA007"),
        ("e.parquet", 0, "VA096"),
        ("f.parquet", 0, "VA096"),
        ("g.ndjson", 1, "TX001"),
    ] == found(tmp_path)
    assert [("e.parquet", 0, "VA096")] == found(tmp_path / "e.parquet", column="aa")
    assert [("none", 0, "VA007")] == found(tmp_path / "none")
    assert [("x.ndjson", 0, "VA007")] == found("nothing-of-the-kind://box/x.ndjson")
    (tmp_path / "empty").mkdir()
    assert [("empty", 0, "VA008")] == found(tmp_path / "empty")


def test_a_line_of_any_length_is_passed_over(tmp_path: Path) -> None:
    """Where it spans several pieces too; the lines after it keep their numbers."""
    file = tmp_path / "x.ndjson"
    with file.open("wb") as stream:
        stream.write(WRONG + b"\n")
        for _ in range(66):
            stream.write(b" " * (1 << 20))
        stream.write(b"\n" + WRONG + b"\n")
    expected = [("x.ndjson", 1, "TX001"), ("x.ndjson", 2, "VA006"), ("x.ndjson", 3, "TX001")]
    assert expected == found(file, limit=1 << 24)
    assert expected == found(file, limit=1 << 30)


def test_a_file_that_is_shorter_than_it_was_ends_early(tmp_path: Path) -> None:
    """Between the moment when it is cut and the one when it is read."""
    file = tmp_path / "x.ndjson"
    file.write_bytes(b"a\n" * 50)
    cut = list(pieces([str(file)], 10))
    file.write_bytes(b"a\nb")
    assert [b"a\n", b"b"] == [text.content for piece in cut for text in piece_texts(piece, None)]


def test_findings_as_a_frame(tmp_path: Path) -> None:
    """One row each, with the columns of the results."""
    file = tmp_path / "x.ndjson"
    file.write_bytes(RIGHT + b"\n" + WRONG + b"\n")
    frame = tabellion.validate_many([str(file)])
    assert list(COLUMNS) == list(frame.columns)
    assert [(str(file), 2, "TX001", "Patient.gender")] == list(
        frame[["file", "line", "code", "expression"]].itertuples(index=False, name=None)
    )
    assert "gender" in frame["message"][0] or "woman" in frame["message"][0]
    with pytest.raises(ValueError, match="not known"):
        tabellion.validate_many([str(file)], profiles=["https://hearing.example/none"])


def test_the_command_writes_results_and_tells_the_counts(tmp_path: Path) -> None:
    """Exit codes as without; a folder that holds something is left alone."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/x.ndjson").write_bytes(RIGHT + b"\n" + WRONG + b"\n")
    (tmp_path / "right.ndjson").write_bytes(RIGHT)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["validate", "--lang", "en", *arguments])
        return result.exit_code, result.stdout

    code, told = run(str(tmp_path / "in"), "--results", str(tmp_path / "out"))
    assert code == 1
    assert "1 × error[TX001] code-outside-required-value-set" in told
    assert told.endswith("resources: 2, not valid: 1, errors: 1, warnings: 0\n")
    assert (tmp_path / "out/summary.json").exists()
    assert 2 == run(str(tmp_path / "in"), "--results", str(tmp_path / "out"))[0]
    assert 2 == run(str(tmp_path / "in"), "--results", str(tmp_path / "right.ndjson"))[0]
    assert 2 == run("-", "--results", str(tmp_path / "out2"))[0]
    assert 2 == run(str(tmp_path / "in"), "--engine", "ray")[0]
    assert 0 == run(str(tmp_path / "right.ndjson"), "--results", str(tmp_path / "out3"))[0]
