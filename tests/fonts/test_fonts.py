"""Fonts: the bundled ones cover what they must, the machine's come first, names are unique, rare characters copy right."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from juesuan.fonts import bundled_file, faces, machine, word_name
from juesuan.fonts.faces import ROLES, Face
from juesuan.fonts.truetype import register, to_unicode_map
from juesuan.resources import resource

CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(resource("fonts").glob("*.ttf"))


@pytest.mark.parametrize("role", ROLES)
def test_every_role_draws_gbk_and_rare_names(role: str) -> None:
    face = getattr(faces("bundled"), role)
    text = "部门决算报表“三公”经费（一）1163.32%—…珺璟堃玥垚喆昇祎翀龑䶮赟淏彧㛃㙍𬭎𫖯𬬭埇浉"
    assert all(_drawn(face, character) for character in text)


def _drawn(face: Face, character: str) -> bool:
    from reportlab.pdfbase.pdfmetrics import getFont

    return bool(getFont(face.glyph(character).font).face.charToGlyph.get(ord(character)))


@pytest.mark.parametrize(
    ("typed", "printed", "lacking"),
    [
        ("面积20m²，见﹝2020﹞12号", "面积20m²，见﹝2020﹞12号", ""),
        ("王\u200b\ufeff五\u1680局", "王五 局", ""),
        ("附件\U0001f132", "附件C", ""),
        ("好\U0001f600字", "好〓字", "\U0001f600"),
    ],
)
def test_what_no_font_draws_gives_way_and_is_never_a_box(typed: str, printed: str, lacking: str) -> None:
    face = faces("bundled").body
    assert face.printable(typed) == printed
    assert face.lacking(typed) == lacking
    assert all(_drawn(face, character) for character in printed)


@pytest.mark.parametrize("role", ROLES)
def test_everything_that_we_print_ourselves_is_in_the_bundled_fonts(role: str) -> None:
    homes = [*(path for path in resource(".").iterdir() if path.name != "fonts"), CASES]
    files = [path for home in homes for path in [home, *home.rglob("*")] if path.suffix in {".toml", ".txt", ".csv"}]
    used = {character for path in files for character in path.read_text(encoding="utf-8")} - set("\n\r\t")
    assert len(used) > 1000
    assert getattr(faces("bundled"), role).printable("".join(used)) == "".join(used)


def test_common_text_needs_one_file() -> None:
    assert len(faces("bundled").body.pieces("收入总计1163.32万元，下降42.73%。")) == 1
    assert [part for _, part in faces("bundled").body.pieces("赵𬭎")] == ["赵", "𬭎"]


def test_every_file_has_a_name_of_its_own_and_may_be_embedded() -> None:
    fonts = [TTFont(path, lazy=True) for path in FILES]
    names = [font["name"].getDebugName(6) for font in fonts]
    assert len(set(names)) == len(names) == 10
    assert {font["OS/2"].fsType for font in fonts} == {0}
    assert all(font["name"].getDebugName(13) for font in fonts)


def test_the_bundle_stays_small_and_its_licences_come_along() -> None:
    assert sum(path.stat().st_size for path in FILES) < 45_000_000
    assert "SIL OPEN FONT LICENSE" in resource("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "embed this font" in resource("fonts/Fandol-COPYING.txt").read_text(encoding="utf-8")


def test_the_computers_own_font_comes_first(tmp_path: Path) -> None:
    (tmp_path / "SimFang.TTF").write_bytes(bundled_file("song").read_bytes())
    (tmp_path / "readme.txt").write_text("no font", encoding="utf-8")
    assert machine.find(["STFANGSO.TTF", "simfang.ttf"], (tmp_path,)) == (tmp_path / "SimFang.TTF",)


def test_a_damaged_font_is_passed_over(tmp_path: Path) -> None:
    broken = tmp_path / "SIMHEI.TTF"
    broken.write_bytes(b"\x00\x01\x00\x00" + bytes(40))
    assert register("broken", broken) is None
    face = Face("heading", (broken, bundled_file("heading")))
    assert face.glyph("黑").advance == 1.0


def test_a_copy_under_another_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    copies = [tmp_path / "a.ttf", tmp_path / "b.ttf"]
    for copy in copies:
        copy.write_bytes(bundled_file("heading").read_bytes())
    names = {bytes(register(copy.stem, copy).face.name) for copy in copies}
    assert len(names) == 2


def test_folders_that_are_not_there_are_no_matter() -> None:
    assert all(folder.is_dir() for folder in machine.font_folders())


def test_the_map_back_to_text_is_utf_16() -> None:
    mapped = to_unicode_map("A", [0, ord("收"), ord("𬭎"), *range(0x4E00, 0x4E00 + 150)])
    assert "<01> <6536>" in mapped
    assert "<02> <D872DF4E>" in mapped
    assert mapped.count("100 beginbfchar") == 1
    assert "52 beginbfchar" in mapped


def test_word_asks_for_the_fonts_of_the_trade() -> None:
    assert [word_name(role) for role in ROLES] == ["方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"]
