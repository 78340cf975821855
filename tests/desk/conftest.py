"""The case of 利州 2020, opened as a user opens it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from juesuan.desk import Desk

CASE = Path(__file__).parents[1] / "cases" / "lizhou-2020"


@pytest.fixture
def lizhou() -> Desk:
    prior, current = sorted(CASE.glob("[!~]*年度*.xlsx"))
    return Desk.open(current, prior)


@pytest.fixture
def corrections() -> list[dict[str, str]]:
    return tomllib.loads((CASE / "corrections.toml").read_text(encoding="utf-8"))["correction"]
