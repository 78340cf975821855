"""What the Windows programs do before the command line has its words."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture
def spread():
    """The Windows programs' own start, which is no module of any package."""
    about = importlib.util.spec_from_file_location("windows_start", HOME / "installer/windows/start.py")
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module.spread


def test_a_pattern_stands_for_its_files_in_order(spread, tmp_path):
    for name in ("乙.xlsx", "甲.xlsx", "说明.docx"):
        (tmp_path / name).touch()
    files = sorted(str(tmp_path / name) for name in ("乙.xlsx", "甲.xlsx"))
    assert spread(["combine", str(tmp_path / "*.xlsx"), "-o", "汇总.xlsx"]) == ["combine", *files, "-o", "汇总.xlsx"]


def test_a_pattern_without_files_and_plain_words_stay(spread, tmp_path):
    words = ["audit", str(tmp_path / "没有*.xlsx"), "D:\\上报\\甲[1].xlsx", "--json"]
    assert spread(words) == words
