"""Validators for Python over NDJSON: runs one over all lines several times and prints a row."""

import json
import statistics
import sys
import time
from importlib.metadata import version


def msgspec_check(schema):
    from typing import Annotated, Optional

    import msgspec

    email, timestamp = patterns(schema)
    safe = Annotated[int, msgspec.Meta(ge=-(2**53 - 1), le=2**53 - 1)]
    time_text = Annotated[str, msgspec.Meta(pattern=timestamp)]
    contact = msgspec.defstruct(
        "Contact",
        [
            ("id", safe),
            ("name", Annotated[str, msgspec.Meta(max_length=250)]),
            ("email", Optional[Annotated[str, msgspec.Meta(max_length=250, pattern=email)]]),
            ("phones", Annotated[list[Annotated[str, msgspec.Meta(max_length=50)]], msgspec.Meta(max_length=5)]),
            ("comment", Optional[Annotated[str, msgspec.Meta(max_length=2500)]]),
            ("companyId", safe),
            ("notifyAt", time_text),
            ("updatedAt", time_text),
            ("createdAt", time_text),
        ],
    )
    return msgspec.json.Decoder(contact).decode


def pydantic_check(schema):
    from typing import Annotated, Optional

    from pydantic import BaseModel, Field

    _, timestamp = patterns(schema)
    # pydantic matches patterns with Rust's regex, which has no look-ahead: a rewritten pattern that
    # accepts the same texts.
    email_pattern = (
        r"^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+\-]"
        r"@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$"
    )
    safe = Annotated[int, Field(ge=-(2**53 - 1), le=2**53 - 1)]
    time_text = Annotated[str, Field(pattern=timestamp)]

    class Contact(BaseModel):
        id: safe
        name: Annotated[str, Field(max_length=250)]
        email: Optional[Annotated[str, Field(max_length=250, pattern=email_pattern)]]
        phones: Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=5)]
        comment: Optional[Annotated[str, Field(max_length=2500)]]
        companyId: safe
        notifyAt: time_text
        updatedAt: time_text
        createdAt: time_text

    return Contact.model_validate_json


def jsonschema_rs_check(schema):
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(schema, validate_formats=False)

    def check(line):
        if not validator.is_valid(json.loads(line)):
            raise ValueError

    return check


def patterns(schema):
    """The two patterns; `\\d` means ASCII digits in them."""
    properties = schema["properties"]
    return properties["email"]["pattern"], properties["updatedAt"]["pattern"].replace(r"\d", "[0-9]")


def main():
    peer, schema_path, path, records, runs = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    check = {"msgspec": msgspec_check, "pydantic": pydantic_check, "jsonschema_rs": jsonschema_rs_check}[peer](schema)
    with open(path, "rb") as file:
        text = file.read()
    lines = text.splitlines()
    times = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        valid = 0
        for line in lines:
            try:
                check(line)
                valid += 1
            except ValueError:
                pass
        times.append(time.perf_counter() - start)
    package = peer.replace("_", "-")
    rate = len(text) / statistics.median(times) / 1e6
    print(f"| {package} | {version(package)} | {rate:.0f} | {int(records) - valid} |", flush=True)


if __name__ == "__main__":
    main()
