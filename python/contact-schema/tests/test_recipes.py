"""The README's examples: each is run as it is written there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import contact_schema

README = Path(__file__).resolve().parents[1] / "README.md"

GOOD = b'{"notify": true, "name": "Ada"}'
RECORDS = [GOOD, b'{"notify": 1, "name": "Ada", "x": 1}', b'{"notify": true, "name": "\xff"}', None]
EXPECTED = [True, False, False, None]
RULES = [None, "wrong-type", "json-invalid-utf8", None]


def recipe(title: str) -> str:
    text = README.read_text(encoding="utf-8")
    block = re.search(rf"^### {title}\n.*?^```python\n(.*?)^```$", text, re.M | re.S)
    assert block is not None, title
    return block.group(1)


def run(title: str, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Dict[str, Any]:
    pq: Any = __import__("pyarrow.parquet").parquet
    pq.write_table(pa.table({"record": pa.array(RECORDS, type=pa.binary())}), directory / "requests.parquet")
    monkeypatch.chdir(directory)
    variables: Dict[str, Any] = {}
    exec(compile(recipe(title), f"README.md, {title}", "exec"), variables)
    return variables


def test_first(capsys: pytest.CaptureFixture[str]) -> None:
    block = re.search(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    assert block is not None
    exec(compile(block.group(1), "README.md", "exec"), {})
    expected = [line[2:] for line in block.group(1).splitlines() if line.startswith("# ")]
    assert capsys.readouterr().out.splitlines() == expected
    assert len(expected) == 2


def test_fixes() -> None:
    block = re.search(r"^## Fixes\n.*?^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    assert block is not None and block.group(1).count("assert") == 4
    exec(compile(block.group(1), "README.md, Fixes", "exec"), {})


def printed(title: str) -> str:
    """What the README says that the recipe prints."""
    text = README.read_text(encoding="utf-8")
    block = re.search(rf"^### {title}\n.*?^```python\n.*?^```\n\n```text\n(.*?)^```$", text, re.M | re.S)
    assert block is not None, title
    return block.group(1)


def test_polars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    judged = run("Polars", tmp_path, monkeypatch)["judged"]
    assert judged["valid"].to_list() == EXPECTED
    assert judged["rule"].to_list() == RULES
    assert judged["record"].to_list() == RECORDS
    assert capsys.readouterr().out == printed("Polars")


def test_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("DuckDB", tmp_path, monkeypatch)
    assert capsys.readouterr().out == printed("DuckDB")


def test_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = run("pyarrow", tmp_path, monkeypatch)["bad"]
    assert table.column("rule").to_pylist() == RULES[1:3]


def test_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = run("pandas", tmp_path, monkeypatch)["frame"]
    assert [None if pd.isna(value) else bool(value) for value in frame["valid"]] == EXPECTED


TEXTS = [None if record is None else record.decode("latin-1") for record in RECORDS]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(RECORDS, type=pa.binary()),
        pa.array(RECORDS, type=pa.large_binary()),
        pa.array(RECORDS, type=pa.binary_view()),
        pa.array([None, b"", *RECORDS], type=pa.binary())[2:],
        pa.array([None, b"", *RECORDS], type=pa.large_binary())[2:],
        pa.array([None, b"", *RECORDS], type=pa.binary_view())[2:],
        pa.chunked_array([pa.array(RECORDS[:1]), pa.array([], type=pa.binary()), pa.array(RECORDS[1:])]),
        pa.record_batch({"record": pa.array(RECORDS)}),
        pa.table({"record": pa.array([b"", *RECORDS])}).slice(1),
        pl.Series(RECORDS),
        pl.DataFrame({"record": RECORDS}),
    ],
    ids=lambda column: f"{type(column).__module__}.{type(column).__name__}",
)
def test_binary_columns(column: Any) -> None:
    verdicts = contact_schema.check_column(column, kind="request")
    assert len(verdicts) == len(verdicts.valid) == 4
    assert pa.array(verdicts.valid).to_pylist() == EXPECTED
    assert pa.array(verdicts.rule).to_pylist() == RULES
    assert pa.array(verdicts.rules).to_pylist() == [
        [],
        ["unknown-member", "wrong-type"],
        ["json-invalid-utf8"],
        None,
    ]


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_text_columns(type_: Any) -> None:
    for column in (pa.array(TEXTS, type=type_), pa.array(["", *TEXTS], type=type_)[1:]):
        verdicts = contact_schema.check_column(column, kind="request")
        # As text, the third has a character in the place of the byte.
        assert pa.array(verdicts.valid).to_pylist() == [True, False, True, None]


def test_text_series() -> None:
    for series in (pl.Series(TEXTS), pd.Series(TEXTS, dtype="string[pyarrow]")):
        verdicts = contact_schema.check_column(pa.array(series) if isinstance(series, pd.Series) else series)
        assert pl.Series(verdicts.valid).to_list() == [True, False, True, None]


def test_duckdb_relations() -> None:
    connection = duckdb.connect()
    relation = connection.sql("SELECT * FROM (VALUES ('{\"notify\": true}'), (NULL), ('')) AS records(record)")
    verdicts = contact_schema.check_column(relation)
    assert pa.array(verdicts.valid).to_pylist() == [True, None, False]
    assert pa.array(verdicts.rule).to_pylist() == ["no-change", None, "json-unexpected-end"]


def test_blank_lines() -> None:
    for lines, expected in ((False, [False, False, True]), (True, [None, None, True])):
        verdicts = contact_schema.check_column(pa.array([b"", b" \r", GOOD]), lines=lines)
        assert pa.array(verdicts.valid).to_pylist() == expected


def test_record_separators() -> None:
    for lines, expected in ((False, [False, False]), (True, [True, None])):
        verdicts = contact_schema.check_column(pa.array([b"\x1e" + GOOD, b"\x1e\x1e "]), lines=lines)
        assert pa.array(verdicts.valid).to_pylist() == expected


def test_empty_columns() -> None:
    for column in (pa.array([], type=pa.binary()), pa.array([], type=pa.string_view()), pa.array([], type=pa.null())):
        verdicts = contact_schema.check_column(column)
        assert len(verdicts) == 0
        assert pa.record_batch(verdicts).num_rows == 0


def test_many_verdicts_cross_bytes() -> None:
    records = [GOOD if number % 3 else b"{" for number in range(1000)]
    verdicts = contact_schema.check_column(pa.array(records))
    valid: Any = pa.array(verdicts.valid)
    valid.validate(full=True)
    pa.array(verdicts.rule).validate(full=True)
    pa.array(verdicts.rules).validate(full=True)
    assert valid.to_pylist() == [bool(number % 3) for number in range(1000)]


def test_other_columns_are_refused() -> None:
    for column in (pa.array([1]), pa.array([["x"]]), pa.table({"a": [b""], "b": [b""]}), [GOOD], GOOD):
        refused: Any = column
        with pytest.raises(TypeError):
            contact_schema.check_column(refused)
    nulls: Any = pa.array([{"record": GOOD}, None])
    with pytest.raises(ValueError):
        contact_schema.check_column(nulls)
