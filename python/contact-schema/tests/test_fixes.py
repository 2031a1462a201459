"""Fixes: what a finding says of its own, one applied by itself, and all applied at once."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any, Counter, Dict, List, Tuple

import pyarrow as pa
import pytest

import contact_schema
from contact_schema import Edit, Finding, Fix, Fixed, InvalidDocument
from test_conformance import VECTORS, Vector, is_array

REQUEST = '{"notify": "true", "name": "Zoë", "name": "Zoë"}'

QUOTES = Fix("remove the quotes", "unsafe", (Edit(11, 12, ""), Edit(16, 17, "")), None)
SECOND = Fix("remove the second `name`, which has the same value", "safe", (Edit(33, 49, ""),), None)


def test_a_finding_has_its_fix() -> None:
    for text in (REQUEST, REQUEST.encode()):
        for findings in (contact_schema.lint(text), contact_schema.lint_many([text]), refused(text)):
            assert [finding.fix for finding in findings] == [QUOTES, SECOND]
    without: Any = contact_schema.lint('{"notify": true, "phones": ["1", null]}')
    assert [finding.fix for finding in without] == [None]


def refused(text: Any) -> Tuple[Finding, ...]:
    with pytest.raises(InvalidDocument) as caught:
        contact_schema.check_request(text)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.findings == caught.value.findings
    return caught.value.findings


def test_a_fix_is_applied_to_text_and_bytes() -> None:
    # Offsets count bytes: `ë` has two.
    assert SECOND.apply(REQUEST) == '{"notify": "true", "name": "Zoë"}'
    assert SECOND.apply(REQUEST.encode()) == '{"notify": "true", "name": "Zoë"}'.encode()
    assert QUOTES.apply(REQUEST) == '{"notify": true, "name": "Zoë", "name": "Zoë"}'
    insertion = Fix("", "safe", (Edit(1, 1, "é"), Edit(3, 3, "!")), None)
    assert insertion.apply("abc") == "aébc!"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_a_whole_text_is_converted(encoding: str) -> None:
    text = '{"notify": true, "name": "Zoë 😀"}'
    (finding,) = contact_schema.lint(text.encode(encoding), kind="request")
    assert finding.fix is not None
    assert (finding.fix.edits, finding.fix.safety) == ((), "safe")
    assert finding.fix.apply(text.encode(encoding)) == text.encode()
    assert contact_schema.fix(text.encode(encoding)) == Fixed(text.encode(), {finding.rule: 1})


def violations(text: bytes, kind: Any, input: Any = None) -> Counter[Tuple[str, Any]]:
    findings = contact_schema.lint(text, kind=kind, input=input)
    return Counter((finding.rule, finding.pointer) for finding in findings if finding.severity != "warning")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_fix_removes_its_finding_and_causes_no_other(vector: Vector) -> None:
    if is_array(vector.text):
        return
    kind: Any = vector.body
    before = violations(vector.text, kind)
    for finding in contact_schema.lint(vector.text, kind=kind):
        if finding.fix is None or finding.severity == "warning":
            continue
        after = violations(finding.fix.apply(vector.text), kind)
        if finding.severity == "syntax":
            # Only now the document can be read.
            assert (finding.rule, finding.pointer) not in after or finding.rule.startswith("json-")
        else:
            assert after[finding.rule, finding.pointer] < before[finding.rule, finding.pointer]
            assert sum(after.values()) < sum(before.values())


def test_many_vectors_have_fixes() -> None:
    safeties = Counter[str]()
    for vector in VECTORS:
        kind: Any = vector.body
        for finding in contact_schema.lint(vector.text, kind=kind):
            safeties[finding.fix.safety if finding.fix else "none"] += 1
    assert safeties["safe"] > 20 and safeties["unsafe"] > 40


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_twice_is_fixing_once(unsafe: bool) -> None:
    changed = 0
    for vector in VECTORS:
        kind: Any = vector.body
        fixed = contact_schema.fix(vector.text, kind=kind, unsafe=unsafe)
        assert (fixed.text != vector.text) == bool(fixed.counts), vector.name
        assert contact_schema.fix(fixed.text, kind=kind, unsafe=unsafe) == Fixed(fixed.text, {}), vector.name
        if vector.verdict != "syntax" and not is_array(vector.text):
            assert sum(violations(fixed.text, kind).values()) <= len(vector.findings), vector.name
        changed += bool(fixed.counts)
    assert changed > (60 if unsafe else 20)


def test_safe_and_unsafe() -> None:
    assert contact_schema.fix(REQUEST) == Fixed('{"notify": "true", "name": "Zoë"}', {"duplicate-member": 1})
    both = {"wrong-type": 1, "duplicate-member": 1}
    assert contact_schema.fix(REQUEST, unsafe=True) == Fixed('{"notify": true, "name": "Zoë"}', both)


def test_text_stays_what_it_is() -> None:
    text = REQUEST.encode()
    expected = Fixed('{"notify": "true", "name": "Zoë"}'.encode(), {"duplicate-member": 1})
    for source in (text, bytearray(text), memoryview(text)):
        assert contact_schema.fix(source) == expected
    for unchanged in ("{}", b"{}"):
        assert contact_schema.fix(unchanged).text is unchanged
    # Half a surrogate pair in another line stays.
    lines = '{"notify": true, "name": "\ud800"}\n{"notify": true, "name": "x",}\n\n{"a"'
    fixed = contact_schema.fix(lines, input="ndjson")
    assert fixed == Fixed(lines.replace(",}", "}"), {"json-trailing-comma": 1})


def test_arrays_and_lines() -> None:
    text = f'[{REQUEST}, {{"notify": true, "name": "x",}},\n]'
    fixed = contact_schema.fix(text, unsafe=True)
    assert json.loads(fixed.text) == [{"notify": True, "name": "Zoë"}, {"notify": True, "name": "x"}]
    lines = contact_schema.fix(f"{REQUEST}\n\n{REQUEST}", input="ndjson", unsafe=True)
    assert [json.loads(line) for line in lines.text.split("\n\n")] == [{"notify": True, "name": "Zoë"}] * 2
    assert lines.counts == {"wrong-type": 2, "duplicate-member": 2}


@pytest.mark.parametrize("input", ["json", "ndjson"])
def test_offsets_count_from_the_start_of_the_input(tmp_path: Path, input: Any) -> None:
    """Of a source that is read in several blocks too."""
    good = '{"notify": true, "name": "Ada", "comment": "' + "x" * 2000 + '"}'
    documents = [REQUEST if number % 1000 == 999 else good for number in range(3000)]
    text = ("\n".join(documents) if input == "ndjson" else "[" + ",\n".join(documents) + "]").encode()
    path = tmp_path / "requests"
    path.write_bytes(text)
    sources: List[Any] = [text, path, (text[at : at + 77_777] for at in range(0, len(text), 77_777))]
    for source in sources:
        found = [finding for finding in contact_schema.lint(source, kind="request", input=input) if finding.fix]
        assert [finding.document for finding in found] == [999, 999, 1999, 1999, 2999, 2999]
        fixed = text
        for finding in reversed(found):
            assert finding.fix is not None
            fixed = finding.fix.apply(fixed)
        assert fixed == contact_schema.fix(text, input=input, unsafe=True).text
        assert not violations(fixed, "request", input)


def test_trees_have_no_fixes() -> None:
    tree: Dict[str, Any] = {"notify": "true", "name": "Ada"}
    for findings in (contact_schema.lint_many([tree], kind="request"), refused(tree)):
        assert [(finding.rule, finding.fix) for finding in findings] == [("wrong-type", None)]


def test_members_are_allowed() -> None:
    text = '{"notify": true, "name": "Ada", "x-trace": 1, "commnt": "y"}'
    pointers = {
        (): ["/x-trace", "/commnt"],
        ("x-trace",): ["/commnt"],
        ("commnt", "x-trace"): [],
    }
    for allowed, expected in pointers.items():
        for findings in (
            contact_schema.lint(text, allow_member=allowed),
            contact_schema.lint_many([text, ], allow_member=list(allowed)),
        ):
            assert [finding.pointer for finding in findings] == expected
        verdicts = contact_schema.check_column(pa.array([text]), allow_member=allowed)
        assert pa.array(verdicts.rules).to_pylist() == [["unknown-member"] if expected else []]
    fixed = contact_schema.fix(text, unsafe=True)
    assert fixed == Fixed(text.replace("commnt", "comment"), {"unknown-member": 1})
    assert contact_schema.fix(text, unsafe=True, allow_member=["commnt"]).text is text
    assert contact_schema.fix(text, unsafe=True, allow=["unknown-member"]).text is text
    verdicts = contact_schema.check_column(pa.array([text]), allow=["unknown-member"])
    assert pa.array(verdicts.rules).to_pylist() == [[]]


def test_other_arguments_are_refused() -> None:
    for refused in ({}, None, 1, ["{}"]):
        text: Any = refused
        with pytest.raises(TypeError):
            contact_schema.fix(text)
    for arguments in ({"kind": "x"}, {"input": "x"}, {"allow": ["wrong-type"]}):
        options: Any = arguments
        with pytest.raises(ValueError):
            contact_schema.fix("{}", **options)
    # A string is not a list of names.
    name: Any = "comment"
    with pytest.raises(TypeError):
        contact_schema.lint("{}", allow_member=name)
    too_large = '{"notify": true, "name": "x",}'
    assert contact_schema.fix(too_large, max_record_bytes=len(too_large) - 1).text is too_large
    assert contact_schema.fix(too_large, max_record_bytes=len(too_large)).counts == {"json-trailing-comma": 1}
