"""Fill the column `initials` of the subject lists: `python -m juesuan.subjects.initials` after names were edited.

Needs pypinyin, which the program itself does not: what it computes is kept in the data.
"""

from __future__ import annotations

import csv
import importlib
import unicodedata
from pathlib import Path

from juesuan.resources import resource
from juesuan.subjects.subject import ECONOMIC_CODES, FUNCTIONAL_CODES


def initials(name: str) -> str:
    """First letters of the 拼音 of each character, lower case; digits stay, brackets and punctuation go: `（护）费` → `hf`."""
    pinyin = importlib.import_module("pypinyin")
    syllables = pinyin.lazy_pinyin(unicodedata.normalize("NFKC", name), style=pinyin.Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(syllables).lower() if letter.isalnum() and letter.isascii())


def fill(path: Path) -> int:
    """Write the initials of every name into the file at `path`; gives the number of lines."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [title for title in lines[0] if title != "initials"]
        writer = csv.DictWriter(file, [*columns, "initials"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**line, "initials": initials(line["name"])} for line in lines)
    return len(lines)


if __name__ == "__main__":
    for list_name in (FUNCTIONAL_CODES, ECONOMIC_CODES):
        fill(resource(list_name))
