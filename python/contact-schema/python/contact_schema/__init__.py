"""The contract of "Update a contact": checks documents, files and columns.

All checks are those of the Rust crate ``contact-schema``. Findings never hold personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import AnyStr, Dict, Generic, List, NamedTuple, Optional, Tuple

__all__ = [
    "ArrowArray",
    "Edit",
    "Finding",
    "Findings",
    "Fix",
    "Fixed",
    "InvalidDocument",
    "Verdicts",
    "check_column",
    "check_contact",
    "check_request",
    "fix",
    "is_email",
    "is_timestamp",
    "is_valid_contact",
    "is_valid_request",
    "lint",
    "lint_many",
]


class Edit(NamedTuple):
    """The replacement of some bytes."""

    start: int
    """The offset of the first byte to replace, from 0, in the whole input."""
    end: int
    """The offset after the last byte to replace; ``start`` for an insertion."""
    text: str
    """The new text; empty for a deletion."""


class Fix(NamedTuple):
    """Edits that remove a finding without causing another violation."""

    title: str
    """What the fix does, such as ``"remove the quotes"``."""
    safety: str
    """``"safe"``: no value changes; ``"unsafe"``: a guess about what was meant."""
    edits: Tuple[Edit, ...]
    """In ascending order, without overlap."""
    encoding: Optional[str]
    """If set, the fix converts the whole text from this encoding to UTF-8, and has no edits."""

    def apply(self, text: AnyStr) -> AnyStr:
        """Returns ``text``, the whole input of the finding, after this fix.

        To apply the fixes of several findings, use `fix`: they may overlap.
        """
        if isinstance(text, str):
            return self._apply(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        return self._apply(text)

    def _apply(self, text: bytes) -> bytes:
        if self.encoding is not None:
            return text.decode(self.encoding).removeprefix("\ufeff").encode()
        parts: List[bytes] = []
        done = 0
        for edit in self.edits:
            parts += [text[done : edit.start], edit.text.encode()]
            done = edit.end
        return b"".join([*parts, text[done:]])


@dataclass(frozen=True)
class Fixed(Generic[AnyStr]):
    """A text after its fixes."""

    text: AnyStr
    """The text. Only the fixed places have changed."""
    counts: Dict[str, int]
    """The number of fixed findings of each rule."""


class Finding(NamedTuple):
    """A broken rule or a warning, and its place. It never holds personal data: no name, email, phone or comment.

    The position is ``None`` if the document was a ``dict``, which has no text.
    """

    rule: str
    """The stable id of the rule, such as ``"email-consecutive-dots"``."""
    pointer: Optional[str]
    """The JSON Pointer (RFC 6901) to the value; ``None`` if the text is not JSON."""
    message: str
    """What was expected and what was found."""
    line: Optional[int]
    """The line, from 1."""
    column: Optional[int]
    """The column, from 1, in Unicode code points."""
    start: Optional[int]
    """The offset of the first byte, from 0, in the whole input."""
    end: Optional[int]
    """The offset after the last byte."""
    help: Optional[str]
    """How to correct it, if that is evident."""
    severity: str
    """``"violation"``, ``"syntax"``, ``"warning"``, or ``"failure"``: the kind is unknown."""
    document: int
    """The number of the document in its input, from 0; in NDJSON, of the line."""
    kind: Optional[str]
    """``"request"`` or ``"contact"``; ``None`` if it is unknown."""
    fix: Optional[Fix]
    """Edits that remove the finding; ``None`` if there are none, or the document was a ``dict``."""

    def __str__(self) -> str:
        place = f" {self.pointer}" if self.pointer else ""
        return f"{self.severity}[{self.rule}]{place}: {self.message}"


class InvalidDocument(ValueError):
    """A document is not JSON or breaks the contract. It holds no personal data."""

    findings: Tuple[Finding, ...]
    """The first 1,000 findings, ordered by position."""
    total: int
    """The number of all findings."""

    def __init__(self, findings: Tuple[Finding, ...], total: int) -> None:
        super().__init__(findings, total)
        self.findings = findings
        self.total = total

    def __str__(self) -> str:
        first = str(self.findings[0])
        return first if self.total == 1 else f"{first} (and {self.total - 1} more)"


# The native module creates the two classes above.
from ._native import (  # noqa: E402
    ArrowArray,
    Findings,
    Verdicts,
    check_column,
    check_contact,
    check_request,
    fix,
    is_email,
    is_timestamp,
    is_valid_contact,
    is_valid_request,
    lint,
    lint_many,
)
