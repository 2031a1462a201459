"""Python's validators on the conformance vectors: jsonschema, as it comes and with ECMA-262's `$`, and jsonschema-rs."""

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import jsonschema
import jsonschema_rs
from jsonschema.exceptions import ValidationError

ROOT = Path(__file__).resolve().parents[2]
BODIES = {"request": "update-contact-request.schema.json", "contact": "contact.schema.json"}


def load_vectors() -> list[dict]:
    """Returns the vectors that a schema can judge: JSON whose findings a dict shows."""
    vectors = []
    for path in sorted((ROOT / "tests" / "conformance").glob("*.json")):
        if path.name.endswith(".schema.json"):
            continue
        for vector in json.loads(path.read_text("utf-8"))["vectors"]:
            if vector["verdict"] != "syntax" and "hidden_by_json_parse" not in vector and "input" in vector:
                vectors.append({**vector, "value": json.loads(vector["input"])})
    return vectors


def ends_in_a_line_feed(vector: dict) -> bool:
    """Whether Python's `$` takes a string that ECMA-262's does not."""
    return any(isinstance(value, str) and value.endswith("\n") for value in vector["value"].values())


def whole_pattern(validator, pattern, instance, schema):
    """The keyword `pattern` with the `$` of ECMA-262, which is the very end."""
    if validator.is_type(instance, "string") and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("does not match the pattern")


def jsonschema_as_it_comes(schema):
    return jsonschema.validators.validator_for(schema)(schema).is_valid


def jsonschema_with_the_recipe(schema):
    validator = jsonschema.validators.extend(jsonschema.validators.validator_for(schema), {"pattern": whole_pattern})
    return validator(schema).is_valid


def jsonschema_rust(schema):
    return jsonschema_rs.validator_for(schema).is_valid


CASES = [
    ("jsonschema", "as it comes", jsonschema_as_it_comes, ends_in_a_line_feed),
    ("jsonschema", "with \\Z for $", jsonschema_with_the_recipe, lambda _: False),
    ("jsonschema-rs", "as it comes", jsonschema_rust, lambda _: False),
]


def main() -> int:
    vectors = load_vectors()
    failed = False
    for package, way, compile_schema, is_expected in CASES:
        for folder in ("portable", "draft-07"):
            schemas = {body: json.loads((ROOT / "schemas" / folder / file).read_text("utf-8")) for body, file in BODIES.items()}
            is_valid = {body: compile_schema(schema) for body, schema in schemas.items()}
            wrong = [v for v in vectors if is_valid[v["body"]](v["value"]) != (v["verdict"] == "valid")]
            print(f"{package} {version(package)}, {folder}/, {way}: {len(vectors)} vectors, {len(wrong)} wrong")
            for vector in wrong:
                if not is_expected(vector):
                    print(f"  {vector['name']}", file=sys.stderr)
                    failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
