"""Ratios of speed against msgspec, pydantic and jsonschema-rs, all in one run: `bench.py CONTACTS.ndjson`.

The runs of all of them alternate, and each figure is that of the fastest run: what else runs on the
machine only makes runs slower. Compare only ratios.
"""

from __future__ import annotations

import json
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Callable, Dict, List, Optional, Tuple

import jsonschema_rs
import msgspec
import pydantic

import contact_schema

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "schemas/contact.schema.json").read_text(encoding="utf-8"))
EMAIL = SCHEMA["properties"]["email"]["pattern"]
# `\d` is ASCII in ECMA-262.
TIMESTAMP = SCHEMA["properties"]["updatedAt"]["pattern"].replace(r"\d", "[0-9]")
SAFE = 2**53 - 1

Text = Annotated[str, msgspec.Meta(max_length=250)]
Id = Annotated[int, msgspec.Meta(ge=-SAFE, le=SAFE)]
Time = Annotated[str, msgspec.Meta(pattern=TIMESTAMP)]


class MsgspecContact(msgspec.Struct):
    id: Id
    name: Text
    email: Optional[Annotated[str, msgspec.Meta(max_length=250, pattern=EMAIL)]]
    phones: Annotated[List[Annotated[str, msgspec.Meta(max_length=50)]], msgspec.Meta(max_length=5)]
    comment: Optional[Annotated[str, msgspec.Meta(max_length=2500)]]
    companyId: Id
    notifyAt: Time
    updatedAt: Time
    createdAt: Time


SafeId = Annotated[int, pydantic.Field(ge=-SAFE, le=SAFE)]
TimeText = Annotated[str, pydantic.Field(pattern=TIMESTAMP)]


class PydanticContact(pydantic.BaseModel):
    # Its own engine has no look-ahead, which the email pattern needs.
    model_config = pydantic.ConfigDict(strict=True, regex_engine="python-re")
    id: SafeId
    name: Annotated[str, pydantic.Field(max_length=250)]
    email: Optional[Annotated[str, pydantic.Field(max_length=250, pattern=EMAIL)]]
    phones: Annotated[List[Annotated[str, pydantic.Field(max_length=50)]], pydantic.Field(max_length=5)]
    comment: Optional[Annotated[str, pydantic.Field(max_length=2500)]]
    companyId: SafeId
    notifyAt: TimeText
    updatedAt: TimeText
    createdAt: TimeText


def times(tasks: Dict[str, Callable[[], object]], count: int, runs: int) -> Dict[str, float]:
    """Nanoseconds for each of `count` items."""
    measured: Dict[str, List[float]] = {name: [] for name in tasks}
    for _ in range(runs):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            measured[name].append((time.perf_counter() - start) / count * 1e9)
    return {name: min(values) for name, values in measured.items()}


def each(check: Callable[[Any], object], items: List[Any]) -> Callable[[], None]:
    def task() -> None:
        for item in items:
            check(item)

    return task


def accepts(check: Callable[[Any], object], item: Any) -> bool:
    try:
        check(item)
    except ValueError:
        return False
    return True


def main() -> None:
    decode = msgspec.json.Decoder(MsgspecContact).decode
    decode_lines = msgspec.json.Decoder(MsgspecContact).decode_lines
    validator = jsonschema_rs.validator_for(SCHEMA)
    pattern = re.compile(EMAIL)
    # All have the same work: valid contacts that each of them accepts. (Some refuse ids such as `1.0`.)
    records = Path(sys.argv[1]).read_bytes().split(b"\n")[:-1]
    checks = (contact_schema.check_contact, decode, PydanticContact.model_validate_json)
    lines = [line for line in records if all(accepts(check, line) for check in checks)]
    text = b"".join(line + b"\n" for line in lines)
    trees = [json.loads(line) for line in lines]
    emails = [tree["email"] for tree in trees if tree["email"]]

    def ours_ndjson() -> None:
        findings = contact_schema.lint(text, kind="contact", input="ndjson")
        invalid = sum(finding.severity != "warning" for finding in findings)
        assert (findings.documents, invalid) == (len(lines), 0)

    rows: List[Tuple[str, int, Dict[str, Callable[[], object]]]] = [
        (
            "whole NDJSON",
            len(lines),
            {
                "contact-schema": ours_ndjson,
                "msgspec": lambda: decode_lines(text),
                "pydantic": lambda: each(PydanticContact.model_validate_json, text.splitlines())(),
                "jsonschema-rs": lambda: each(lambda line: validator.validate(json.loads(line)), text.splitlines())(),
            },
        ),
        (
            "document, bytes",
            len(lines),
            {
                "contact-schema": each(contact_schema.check_contact, lines),
                "msgspec": each(decode, lines),
                "pydantic": each(PydanticContact.model_validate_json, lines),
                "jsonschema-rs": each(lambda line: validator.validate(json.loads(line)), lines),
            },
        ),
        (
            "document, dict",
            len(lines),
            {
                "contact-schema": each(contact_schema.check_contact, trees),
                "msgspec": each(lambda tree: msgspec.convert(tree, MsgspecContact), trees),
                "pydantic": each(PydanticContact.model_validate, trees),
                "jsonschema-rs": each(validator.validate, trees),
            },
        ),
        (
            "email",
            len(emails),
            {
                "contact-schema": each(contact_schema.is_email, emails),
                "re": each(pattern.match, emails),
            },
        ),
    ]
    names = ["contact-schema", "msgspec", "pydantic", "jsonschema-rs", "re"]
    print(f"{len(lines)} of {len(records)} contacts, {len(text)} bytes, Python {sys.version.split()[0]}")
    print(", ".join(f"{name} {version(name)}" for name in names[:-1]))
    print(f"\n| ns each | {' | '.join(names)} |\n|---|{'---:|' * len(names)}")
    for title, count, tasks in rows:
        result = times(tasks, count, 7)
        ours = result["contact-schema"]
        cells = [f"{result[name]:.0f} ({result[name] / ours:.1f}x)" if name in result else "" for name in names]
        print(f"| {title} | {' | '.join([f'**{ours:.0f}**', *cells[1:]])} |", flush=True)


if __name__ == "__main__":
    main()
