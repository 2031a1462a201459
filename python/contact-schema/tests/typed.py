"""What users write, for mypy and pyright in strict mode. It is run as a test too."""

from __future__ import annotations

import importlib
import io
import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import contact_schema
from contact_schema import ArrowArray, Edit, Finding, Findings, Fix, Fixed, InvalidDocument, Verdicts


def rules(document: bytes) -> List[str]:
    try:
        contact_schema.check_contact(document)
    except InvalidDocument as error:
        findings: Tuple[Finding, ...] = error.findings
        total: int = error.total
        assert total >= len(findings)
        return [finding.rule for finding in findings]
    return []


def place(finding: Finding) -> Optional[Tuple[int, int]]:
    if finding.line is None or finding.column is None:
        return None
    return finding.line, finding.column


def fixed_text(text: str) -> str:
    for finding in contact_schema.lint(text):
        fix: Optional[Fix] = finding.fix
        if fix is not None:
            edits: Tuple[Edit, ...] = fix.edits
            assert all(edit.start <= edit.end <= len(text) and edit.text == "" for edit in edits)
            applied: str = fix.apply(text)
            as_bytes: bytes = fix.apply(text.encode())
            assert applied == as_bytes.decode()
    fixed: Fixed[str] = contact_schema.fix(text, kind="request", input="json", unsafe=True, allow_member=["x"])
    counts: Dict[str, int] = fixed.counts
    assert counts == {"wrong-type": 1}
    of_bytes: Fixed[bytes] = contact_schema.fix(text.encode(), allow=["no-change"], max_record_bytes=1000)
    assert of_bytes.text == contact_schema.fix(memoryview(text.encode())).text
    return fixed.text


def chunks() -> Iterator[bytes]:
    yield b'{"notify": '
    yield b"1}"


def all_sources(path: Path) -> List[Findings]:
    return [
        contact_schema.lint(b"{}"),
        contact_schema.lint("{}", kind="contact", input="json", allow=["no-change"], allow_member=("x", "y")),
        contact_schema.lint(path, input="ndjson", max_record_bytes=1000),
        contact_schema.lint(io.BytesIO(b"{}")),
        contact_schema.lint(chunks()),
        contact_schema.lint([b"{}", bytearray(b" "), memoryview(b" ")]),
        contact_schema.lint_many([b"{}", "{}", {"notify": True}], kind="request", allow_member=["x"]),
    ]


def verdicts(column: ArrowArray) -> Tuple[ArrowArray, ArrowArray, ArrowArray]:
    judged: Verdicts = contact_schema.check_column(column, kind="auto", lines=True, allow=["no-change"], allow_member=[])
    assert len(judged) == len(column)
    return judged.valid, judged.rule, judged.rules


def test_all_of_it(tmp_path: Path) -> None:
    assert len(rules(b"{}")) == 9
    path = tmp_path / "empty.json"
    path.write_text("{}", encoding="utf-8")
    for findings in all_sources(path):
        for finding in findings:
            assert place(finding) is None or finding.start is not None
        assert findings.documents >= 1
    assert fixed_text('{"notify": "true", "name": "x"}') == '{"notify": true, "name": "x"}'
    strings = contact_schema.check_column(contact_schema.check_column(ArrowColumn()).rule)
    assert len(verdicts(strings.rule)[0]) == 2
    assert contact_schema.is_valid_request(json.loads('{"notify": true}'))
    assert contact_schema.is_email("a@b.cd") and not contact_schema.is_timestamp("")


class ArrowColumn:
    """A column of another library."""

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]:
        # pyarrow has no types of its own.
        pyarrow: Any = importlib.import_module("pyarrow")
        capsules: Tuple[object, object] = pyarrow.array(["{}", None]).__arrow_c_array__(requested_schema)
        return capsules
