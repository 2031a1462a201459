"""The conformance vectors through every way in."""

from __future__ import annotations

import base64
import io
import json
import math
from pathlib import Path
from typing import Any, Iterator, List, NamedTuple, Optional, Set, Tuple

import pyarrow as pa
import pytest

import contact_schema
from conftest import REPOSITORY

Pairs = List[Tuple[str, Optional[str]]]

# What a linter may warn of beyond the contract; no vector has these.
LINTER_ONLY = {"email-undeliverable", "no-change"}


class Vector(NamedTuple):
    name: str
    body: str
    text: bytes
    verdict: str
    findings: Pairs
    warnings: Pairs


def pairs(findings: Any) -> Pairs:
    return sorted(((finding["rule"], finding.get("pointer")) for finding in findings), key=str)


def vectors() -> Iterator[Vector]:
    for path in sorted((REPOSITORY / "tests/conformance").glob("*.json")):
        for vector in json.loads(path.read_text(encoding="utf-8")).get("vectors", []):
            text = base64.b64decode(vector["input_base64"]) if "input_base64" in vector else vector["input"].encode()
            yield Vector(
                vector["name"],
                vector["body"],
                text,
                vector["verdict"],
                pairs(vector["findings"]),
                pairs(vector.get("warnings", [])),
            )


VECTORS = list(vectors())


def test_there_are_all_vectors() -> None:
    assert len(VECTORS) >= 818


def found(findings: Any) -> Pairs:
    """Rules and pointers of all but the warnings."""
    kept = (finding for finding in findings if finding.severity != "warning")
    return sorted(((finding.rule, finding.pointer) for finding in kept), key=str)


def warned(findings: Any) -> Pairs:
    kept = (finding for finding in findings if finding.severity == "warning" and finding.rule not in LINTER_ONLY)
    return sorted(((finding.rule, finding.pointer) for finding in kept), key=str)


def check(vector: Vector, document: Any) -> Pairs:
    """What `check_…` finds, which `is_valid_…` must confirm."""
    checker, is_valid = {
        "contact": (contact_schema.check_contact, contact_schema.is_valid_contact),
        "request": (contact_schema.check_request, contact_schema.is_valid_request),
    }[vector.body]
    try:
        checker(document)
    except contact_schema.InvalidDocument as error:
        assert not is_valid(document)
        assert error.total == len(error.findings) > 0
        return found(error.findings)
    assert is_valid(document)
    return []


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_check(vector: Vector) -> None:
    for document in (vector.text, bytearray(vector.text), memoryview(vector.text)):
        assert check(vector, document) == vector.findings
    try:
        text = vector.text.decode()
    except UnicodeDecodeError:
        return
    assert check(vector, text) == vector.findings


def has_infinity(tree: Any) -> bool:
    if isinstance(tree, dict):
        return any(map(has_infinity, tree.values()))
    if isinstance(tree, list):
        return any(map(has_infinity, tree))
    return isinstance(tree, float) and math.isinf(tree)


def test_check_trees() -> None:
    """What `json.loads` makes of the text is judged as the text, but for what it hides."""
    judged = 0
    for vector in VECTORS:
        rules = {rule for rule, _ in vector.findings}
        # A tree has one member of a name, and no text that could be wrong.
        if vector.verdict == "syntax" or "duplicate-member" in rules:
            continue
        tree = json.loads(vector.text)
        if isinstance(tree, str):
            # A string stands for a text.
            continue
        if has_infinity(tree):
            # `1e400` is read as an infinity, which is no JSON.
            assert check(vector, tree)[0][0] == "json-unexpected", vector.name
            continue
        assert check(vector, tree) == vector.findings, vector.name
        judged += 1
    assert judged > 600


def test_trees_of_what_is_not_json() -> None:
    """Where `json.loads` takes more than JSON, the tree is refused too, if it can be seen in it."""
    seen: Set[str] = set()
    for vector in VECTORS:
        if vector.verdict != "syntax":
            continue
        try:
            # From bytes, `json.loads` would read UTF-16 too, and drop a byte order mark.
            tree = json.loads(vector.text.decode())
        except (ValueError, RecursionError):
            continue
        (rule, _), *_ = vector.findings
        # Half a surrogate pair, NaN and deep nesting pass `json.loads`.
        assert [finding[0] for finding in check(vector, tree)] == [rule], vector.name
        seen.add(rule)
    assert {"json-lone-surrogate", "json-too-deep"} <= seen


class OneByteAtATime(io.RawIOBase):
    """A file whose reads are as short as they can be."""

    def __init__(self, text: bytes) -> None:
        self.rest = io.BytesIO(text)

    def read(self, size: int = -1, /) -> bytes:
        return self.rest.read(min(size, 1))


def sources(directory: Path, text: bytes) -> Iterator[Tuple[str, Any]]:
    path = directory / "document.json"
    path.write_bytes(text)
    yield "bytes", text
    yield "path", path
    with path.open("rb") as file:
        yield "file", file
    yield "slow file", OneByteAtATime(text)
    yield "iterator", iter([text[:3], b"", memoryview(text)[3:7], bytearray(text[7:])])


def is_array(text: bytes) -> bool:
    """`lint` takes an array for many documents, which no vector is about."""
    return text.lstrip(b" \t\r\n").startswith(b"[")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_lint(vector: Vector, tmp_path: Path) -> None:
    if is_array(vector.text):
        return
    kind: Any = vector.body
    for name, source in sources(tmp_path, vector.text):
        findings = contact_schema.lint(source, kind=kind)
        said = list(findings)
        assert found(said) == vector.findings, name
        if vector.verdict == "valid":
            assert warned(said) == vector.warnings, name
        assert findings.documents == 1
        assert findings.invalid == (vector.verdict != "valid")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_lint_ndjson(vector: Vector, tmp_path: Path) -> None:
    if b"\n" in vector.text or not vector.text.strip(b" \t\r"):
        return
    kind: Any = vector.body
    for name, source in sources(tmp_path, vector.text):
        said = list(contact_schema.lint(source, kind=kind, input="ndjson"))
        assert found(said) == vector.findings, name
        assert {finding.line for finding in said} <= {1}


def test_lint_many() -> None:
    for body in ("contact", "request"):
        kind: Any = body
        chosen = [vector for vector in VECTORS if vector.body == body]
        findings = contact_schema.lint_many((vector.text for vector in chosen), kind=kind)
        by_document: List[List[contact_schema.Finding]] = [[] for _ in chosen]
        for finding in findings:
            by_document[finding.document].append(finding)
        for vector, said in zip(chosen, by_document):
            assert found(said) == vector.findings, vector.name
        assert findings.documents == len(chosen)
        assert findings.invalid == sum(vector.verdict != "valid" for vector in chosen)



@pytest.mark.parametrize("type_", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_columns(type_: Any) -> None:
    for body in ("contact", "request"):
        kind: Any = body
        chosen = [vector for vector in VECTORS if vector.body == body]
        verdicts = contact_schema.check_column(pa.array([vector.text for vector in chosen], type=type_), kind=kind)
        valid: Any = pa.array(verdicts.valid).to_pylist()
        first: Any = pa.array(verdicts.rule).to_pylist()
        rules: Any = pa.array(verdicts.rules).to_pylist()
        for vector, is_valid, rule, all_rules in zip(chosen, valid, first, rules):
            assert is_valid == (vector.verdict == "valid"), vector.name
            expected = {rule for rule, _ in vector.findings}
            assert expected <= set(all_rules), vector.name
            if not is_valid:
                assert rule in expected, vector.name
