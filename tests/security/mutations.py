"""Damage done at random, the same for the same seed: to zip archives, to the XML inside them, to text."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

HOSTILE = (
    b"&xxe;",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"\x00",
    b"\xff\xfe",
    b"]]>",
    b"<",
    b"</row>",
    b'r="XFD1048576"',
    b'r="A99999999999"',
    b"<v>1e999</v>",
    b"<v>NaN</v>",
    b"<f>SUM(A1:XFD1048576)</f>",
    b"<f>=cmd|' /C calc'!A0</f>",
    b'ref="A1:XFD1048576"',
    b's="4294967295"',
    b't="s"',
    b"-1",
    b"99999999999999999999",
    "䶮".encode(),
)
VALUES = (b"", b"-1", b"0", b"99999999999", b"1e400", b"A0", b"XFE1", b"A1:B", b"\xe8\xa1\xa8", b"&#0;", b"rId999", b"../x", b"true")
PATHS = ("../../x.xml", "/etc/x.xml", "C:\\x.xml", "xl/worksheets/sheet1.xml", "xl\\odd.xml", "x" * 300)


def damaged_archive(data: bytes, dice: random.Random) -> bytes:
    """One archive after one act of damage."""
    return dice.choice((_bytes, _cut, _member, _member, _member, _member, _member, _names, _lost, _doubled))(data, dice)


def _bytes(data: bytes, dice: random.Random) -> bytes:
    """Bytes of the container itself."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 20))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))] + data[len(data) - dice.choice((0, 22, 200)) :]


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def _member(data: bytes, dice: random.Random) -> bytes:
    """The content of one part, its XML still more or less in place."""
    members = _members(data)
    name = dice.choice([name for name in members if members[name]])
    act: Callable[[bytes, random.Random], bytes] = dice.choice((damaged_text, _attribute, _attribute, _element))
    return _packed([(other, act(content, dice) if other == name else content) for other, content in members.items()])


def _names(data: bytes, dice: random.Random) -> bytes:
    members = list(_members(data).items())
    number = dice.randrange(len(members))
    members[number] = (dice.choice(PATHS), members[number][1])
    return _packed(members)


def _lost(data: bytes, dice: random.Random) -> bytes:
    members = list(_members(data).items())
    del members[dice.randrange(len(members))]
    return _packed(members)


def _doubled(data: bytes, dice: random.Random) -> bytes:
    """One part's content in the place of another."""
    members = list(_members(data).items())
    members[dice.randrange(len(members))] = (dice.choice(members)[0] + "2", dice.choice(members)[1])
    return _packed(members)


def _attribute(content: bytes, dice: random.Random) -> bytes:
    """The value of one attribute."""
    found = list(re.finditer(rb'="([^"]*)"', content))
    if not found:
        return damaged_text(content, dice)
    place = dice.choice(found)
    value = dice.choice(VALUES)
    return content[: place.start(1)] + value + content[place.end(1) :]


def _element(content: bytes, dice: random.Random) -> bytes:
    """One element or end of one, left out or said twice."""
    found = list(re.finditer(rb"<[^>]+>", content))
    if not found:
        return damaged_text(content, dice)
    place = dice.choice(found)
    return content[: place.start()] + place.group() * dice.choice((0, 2)) + content[place.end() :]


def damaged_text(content: bytes, dice: random.Random) -> bytes:
    """A stretch lost, said twice, moved, or something hostile put in."""
    start = dice.randrange(len(content) + 1)
    end = min(len(content), start + dice.choice((1, 1, 5, 40, 400)))
    act = dice.randrange(4)
    if act == 0:
        return content[:start] + content[end:]
    if act == 1:
        return content[:end] + content[start:end] * dice.choice((1, 1, 50)) + content[end:]
    if act == 2:
        return content[:start] + dice.choice(HOSTILE) + content[start:]
    other = dice.randrange(len(content) + 1)
    return content[:other] + content[start:end] + content[other:]


def damaged_words(text: str, dice: random.Random) -> str:
    """A text for people, with characters of its own language lost, doubled, swapped or put in."""
    letters = "{}[]<>()=+-*/,，。；：“”|\\\"'%&@#$~^∑±≤≥≠\t\n 0一行栏表若则且或不财决科目逐"
    for _ in range(dice.choice((1, 1, 2, 5))):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice((1, 2, 10, 60)))
        act = dice.randrange(4)
        if act == 0:
            text = text[:start] + text[end:]
        elif act == 1:
            text = text[:start] + text[start:end] * 2 + text[end:]
        elif act == 2:
            text = text[:start] + "".join(dice.choices(letters, k=dice.choice((1, 3)))) + text[start:]
        else:
            text = text[:start] + text[start:end][::-1] + text[end:]
    return text
