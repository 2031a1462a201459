"""What the functions promise besides their verdicts."""

from __future__ import annotations

import io
import json
import math
import pickle
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

import contact_schema
from contact_schema import Edit, Finding, Fix, InvalidDocument

CONTACT: Dict[str, Any] = {
    "id": 1,
    "name": "Ada Lovelace",
    "email": "ada@example.com",
    "phones": ["+44 20 7946 0018"],
    "comment": None,
    "companyId": 7,
    "notifyAt": "2024-12-05T14:56:23.000Z",
    "updatedAt": "2024-12-05T14:56:23.000Z",
    "createdAt": "2024-01-15T08:45:00.000Z",
}


def refused(document: Any) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        contact_schema.check_contact(document)
    return caught.value


def only(document: Any) -> Finding:
    (finding,) = refused(document).findings
    return finding


def test_a_finding_has_its_place() -> None:
    with pytest.raises(ValueError) as caught:
        contact_schema.check_request('{\n  "notify": true,\n  "naïve": 1, "email": "ada..l@example.com"\n}')
    error = caught.value
    assert isinstance(error, InvalidDocument)
    assert error.total == 1
    assert error.findings == (
        Finding(
            rule="email-consecutive-dots",
            pointer="/email",
            message="expected a single dot, found two in a row",
            line=3,
            column=28,
            start=48,
            end=50,
            help="write one dot",
            severity="violation",
            document=0,
            kind="request",
            fix=Fix(title="write one dot", safety="unsafe", edits=(Edit(start=49, end=50, text=""),), encoding=None),
        ),
    )
    assert str(error) == "violation[email-consecutive-dots] /email: expected a single dot, found two in a row"


def test_errors_hold_no_values() -> None:
    secret = "Sécret-4711"
    for document in (
        json.dumps({**CONTACT, "email": secret, "notifyAt": secret, "phones": [secret * 9]}),
        {**CONTACT, "email": secret, "notifyAt": secret, "phones": [secret * 9], "comment": {secret}},
        f'{{"notify": {secret}}}',
    ):
        error = refused(document)
        for shown in (str(error), repr(error), *map(str, error.findings)):
            assert "cret" not in shown


def test_errors_are_pickled() -> None:
    error = refused("{}")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is InvalidDocument
    assert (again.findings, again.total) == (error.findings, 9)
    assert str(again) == str(error)
    assert "(and 8 more)" in str(again)


def test_all_findings_are_counted() -> None:
    error = refused(json.dumps({**CONTACT, "phones": [0] * 3000}))
    assert (len(error.findings), error.total) == (1000, 3001)
    findings = contact_schema.lint(json.dumps({**CONTACT, "phones": [0] * 3000}))
    assert (len(list(findings)), findings.omitted) == (1000, 2001)
    findings = contact_schema.lint_many([{**CONTACT, "phones": [0] * 3000}])
    assert (len(list(findings)), findings.omitted) == (1000, 2001)


@pytest.mark.parametrize(
    ("member", "value", "rule", "pointer"),
    [
        ("id", True, "wrong-type", "/id"),
        ("id", 1.5, "integer-not-integral", "/id"),
        ("id", 2**53, "integer-out-of-range", "/id"),
        ("id", 2**64, "integer-out-of-range", "/id"),
        ("id", -(2**20000), "integer-out-of-range", "/id"),
        ("id", 1e308, "integer-out-of-range", "/id"),
        ("id", math.nan, "json-unexpected", "/id"),
        ("id", -math.inf, "json-unexpected", "/id"),
        ("name", "\ud800", "json-lone-surrogate", "/name"),
        ("name", "x" * 251, "too-long", "/name"),
        ("name", None, "wrong-type", "/name"),
        ("phones", ["1", b"2"], "json-unexpected", "/phones/1"),
        ("phones", {"1"}, "json-unexpected", "/phones"),
        ("notifyAt", datetime.now(timezone.utc), "json-unexpected", "/notifyAt"),
        ("x", {"~/": [math.nan]}, "json-unexpected", "/x/~0~1/0"),
        ("x", {"y": {1: 2}}, "json-unexpected", "/x/y"),
        ("x", {"\ud800": 2}, "json-lone-surrogate", "/x"),
    ],
    ids=lambda value: "",
)
def test_trees_are_refused(member: str, value: Any, rule: str, pointer: str) -> None:
    finding = only({**CONTACT, member: value})
    assert (finding.rule, finding.pointer) == (rule, pointer)
    # A tree has no text.
    assert (finding.line, finding.column, finding.start, finding.end) == (None, None, None, None)
    assert not contact_schema.is_valid_contact({**CONTACT, member: value})
    (said,) = contact_schema.lint_many([{**CONTACT, member: value}], kind="contact", allow=["unknown-member"])
    assert (said.rule, said.pointer) == (rule, pointer)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", 1.0),
        ("id", -0.0),
        ("id", 9007199254740991.0),
        ("id", -(2**53) + 1),
        ("phones", ("1", "2")),
        ("name", "😀" * 250),
        ("name", '"\\\x00\x1f\x7f\u2028é😀'),
        ("x", {"y": [1, 2.5e-310, 2**80, None, True, {"z": ""}]}),
    ],
    ids=lambda value: "",
)
def test_trees_are_accepted(member: str, value: Any) -> None:
    contact_schema.check_contact({**CONTACT, member: value})
    assert contact_schema.is_valid_contact({**CONTACT, member: value})


def test_cycles_and_shared_parts_end() -> None:
    cycle: List[Any] = []
    cycle.append(cycle)
    assert only({**CONTACT, "x": cycle}).rule == "json-too-deep"
    deep: Any = []
    for _ in range(126):
        deep = [deep]
    assert contact_schema.is_valid_contact({**CONTACT, "x": deep})
    assert only({**CONTACT, "x": [deep]}).rule == "json-too-deep"
    shared: Any = ["x" * 1000] * 1000
    for _ in range(100):
        shared = [shared, shared]
    assert only({**CONTACT, "x": shared}).rule == "document-too-large"


def test_only_documents_are_taken() -> None:
    assert only([]).rule == "wrong-type"
    assert only(None).rule == "wrong-type"
    assert only(object()).rule == "json-unexpected"
    for source in (1, None, object()):
        with pytest.raises(TypeError):
            contact_schema.lint(source)  # type: ignore[call-overload, arg-type, unused-ignore]  # pyright: ignore
    with pytest.raises(TypeError):
        contact_schema.lint_many(b"{}")  # type: ignore[arg-type, unused-ignore]
    with pytest.raises(TypeError):
        list(contact_schema.lint(io.StringIO("{}")))  # type: ignore[arg-type, unused-ignore]  # pyright: ignore
    with pytest.raises(TypeError):
        contact_schema.is_email(None)  # type: ignore[arg-type]  # pyright: ignore


def test_emails_and_timestamps() -> None:
    assert contact_schema.is_email("example@email.com")
    assert contact_schema.is_email("a@b-.com")
    for text in ("ada@example", ".ada@example.com", "ada@example.com\n", "a" * 240 + "@example.com", "\ud800@b.cd"):
        assert not contact_schema.is_email(text)
    assert contact_schema.is_timestamp("2024-02-29T14:56Z")
    for text in ("2023-02-29T14:56Z", "2024-02-29T14:56Z\n", "2024-02-29t14:56z", "٢024-02-29T14:56Z", "\ud800"):
        assert not contact_schema.is_timestamp(text)


def test_lint_reads_as_it_goes() -> None:
    asked: List[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            asked.append(number)
            yield b'{"notify": 1, "name": "x"}\n'

    findings = contact_schema.lint(pieces(), input="ndjson")
    assert asked == []
    first = next(findings)
    assert (first.document, first.line, len(asked)) == (0, 1, 1)
    assert [(finding.document, finding.line, finding.start) for finding in findings] == [
        (1, 2, 38),
        (2, 3, 65),
        (3, 4, 92),
        (4, 5, 119),
    ]
    assert (findings.documents, findings.invalid, findings.unjudged) == (5, 5, 0)


def test_lint_tells_the_format_by_the_name(tmp_path: Path) -> None:
    text = json.dumps(CONTACT) + "\n" + json.dumps({**CONTACT, "id": "1"}) + "\n"
    for name, rules in (("a.ndjson", ["wrong-type"]), ("a.jsonl", ["wrong-type"]), ("a.json", ["json-trailing-text"])):
        path = tmp_path / name
        path.write_text(text)
        assert [finding.rule for finding in contact_schema.lint(path)] == rules
        with path.open("rb") as file:
            assert [finding.rule for finding in contact_schema.lint(file)] == rules
        assert [finding.rule for finding in contact_schema.lint(path, input="ndjson")] == ["wrong-type"]
    with pytest.raises(FileNotFoundError):
        contact_schema.lint(tmp_path / "missing.json")


def test_arrays() -> None:
    findings = contact_schema.lint(json.dumps([CONTACT, {**CONTACT, "id": None}, CONTACT], indent=1))
    assert [(finding.document, finding.line) for finding in findings] == [(1, 16)]
    assert findings.documents == 3
    # In many documents, each is one.
    assert [finding.pointer for finding in contact_schema.lint_many([[CONTACT]], kind="contact")] == [""]
    assert [finding.pointer for finding in contact_schema.lint_many([json.dumps([CONTACT])])] == [""]


def test_options() -> None:
    text = '{"notify": true, "x": 1}'
    assert {finding.rule for finding in contact_schema.lint(text)} == {"unknown-member", "no-change"}
    assert {finding.rule for finding in contact_schema.lint(text, allow=["no-change"])} == {"unknown-member"}
    findings = contact_schema.lint('{"name": "x"}')
    assert [(finding.rule, finding.severity) for finding in findings] == [("kind-unknown", "failure")]
    assert findings.unjudged == 1
    long = json.dumps({**CONTACT, "comment": "x" * 2000})
    for input_ in ("json", "ndjson"):
        source: Any = iter([long.encode()])
        findings = contact_schema.lint(source, input=input_, max_record_bytes=1000)  # type: ignore[arg-type]  # pyright: ignore
        assert [finding.rule for finding in findings] == ["document-too-large"]
    for arguments in ({"kind": "x"}, {"input": "x"}, {"allow": ["x"]}, {"allow": ["wrong-type"]}):
        options: Any = arguments
        with pytest.raises(ValueError):
            contact_schema.lint(text, **options)


def test_errors_of_sources_are_passed_on() -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise ConnectionResetError("gone")

    def pieces() -> Iterator[bytes]:
        yield b'{"notify": 1, "name": "x"}\n'
        raise KeyError("stop")

    for input_ in ("json", "ndjson"):
        chosen: Any = input_
        with pytest.raises(ConnectionResetError):
            list(contact_schema.lint(Broken(), input=chosen))
        with pytest.raises(KeyError):
            list(contact_schema.lint(pieces(), input=chosen))


def test_the_gil_is_released() -> None:
    """While one thread checks 60 MB, this one runs."""
    text = json.dumps({**CONTACT, "x": ["x" * 1000] * 60_000}).encode()

    def turns_during(work: Any) -> int:
        """How often this thread ran while `work` did: hardly ever, if that held the GIL."""
        turns = 0
        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            turns += 1
        return turns

    for work in (
        lambda: contact_schema.check_contact(text),
        lambda: contact_schema.is_valid_contact(text),
        lambda: list(contact_schema.lint_many([text], kind="contact")),
        lambda: list(contact_schema.lint(text, kind="contact")),
        lambda: list(contact_schema.lint(text, kind="contact", input="ndjson")),
    ):
        assert turns_during(work) > 100
