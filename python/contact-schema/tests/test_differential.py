"""The module against the program, on 100,000 generated documents and what seeded mutations make of them."""

from __future__ import annotations

import json
import math
import random
import subprocess
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pyarrow as pa
import pytest

import contact_schema
from contact_schema import Finding, InvalidDocument

KINDS = ("contact", "request")
SEED = 4711


def mutated(line: bytes, choice: random.Random) -> bytes:
    """The line with one to three small changes. It stays one line."""
    text = bytearray(line)
    for _ in range(choice.randint(1, 3)):
        at = choice.randrange(len(text) + 1)
        act = choice.randrange(5)
        if act == 0:
            del text[at : at + choice.randint(1, 8)]
        elif act == 1:
            text[at:at] = choice.choice([b",", b'"', b"{", b"]", b"\\", b"\\ud800", b"\xff", b"\xc3", b"nul", b"1e400", b" "])
        elif act == 2 and at < len(text):
            text[at] = choice.randrange(256)
        elif act == 3:
            other = choice.randrange(len(text) + 1)
            text[at:at] = text[other : other + choice.randint(1, 60)]
        else:
            members = (b'"notify":true,', b'"id":1.5,', b'"\\u006eame":"x",', b'"nmae":"x",', b'"email":null,')
            text[1:1] = choice.choice(members)
    return bytes(text.replace(b"\n", b" "))


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Tuple[str, Path]:
    """A kind, and a file of 50,000 records, of which every other is mutated."""
    kind: str = request.param
    lines = (generated / f"{kind}.ndjson").read_bytes().split(b"\n")[:-1]
    assert len(lines) == 50_000
    choice = random.Random(SEED)
    changed = [mutated(line, choice) if number % 2 else line for number, line in enumerate(lines)]
    path = tmp_path_factory.mktemp(kind) / "records.ndjson"
    path.write_bytes(b"\n".join(changed) + b"\n")
    return kind, path


def run(program: Path, *arguments: Any) -> List[Dict[str, Any]]:
    done = subprocess.run([program, "--exit-zero", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    rows: List[Dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    # It fails only if the end of an array could not be checked.
    assert done.returncode == (2 if "uncheckedBytes" in rows[-1] else 0), done.stderr
    return rows


def as_program(finding: Finding) -> Dict[str, Any]:
    """A finding as the program writes it, without what only the program has."""
    assert finding.start is not None and finding.end is not None
    written: Dict[str, Any] = {
        "kind": finding.kind,
        "pointer": finding.pointer,
        "line": finding.line,
        "column": finding.column,
        "offset": finding.start,
        "length": finding.end - finding.start,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
    }
    if finding.help is not None:
        written["help"] = finding.help
    if finding.fix is not None:
        title, safety, edits, encoding = finding.fix
        written["fix"] = {
            "title": title,
            "safety": safety,
            **({} if encoding is None else {"encoding": encoding}),
            "edits": [{"offset": start, "length": end - start, "text": text} for start, end, text in edits],
        }
    return written


def program_findings(rows: List[Dict[str, Any]]) -> Iterator[Dict[str, Any]]:
    kept = ("kind", "pointer", "line", "column", "offset", "length", "severity", "rule", "message", "help", "fix")
    for row in rows:
        if row["type"] == "finding":
            yield {name: row[name] for name in kept if name in row}


def pieces(text: bytes, choice: random.Random) -> Iterator[bytes]:
    at = 0
    while at < len(text):
        size = choice.choice([1, 100, 4096, 1 << 20, 3 << 20])
        yield text[at : at + size]
        at += size


@pytest.mark.parametrize("auto", [False, True], ids=["given", "auto"])
def test_lint(case: Tuple[str, Path], program: Path, auto: bool) -> None:
    kind: Any = "auto" if auto else case[0]
    path = case[1]
    rows = run(program, "--kind", kind, "--format", "jsonl", path)
    expected = list(program_findings(rows))
    summary = rows[-1]
    assert summary["type"] == "summary" and summary["complete"]
    assert len(expected) > 20_000
    text = path.read_bytes()
    choice = random.Random(SEED)
    with path.open("rb") as file:
        sources: List[Any] = [path, text, file, pieces(text, choice)]
        for source in sources:
            findings = contact_schema.lint(source, kind=kind, input="ndjson")
            assert [as_program(finding) for finding in findings] == expected
            counted = (findings.documents, findings.invalid, findings.unjudged)
            assert counted == (summary["documents"], summary["invalid"], summary["unjudged"])
            assert findings.omitted == 0


def test_lint_arrays(case: Tuple[str, Path], program: Path, tmp_path: Path) -> None:
    """An array of records, some of which are broken, and an array of records that are all JSON."""
    kind: Any = case[0]
    lines = case[1].read_bytes().split(b"\n")[:-1]
    readable = [line for line in lines if not is_broken(line)]
    assert 10_000 < len(readable) < len(lines)
    for name, chosen in (("readable", readable), ("broken", lines)):
        path = tmp_path / f"{name}.json"
        path.write_bytes(b"[" + b",\n ".join(chosen) + b"]\n")
        rows = run(program, "--kind", kind, "--format", "jsonl", path)
        expected = list(program_findings(rows))
        assert expected
        for source in (path, path.read_bytes(), pieces(path.read_bytes(), random.Random(SEED))):
            findings = contact_schema.lint(source, kind=kind)
            assert [as_program(finding) for finding in findings] == expected
            assert findings.documents == rows[-1]["documents"]
            assert findings.unchecked_bytes == rows[-1].get("uncheckedBytes", 0)
        assert (findings.unchecked_bytes > 0) == (name == "broken")


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixes(case: Tuple[str, Path], program: Path, tmp_path: Path, unsafe: bool) -> None:
    """All fixes of a file, as NDJSON and as an array."""
    kind: Any = case[0]
    lines = case[1].read_bytes().split(b"\n")[:-1]
    readable = [line for line in lines if not is_broken(line)]
    array = b"[" + b",\n ".join(readable) + b"]\n"
    for input_, text in (("ndjson", case[1].read_bytes()), ("json", array)):
        chosen: Any = input_
        path = tmp_path / f"records.{input_}"
        path.write_bytes(text)
        options = ("--fix", "--unsafe-fixes") if unsafe else ("--fix",)
        summary = run(program, *options, "--kind", kind, "--format", "jsonl", path)[-1]
        fixed = contact_schema.fix(text, kind=kind, input=chosen, unsafe=unsafe)
        assert sum(fixed.counts.values()) > (1000 if unsafe else 50)
        assert fixed.counts == summary["fixed"]
        assert fixed.text == path.read_bytes()


def is_broken(line: bytes) -> bool:
    """Whether a line is not JSON, by Python's own reader or the module."""
    return any(finding.severity == "syntax" for finding in contact_schema.lint_many([line], kind="contact"))


def test_columns(case: Tuple[str, Path], program: Path) -> None:
    kind: Any = case[0]
    lines = case[1].read_bytes().split(b"\n")[:-1]
    rows = run(program, "--kind", kind, "--format", "verdicts", case[1])
    assert len(rows) == len(lines)
    chunks = pa.chunked_array([pa.array(lines[:7]), pa.array(lines[7:30_000]), pa.array(lines[30_000:])])
    for column in (pa.array(lines), chunks, chunks.cast(pa.large_binary()), pa.array(lines, type=pa.binary_view())):
        verdicts = contact_schema.check_column(column, kind=kind, lines=True)
        assert pa.array(verdicts.valid).to_pylist() == [row["valid"] for row in rows]
        # The program has no rules where there is nothing to say; a blank line is null to both.
        rules = [row.get("rules", [] if line.strip() else None) for row, line in zip(rows, lines)]
        assert pa.array(verdicts.rules).to_pylist() == rules


def test_documents(case: Tuple[str, Path], program: Path) -> None:
    """Each record by itself, as bytes and as a tree."""
    kind: Any = case[0]
    check, is_valid = {
        "contact": (contact_schema.check_contact, contact_schema.is_valid_contact),
        "request": (contact_schema.check_request, contact_schema.is_valid_request),
    }[kind]
    lines = case[1].read_bytes().split(b"\n")[:-1]
    expected: List[List[Tuple[str, Any]]] = [[] for _ in lines]
    for row in run(program, "--kind", kind, "--format", "jsonl", case[1]):
        if row["type"] == "finding" and row["severity"] != "warning":
            expected[row["line"] - 1].append((row["rule"], row["pointer"]))
    trees = 0
    infinities: List[float] = []

    def parse_float(digits: str) -> float:
        """`1e400` is an infinity to Python."""
        number = float(digits)
        if math.isinf(number):
            infinities.append(number)
        return number

    for line, findings in zip(lines, expected):
        if not line.strip():
            # A blank line is no document, and a blank document is not JSON.
            assert judged(check, line) == [("json-unexpected-end", None)]
            continue
        if line.startswith(b"\x1e"):
            # A record separator may come before a line, but not before a document by itself.
            assert judged(check, line) == [("json-unexpected", None)]
            continue
        assert judged(check, line) == findings
        assert is_valid(line) is not bool(findings)
        rules = {rule for rule, _ in findings}
        if "duplicate-member" in rules or any(rule.startswith("json-") for rule in rules):
            continue
        # Without what only a text shows, the tree has the same findings.
        infinities.clear()
        tree = json.loads(line, parse_float=parse_float)
        if infinities:
            assert [rule for rule, _ in judged(check, tree)] == ["json-unexpected"]
            continue
        assert sorted(judged(check, tree), key=str) == sorted(findings, key=str)
        assert is_valid(tree) is not bool(findings)
        trees += 1
    assert trees > 25_000


def judged(check: Any, document: Any) -> List[Tuple[str, Any]]:
    try:
        check(document)
    except InvalidDocument as error:
        return [(finding.rule, finding.pointer) for finding in error.findings]
    return []
