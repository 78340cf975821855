"""绩效 reports: the forms, the accounts and typed texts written out by a province's template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from juesuan.document.blocks import Block, Document, Heading, Missing, PageBreak, Run
from juesuan.errors import JuesuanError
from juesuan.forms import Recognition
from juesuan.forms.performance_form import PERFORMANCE
from juesuan.forms.performance_reading import PerformanceSheet, read_performance
from juesuan.money import parse_amount
from juesuan.narrative.facts import Fact, Facts, Measure, Typed
from juesuan.narrative.nodes import Special
from juesuan.narrative.scope import Scope
from juesuan.narrative.templates import PROVINCES, load_template
from juesuan.narrative.wording import Style
from juesuan.narrative.writing import Writer
from juesuan.performance.facts import Figures, money
from juesuan.performance.inputs import (
    OF_PROJECT,
    REPORTS,
    Answer,
    PerformanceInput,
    has_inputs,
    load_inputs,
    projects_named,
    read_inputs,
    report_home,
    unit_of,
)
from juesuan.performance.tables import tables_of
from juesuan.performance.totals import FORMS_OF_PROJECTS, of_projects
from juesuan.resources import resource

_OF_UNIT = ("整体自评", "基础数据", "指标体系")
_REPORT_NAME = "项目.报告名称"
_UNIT_CODE = re.compile(r"^[\[【(（]\w+[\])）】]")
_ONLY_IN_NARRATIVE = "只入说明"
"""The setting that names sections which the report alone leaves out."""
_NO_NAME = "【待填：单位名称】"
_CIRCLED = 20
_PLAIN_YUAN = "元整"
"""A unit that prints an amount of 元 as it is, not as 万元."""
_MOST_PUBLISHED = 5
"""Projects of which a 四川 publication shows the summary and the form."""


@dataclass(frozen=True)
class ReportScope(Scope):
    """A scope whose figures may have a point in their name."""

    def run(self, name: str) -> Run:
        return self.figure(self.measures[name]) if name in self.measures else super().run(name)


class ReportWriter(Writer):
    """A writer that knows the 绩效 forms: `表：整体自评 附件1`, and `表：项目` within the loop over the projects."""

    def __init__(self, province: str, edition: int, sheets: Sequence[PerformanceSheet]) -> None:
        super().__init__(province, edition)
        self._sheets = sheets

    def _special(self, node: Special, scope: Scope) -> Iterator[Block]:
        if node.name != "表":
            yield from super()._special(node, scope)
            return
        wanted, _, annex = "".join(run.text for run in self.runs(node.runs, scope)).strip().partition(" ")
        for sheet in self._sheets:
            if sheet.sheet == scope.words.get("项目表") if wanted == "项目" else sheet.code == wanted:
                yield from tables_of(sheet, annex)


@dataclass(frozen=True)
class _Material:
    """What a report is written from: the forms, what was typed, the final accounts."""

    sheets: tuple[PerformanceSheet, ...]
    answers: Mapping[str, Answer]
    facts: Facts
    unit_name: str = ""


@dataclass(frozen=True)
class Composed:
    """A province's whole report, with the sections that only the 决算情况说明 prints; settings are those of its template."""

    blocks: tuple[Block, ...]
    settings: Mapping[str, str]
    sheets: tuple[PerformanceSheet, ...]
    answers: Mapping[str, Answer]
    unit_name: str
    edition: int
    province: str

    def section(self, key: str) -> tuple[Block, ...]:
        """The heading of that key and what stands under it, without the page breaks at its end; empty where there is none."""
        start = next((place for place, block in enumerate(self.blocks) if isinstance(block, Heading) and block.key == key), None)
        if start is None:
            return ()
        level = getattr(self.blocks[start], "level", 0)
        found = [self.blocks[start]]
        for block in self.blocks[start + 1 :]:
            if isinstance(block, Heading) and block.level <= level:
                break
            found.append(block)
        while isinstance(found[-1], PageBreak):
            found.pop()
        return tuple(found)

    def without(self, *keys: str) -> tuple[Block, ...]:
        """The blocks but for these sections."""
        dropped = {id(block) for key in keys for block in self.section(key)}
        return tuple(block for block in self.blocks if id(block) not in dropped)


def compose_report(
    recognition: Recognition, prior: Recognition | None = None, province: str | None = None, accounts: Recognition | None = None
) -> Document:
    """The 绩效自评报告 with its forms.

    `recognition` is the workbook that holds the 绩效 forms; `accounts` the one with the final accounts where that is another.
    `province` None takes what 绩效资料 names. Raises JuesuanError where the workbook has no 绩效 form at all.
    """
    report = composed(recognition, prior, province, accounts)
    if report is None:
        raise JuesuanError("这个工作簿里没有绩效表，也没有绩效资料。请先打开或新建绩效自评表。")
    blocks = report.without(*report.settings.get(_ONLY_IN_NARRATIVE, "").split("、"))
    draft = any(isinstance(run, Missing) for block in blocks for run in getattr(block, "runs", ()))
    title = report.settings.get("标题", "{年度}年度部门整体支出绩效自评报告").replace("{年度}", str(report.edition))
    return Document(title, report.unit_name, report.edition, blocks, draft, report.province)


def composed(
    recognition: Recognition, prior: Recognition | None = None, province: str | None = None, accounts: Recognition | None = None
) -> Composed | None:
    """All that the province's template of a report says; None where the workbook has neither 绩效 forms nor 绩效资料."""
    workbook = recognition.workbook
    sheets = read_performance(workbook, {name for form in recognition.forms if form.kind != PERFORMANCE for name in form.sheets})
    answers = read_inputs(workbook)
    if not sheets and not has_inputs(workbook):
        return None
    material = _Material(sheets, answers, Facts(accounts or recognition, prior), unit_of(workbook))
    province = province or _own_province(material)
    edition = _year(material) or (accounts or recognition).edition or 2024
    template = load_template(report_home(province), edition, resource(REPORTS))
    scope = _scope(material, edition, template.settings)
    blocks = tuple(ReportWriter(province, edition, sheets).blocks(template.body, scope))
    return Composed(blocks, template.settings, sheets, answers, scope.words["单位"], edition, province)


def _own_province(material: _Material) -> str:
    """What 绩效资料 or 说明资料 says, else the province of the forms."""
    typed = material.answers.get("设置.省份") or material.facts.typed("设置.省份")
    chosen = typed.text.removesuffix("省").removesuffix("市") if typed else ""
    named = next((code for code, name in PROVINCES.items() if chosen in (code, name)), "")
    homes = [home for sheet in material.sheets for home in sheet.layout.provinces[:1]]
    return named or (Counter(homes).most_common(1)[0][0] if homes else "national")


def _year(material: _Material) -> int | None:
    years = Counter(sheet.year for sheet in material.sheets if sheet.year)
    return years.most_common(1)[0][0] if years else None


def _unit_name(material: _Material) -> str:
    names = Counter(name for sheet in material.sheets if (name := _UNIT_CODE.sub("", sheet.text("单位"))))
    recognition = material.facts.book.recognition
    return names.most_common(1)[0][0] if names else material.unit_name or recognition.unit_name or _NO_NAME


def _scope(material: _Material, edition: int, settings: Mapping[str, str]) -> ReportScope:
    codes = {sheet.code for sheet in material.sheets}
    words = {"年度": str(edition), "上年": str(edition - 1), "单位": _unit_name(material)}
    words |= {f"{code}表": "有" if code in codes else "" for code in (*_OF_UNIT, *FORMS_OF_PROJECTS)}
    typed = _TypedTexts(material.answers)
    measures = Figures(material.sheets, material.facts, material.answers).measures() | typed.measures("")
    scope = ReportScope(material.facts, Style.of(dict(settings)), "全年预算", words, measures, texts=typed.texts(""))
    children: dict[str, Callable[[], list[Scope]]] = dict(typed.lists("", scope))
    scope = replace(scope, children=children)
    projects = _named_projects(material)
    scope.words["项目数"] = str(len(projects))
    scope.words["项目名单"] = "".join(f"“{each.name}”" for each in projects)
    children["项目"] = partial(_projects, material, scope, projects)
    children["公开项目"] = partial(_projects, material, scope, projects[:_MOST_PUBLISHED])
    reported = tuple(each for each in projects if f"{_REPORT_NAME}{OF_PROJECT}{each.name}" in material.answers)
    scope.words["项目报告数"] = str(len(reported))
    scope.words["报告项目名单"] = "".join(f"“{each.name}”" for each in reported)
    children["评价项目"] = partial(_projects, material, scope, reported)
    return scope


@dataclass(frozen=True)
class _Named:
    """A project and its form; None where only 绩效资料 knows it."""

    name: str
    sheet: PerformanceSheet | None


def _named_projects(material: _Material) -> tuple[_Named, ...]:
    """Projects with a form, in the order of the sheets (two of one name both count), then those that only 绩效资料 knows."""
    of_forms = [_Named(sheet.text("项目名称"), sheet) for sheet in of_projects(material.sheets)]
    known = {each.name for each in of_forms}
    return (*of_forms, *(_Named(name, None) for name in projects_named(material.answers.keys()) if name not in known))


def _projects(material: _Material, scope: Scope, projects: Sequence[_Named]) -> list[Scope]:
    return [_project(material, scope, each.name, each.sheet) for each in projects]


def _project(material: _Material, scope: Scope, name: str, sheet: PerformanceSheet | None) -> Scope:
    typed = _TypedTexts(material.answers)
    nothing = Measure(Fact("", None), Fact("", None))
    measures = {
        "项目预算": money(sheet, "全年预算数", f"{name}全年预算数") if sheet else nothing,
        "项目执行": money(sheet, "全年执行数", f"{name}全年执行数") if sheet else nothing,
        **typed.measures(name),
    }
    words = {"名称": name, "项目表": sheet.sheet if sheet else "", "项目得分": sheet.text("总得分") if sheet else ""}
    inner = scope.inner(sheet.sheet if sheet else name, words, measures)
    inner = replace(inner, texts={**inner.texts, **typed.texts(name)})
    return replace(inner, children={**inner.children, **typed.lists(name, inner)})


class _TypedTexts:
    """绩效资料 as names of a scope: of the unit (`project` empty) or of one project."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def _entries(self, project: str) -> Iterator[tuple[str, str, PerformanceInput, Answer | None]]:
        for key, item in load_inputs().items():
            if item.per_project is bool(project):
                full = f"{key}{OF_PROJECT}{project}" if project else key
                yield key, full, item, self._answers.get(full)

    def texts(self, project: str) -> dict[str, tuple[str, str, Typed | None, str]]:
        """Inputs that are words: key, what is asked, what was typed, the figures it explains."""
        return {
            key: (full, _asked(item, project), _typed(answer), "")
            for key, full, item, answer in self._entries(project)
            if item.kind in ("text", "list", "parts")
        }

    def measures(self, project: str) -> dict[str, Measure]:
        """Inputs that are figures."""
        return {
            key: _figure(full, item, answer) for key, full, item, answer in self._entries(project) if item.kind in ("amount", "count")
        }

    def lists(self, project: str, scope: Scope) -> dict[str, Callable[[], list[Scope]]]:
        """Inputs of one entry a line."""
        found: dict[str, Callable[[], list[Scope]]] = {}
        for key, full, item, answer in self._entries(project):
            if item.kind == "list":
                found[key] = partial(_lines, scope, (full, _asked(item, project)), answer)
            elif item.kind == "parts":
                found[key] = partial(_parts, scope, item, answer)
        return found


def _asked(item: PerformanceInput, project: str) -> str:
    return f"{project}：{item.label}" if project else item.label


def _typed(answer: Answer | None) -> Typed | None:
    return Typed(answer.key, answer.text, answer.cell) if answer else None


def _figure(key: str, item: PerformanceInput, answer: Answer | None) -> Measure:
    unit = "元" if item.kind == "amount" else item.unit or "个"
    amount = parse_amount(answer.text) if answer else None
    return Measure(Fact(item.label, amount, unit, (answer.cell,) if answer else ()), Fact(item.label, None, unit), key)


def _lines(scope: Scope, asked: tuple[str, str], answer: Answer | None) -> list[Scope]:
    """A scope for each typed line; one that is still missing where nothing was typed."""
    key, prompt = asked
    if answer is None:
        return [replace(scope.inner("1", _counted(1), {}), texts={**scope.texts, "内容": (key, prompt, None, "")})]
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    entries = [(key, prompt, Typed(key, line, answer.cell), "") for line in lines]
    return [
        replace(scope.inner(str(place), _counted(place), {}), texts={**scope.texts, "内容": entry})
        for place, entry in enumerate(entries, 1)
    ]


def _counted(place: int) -> dict[str, str]:
    """圈序 is ① …, 接序 goes on after three numbered paragraphs."""
    circled = chr(ord("①") + place - 1) if place <= _CIRCLED else f"({place})"
    return {"圈序": circled, "接序": str(place + 3)}


def _parts(scope: Scope, item: PerformanceInput, answer: Answer | None) -> list[Scope]:
    """`名称 金额` a line as figures in 元, each a share of the whole."""
    found = []
    whole = scope.measures.get(item.whole, Measure(Fact(item.whole, None), Fact(item.whole, None)))
    for place, line in enumerate(answer.text.splitlines() if answer else [], 1):
        name, _, digits = line.strip().rpartition(" ")
        amount = parse_amount(digits.removesuffix("元"))
        if answer and name and amount is not None:
            part = Measure(Fact(name.strip(), amount, _PLAIN_YUAN, (answer.cell,)), Fact(name, None))
            inner = scope.inner(str(place), {"名称": name.strip()}, {"金额": part})
            found.append(replace(inner, shares={**inner.shares, "占比": (part, whole)}))
    return found

