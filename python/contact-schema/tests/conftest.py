"""Paths that the tests need, from the environment where they are not those of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


def from_environment(name: str) -> Path:
    value = os.environ.get(name)
    if value is None:
        pytest.fail(f"{name} is not set; run .ci/python test")
    return Path(value)


@pytest.fixture(scope="session")
def generated() -> Path:
    """A directory with generated records: contact.ndjson and request.ndjson."""
    return from_environment("CONTACT_GENERATED")


@pytest.fixture(scope="session")
def program() -> Path:
    """The program contact-lint, from its wheel."""
    return from_environment("CONTACT_LINT")
