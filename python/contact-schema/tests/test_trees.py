"""Trees that Hypothesis makes up, against the same trees as `json.dumps` writes them."""

from __future__ import annotations

import json
from typing import Any, List, Tuple

from hypothesis import given, settings
from hypothesis import strategies as st

import contact_schema
from contact_schema import InvalidDocument

TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)  # surrogates too
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
EMAILS = st.from_regex(r"[a-z.'+-]{0,6}@?[a-z0-9.-]{0,12}\n?", fullmatch=True)
TIMES = st.from_regex(r"20[0-9]{2}-(0[0-9]|1[0-3])-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\.[0-9]{0,4})?)?Z?", fullmatch=True)
IDS = st.integers(-(2**54), 2**54) | st.floats() | st.sampled_from([2**53, 2**53 - 1, 9007199254740991.0])
PHONES = st.lists(TEXT | VALUES, max_size=7)
CONTACTS = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS | VALUES,
        "name": TEXT | st.text(min_size=249, max_size=252),
        "email": EMAILS | VALUES,
        "phones": PHONES,
        "comment": st.none() | TEXT | VALUES,
        "companyId": IDS,
        "notifyAt": TIMES | VALUES,
        "updatedAt": TIMES,
        "createdAt": TIMES,
        "notify": st.booleans() | VALUES,
        "unknown": VALUES,
    },
)


def judged(check: Any, document: Any) -> Tuple[List[str], List[Tuple[str, Any]]]:
    """The syntax rule that is broken, and the rules and pointers of violations."""
    try:
        check(document)
    except InvalidDocument as error:
        syntax = [finding.rule for finding in error.findings if finding.severity == "syntax"]
        return syntax, [(finding.rule, finding.pointer) for finding in error.findings if finding.severity != "syntax"]
    return [], []


@settings(max_examples=500, deadline=None)
@given(CONTACTS | VALUES.filter(lambda value: not isinstance(value, str)))
def test_a_tree_is_judged_as_its_text(tree: Any) -> None:
    # `json.dumps` writes half a surrogate pair as its escape, and NaN as `NaN`.
    text = json.dumps(tree)
    for check in (contact_schema.check_contact, contact_schema.check_request):
        of_tree, of_text = judged(check, tree), judged(check, text)
        assert of_tree[1] == of_text[1]
        # Of several syntax errors, both name the first. `Infinity` and `NaN` are words to a reader of text.
        assert of_tree[0] == of_text[0]
