"""mdBook preprocessor: links to files outside the book lead into the repository.

The pages link to `../schemas/openapi.json`, which is right where they are read as Markdown. The
built book stands alone, so there the link is the address of the file in the repository. The address
comes from `Cargo.toml`.
"""

import json
import re
import sys
from pathlib import Path

OUTSIDE = re.compile(r"(\]\(|src=\"|srcset=\")\.\./")


def repository() -> str:
    manifest = Path(__file__).resolve().parent.parent.joinpath("Cargo.toml").read_text(encoding="utf-8")
    return re.search(r'^repository = "(.+)"$', manifest, re.M).group(1)


def rewrite(items: list, address: str) -> None:
    for item in items:
        if chapter := isinstance(item, dict) and item.get("Chapter"):
            chapter["content"] = OUTSIDE.sub(rf"\g<1>{address}/blob/main/", chapter["content"])
            rewrite(chapter["sub_items"], address)


if sys.argv[1:2] == ["supports"]:
    sys.exit(0)
_, book = json.load(sys.stdin)
rewrite(book.get("items") or book.get("sections"), repository())
json.dump(book, sys.stdout)
