"""What nobody has confirmed of the forms, as a page of the user's guide: `python -m juesuan.forms.uncertain`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from juesuan.errors import JuesuanError, system_reason
from juesuan.forms.catalogue import FormSpec, catalogue
from juesuan.forms.performance_layout import Layout, load_layouts
from juesuan.resources import resource

PAGE = "guide/未确认的表样.md"
_LEVELS = {"low-medium": "较低", "medium-low": "较低", "low": "低", "medium-high": "较高", "medium": "中"}
_CODE_LISTS = "forms/_codes_cover.toml"
_HEAD = """# 未确认的表样

本页由 `python -m juesuan.forms.uncertain` 按表样数据写出，请不要直接修改。

财政部的报表表样逐年下发，本程序的表样有些来自公开的文本和样本，有些是推定的。下表列出每张表还没有见到原样来确认的地方。
识别已有的工作簿时以表上印出的行次、栏次和文字为准，所以这些地方只影响用模板新建的工作簿。

把握：高＝见过原样，只差所说的一处；中、低＝按同类表样或经验推定。

## 手里有下发的表样时怎样更正

1. 打开下表“数据文件”一列所说的文件（在程序的 `resources` 文件夹里，用记事本即可），找到该年度的 `[[edition]]`，
   改正其中的 `columns`（栏次、表头）、`rows`（行次、项目名称、算式）或 `fields`（封面项目）。
2. 把该年度的 `confidence` 改为 `"high"`，删去 `uncertain` 一行；2025 年度若已见到表样，删去 `assumed_years`。
3. 运行 `python -m juesuan.forms.build` 重做模板（只做一个年度：加 `--edition 2024`）。
4. 运行 `python -m juesuan.forms.uncertain` 重写本页。
"""


class Doubt(NamedTuple):
    """One thing that is not confirmed: form, title, years in words, how sure (高 to 低), what, file of the data."""

    code: str
    title: str
    years: str
    level: str
    what: str
    file: str


def doubts() -> list[Doubt]:
    """Everything that is not confirmed, in the order of the official lists, then the code lists of the cover."""
    return [*_of_years(), *(doubt for spec in catalogue() for doubt in _of_form(spec)), *_of_code_lists(), *_of_performance()]


def _of_years() -> Iterator[Doubt]:
    """Years that go by the forms of the year before, since nobody has seen their own."""
    assumed: dict[int, list[str]] = {}
    for spec in catalogue():
        for year in {year for edition in spec.data["edition"] for year in edition.get("assumed_years", [])}:
            assumed.setdefault(year, []).append(spec.code)
    for year, codes in sorted(assumed.items()):
        what = f"没有见到当年的表样，{len(codes)} 张表都按 {year - 1} 年度"
        yield Doubt(f"{codes[0]}、{codes[1]} 等", "", str(year), "中", what, "各文件的 assumed_years")


def _of_form(spec: FormSpec) -> Iterator[Doubt]:
    for edition in spec.data["edition"]:
        title = edition.get("title", spec.title) + (f"（{edition['variant']}）" if "variant" in edition else "")
        assumed = edition.get("assumed_years", [])
        file = f"forms/{spec.id}.toml"
        if edition.get("uncertain"):
            years = _years([year for year in edition["years"] if year not in assumed])
            yield Doubt(spec.code, title, years, _level(edition.get("confidence", "")), edition["uncertain"], file)


def _of_code_lists() -> Iterator[Doubt]:
    for found in _code_lists():
        if found.get("uncertain"):
            title = f"代码表：{found.get('label', found['name'])}"
            yield Doubt("封面", title, "各年度", _level(found["confidence"]), found["uncertain"], _CODE_LISTS)


def _of_performance() -> Iterator[Doubt]:
    """绩效 forms, weights of indicators and rules of scoring."""
    import rtoml

    for layout in load_layouts():
        if layout.uncertain:
            file = f"performance/forms/{layout.name}.toml"
            yield Doubt(f"绩效{layout.code}", _titled(layout), _in_use(layout), "中", layout.uncertain, file)
    for name, scheme in rtoml.load(resource("performance/指标词表.toml")).items():
        if scheme.get("uncertain"):
            yield Doubt("绩效", f"指标分值：{name}", "各年度", "中", scheme["uncertain"], "performance/指标词表.toml")
    for name, words in rtoml.load(resource("performance/评分.toml"))["uncertain"].items():
        yield Doubt("绩效", f"评分：{name}", "各年度", "中", words, "performance/评分.toml")


def _titled(layout: Layout) -> str:
    """`项目支出绩效自评表（上海）`."""
    title = re.sub(r"[（(]?\{年度\}年?度?[)）]?", "", layout.title).strip()
    return f"{title}（{layout.name.rpartition('-')[2]}）"


def _in_use(layout: Layout) -> str:
    if layout.since:
        return f"{layout.since} 起"
    return f"{layout.until} 以前" if layout.until else "各年度"


def _code_lists() -> list[dict[str, Any]]:
    import rtoml

    path = resource(_CODE_LISTS)
    try:
        lists: list[dict[str, Any]] = rtoml.load(path)["list"]
    except (OSError, KeyError, rtoml.TomlParsingError) as error:
        raise JuesuanError(f"读不出 {path.name}：{error}。请检查该文件，或用安装包里的原文件替换。") from error
    return lists


def _level(confidence: str) -> str:
    return next((word for prefix, word in _LEVELS.items() if confidence.startswith(prefix)), "高")


def _years(years: list[int]) -> str:
    first, last = min(years), max(years)
    return f"{first}" if first == last else f"{first}–{last}"


def page() -> str:
    """The page as Markdown."""
    rows = [f"| {' | '.join(doubt)} |" for doubt in doubts()]
    table = ["| 表号 | 表名 | 年度 | 把握 | 未确认的内容 | 数据文件 |", "|---|---|---|---|---|---|", *rows]
    return _HEAD + "\n## 各表\n\n" + "\n".join(table) + "\n"


def main(path: Path | None = None) -> None:
    """Write the page. Raises JuesuanError where it cannot be written."""
    target = path or resource(PAGE)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(), encoding="utf-8")
    except OSError as error:
        raise JuesuanError(f"写不出 {target}：{system_reason(error)}。请检查文件夹是否可写。") from error


if __name__ == "__main__":
    main()
