"""Rule files and narrative templates damaged at random: read and used, or refused with a sentence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from guarding import guarded
from mutations import damaged_words

from juesuan.audit import Audit
from juesuan.audit.rulebook import parse_rules
from juesuan.forms import recognise
from juesuan.narrative import composing
from juesuan.narrative.templates import load_template
from juesuan.resources import resource
from juesuan.workbook import open_workbook


@pytest.fixture(scope="module")
def recognition(small_book):
    return recognise(open_workbook(small_book))


def pieces() -> list[str]:
    """The official rules in pieces of a few rules each, so that one act of damage does not hide behind another."""
    text = resource("rules/通用.txt").read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    return ["\n\n".join(blocks[number : number + 6]) for number in range(0, len(blocks), 6)]


def fuzz_rules(recognition, folder: Path, seeds: range) -> None:
    sources = pieces()
    for seed in seeds:
        dice = random.Random(seed)  # noqa: S311 - damage, not secrets
        text = damaged_words(dice.choice(sources), dice)
        with guarded(f"rules, seed {seed}"):
            parse_rules(text, "坏.txt")
        if seed % 20 == 0:
            path = folder / "坏.txt"
            path.write_text(text, encoding="utf-8")
            with guarded(f"audit, seed {seed}"):
                Audit(recognition, rules=[path]).run()


def fuzz_templates(recognition, folder: Path, seeds: range, monkeypatch) -> None:
    sources = sorted(resource("narrative").glob("*/*.txt"))
    for seed in seeds:
        dice = random.Random(seed)  # noqa: S311 - damage, not secrets
        source = dice.choice(sources)
        home = folder / str(seed)
        for path in sources:
            copy = home / path.parent.name / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            copy.write_text(damaged_words(text, dice) if path == source else text, encoding="utf-8")
        province, year = source.parent.name, int(source.stem)
        with guarded(f"template, seed {seed}"):
            load_template(province, year, home)
            if seed % 10 == 0:
                monkeypatch.setattr(composing, "load_template", lambda name, edition, home=home: load_template(name, edition, home))
                composing.compose(recognition, None, province, tables=False)


def test_a_hundred_damaged_rule_files(recognition, tmp_path):
    fuzz_rules(recognition, tmp_path, range(100))


def test_a_hundred_damaged_templates(recognition, tmp_path, monkeypatch):
    fuzz_templates(recognition, tmp_path, range(100), monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_a_thousand_damaged_rule_files(recognition, tmp_path, start):
    fuzz_rules(recognition, tmp_path, range(10_000 + start, 10_000 + start + 250))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_a_thousand_damaged_templates(recognition, tmp_path, start, monkeypatch):
    fuzz_templates(recognition, tmp_path, range(10_000 + start, 10_000 + start + 250), monkeypatch)
