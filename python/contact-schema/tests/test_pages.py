"""The pages of the repository that show this package: each block of Python is run as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# What each page's blocks print, on the files of `docs/data`.
PRINTED = {
    "README.md": "email-domain-dot /email 1 32\n",
    "docs/data.md": "line 2, byte 245: ",
}


@pytest.mark.parametrize("page", PRINTED)
def test_page(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = ROOT.joinpath(page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    assert blocks
    monkeypatch.chdir(ROOT / "docs" / "data")
    for block in blocks:
        exec(compile(block, page, "exec"), {})
    assert capsys.readouterr().out.startswith(PRINTED[page])
