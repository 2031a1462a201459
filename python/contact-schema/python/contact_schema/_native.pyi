import os
from typing import Any, Dict, Iterable, Iterator, List, Optional, Protocol, Sequence, Tuple, Union, final, overload

from typing_extensions import Literal, TypeAlias

from . import Finding, Fixed

__all__ = [
    "ArrowArray",
    "Findings",
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

_Kind: TypeAlias = Literal["auto", "request", "contact"]
_Input: TypeAlias = Literal["json", "ndjson"]
_Warning: TypeAlias = Literal[
    "unknown-member", "utf16-length", "integer-rounded", "email-undeliverable", "no-change"
]
_Text: TypeAlias = Union[bytes, bytearray, memoryview, str]
_Tree: TypeAlias = Union[Dict[str, Any], List[Any], Tuple[Any, ...], int, float, bool, None]
_Document: TypeAlias = Union[_Text, _Tree]

class _BinaryFile(Protocol):
    def read(self, size: int, /) -> Union[bytes, bytearray, memoryview]: ...

class _ArrowArrayExportable(Protocol):
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]: ...

class _ArrowStreamExportable(Protocol):
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...

def check_contact(document: _Document, /) -> None:
    """Raises `InvalidDocument`, with all violations, unless the document is a valid `Contact`.

    `bytes` and `str` are JSON text. A `dict` is what `json.loads` returns.
    """

def check_request(document: _Document, /) -> None:
    """Raises `InvalidDocument`, with all violations, unless the document is a valid `UpdateContactRequest`.

    `bytes` and `str` are JSON text. A `dict` is what `json.loads` returns.
    """

def is_valid_contact(document: _Document, /) -> bool:
    """Returns whether the document is a valid `Contact`."""

def is_valid_request(document: _Document, /) -> bool:
    """Returns whether the document is a valid `UpdateContactRequest`."""

def is_email(text: str, /) -> bool:
    """Returns whether the text is a valid email of a contact: the EMAIL pattern and at most 250 characters."""

def is_timestamp(text: str, /) -> bool:
    """Returns whether the text is a valid timestamp of a contact: the TIMESTAMP pattern."""

@final
class Findings(Iterator[Finding]):
    """An iterator of findings that reads its source as it goes, and counts."""

    def __iter__(self) -> Findings: ...
    def __next__(self) -> Finding: ...
    @property
    def documents(self) -> int:
        """The number of documents that were read so far."""

    @property
    def invalid(self) -> int:
        """The number of documents that are not JSON or break the contract."""

    @property
    def unjudged(self) -> int:
        """The number of documents of unknown kind."""

    @property
    def omitted(self) -> int:
        """The number of findings beyond the first 1,000 of a document, which are counted only."""

    @property
    def unchecked_bytes(self) -> int:
        """The number of bytes that were not checked: after a syntax error in an array, no document was found."""

def lint(
    source: Union[_Text, os.PathLike[str], _BinaryFile, Iterable[Union[bytes, bytearray, memoryview]]],
    /,
    *,
    kind: _Kind = "auto",
    input: Optional[_Input] = None,
    allow: Sequence[_Warning] = (),
    allow_member: Sequence[str] = (),
    max_record_bytes: int = 67108864,
) -> Findings:
    """Returns an iterator of the findings in a source: text, a path, a binary file or pieces of one.

    `input` says whether it is JSON (one document, or an array of documents) or NDJSON (one document a
    line). Without it, a name that ends in `.ndjson` or `.jsonl` says NDJSON; all else is JSON.
    `allow` drops warnings, and `allow_member` those about unknown members of these names. A record of more than `max_record_bytes` is a finding of its own.
    """

def lint_many(
    documents: Iterable[_Document],
    /,
    *,
    kind: _Kind = "auto",
    allow: Sequence[_Warning] = (),
    allow_member: Sequence[str] = (),
) -> Findings:
    """Returns an iterator of the findings in many documents; `Finding.document` is the number of the item."""

@overload
def fix(
    text: str,
    /,
    *,
    kind: _Kind = "auto",
    input: Optional[_Input] = None,
    unsafe: bool = False,
    allow: Sequence[_Warning] = (),
    allow_member: Sequence[str] = (),
    max_record_bytes: int = 67108864,
) -> Fixed[str]:
    """Returns a text after its fixes, and how many findings of each rule were fixed.

    Applies the fixes that are safe, and with `unsafe` those too that guess what was meant. Each document
    is checked again: a fix that would cause another violation is not applied. Fixing twice is the same as
    fixing once. `input` is `"json"` unless it says `"ndjson"`. Other options are those of `lint`.
    """

@overload
def fix(
    text: Union[bytes, bytearray, memoryview],
    /,
    *,
    kind: _Kind = "auto",
    input: Optional[_Input] = None,
    unsafe: bool = False,
    allow: Sequence[_Warning] = (),
    allow_member: Sequence[str] = (),
    max_record_bytes: int = 67108864,
) -> Fixed[bytes]: ...

@final
class ArrowArray:
    """An Arrow array. Others read it without copying, such as `pyarrow.array(…)`."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]: ...

@final
class Verdicts:
    """The verdicts on the values of a column. As a whole it is an Arrow table of three columns."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]: ...
    @property
    def valid(self) -> ArrowArray:
        """Booleans: whether the value is a valid document. Null for a null, and if the kind is unknown."""

    @property
    def rule(self) -> ArrowArray:
        """Strings: the first rule of the highest severity, or null without findings."""

    @property
    def rules(self) -> ArrowArray:
        """Lists of strings: all rules, each once, in alphabetical order."""

def check_column(
    column: Union[_ArrowArrayExportable, _ArrowStreamExportable],
    /,
    *,
    kind: _Kind = "auto",
    lines: bool = False,
    allow: Sequence[_Warning] = (),
    allow_member: Sequence[str] = (),
) -> Verdicts:
    """Returns verdicts of an Arrow column of binary or string values, which is not copied.

    With `lines`, each value is a line of NDJSON: a blank one is no document and has a null verdict, and
    a record separator (RFC 7464) at its start is ignored. `allow` and `allow_member` are those of `lint`.
    """
