"""The projects of a unit as 财决06 and 财决05-2 list them, and a 绩效 sheet made for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from juesuan.errors import JuesuanError
from juesuan.forms import Recognition
from juesuan.forms.form import Form, Row
from juesuan.forms.performance_layout import Layout, layout_for, load_layouts
from juesuan.money import WAN
from juesuan.narrative.facts import Facts
from juesuan.performance.building import Content, blank_indicators
from juesuan.performance.totals import FORMS_OF_PROJECTS
from juesuan.performance.vocabulary import load_schemes
from juesuan.performance.writing import FilledForm, Unit, write_workbook
from juesuan.workbook import Cell

_BY_PROJECT, _BY_SUBJECT = "财决06", "财决05-2"
_BUDGET = ("年初结转和结余/合计", "本年收入/合计")
_EXECUTED, _EXECUTED_FISCAL, _EXECUTED_OTHER = "本年支出/合计", "本年支出/财政拨款支出", "本年支出/其他资金支出"
_ITEM = "项"


@dataclass(frozen=True)
class Project:
    """A project; amounts in 元, None where the forms do not tell. row: its row in 财决06 (or 财决05-2), `2101502/医保专项经费`."""

    name: str
    subject: str
    row: str
    budget: Decimal | None = None
    executed: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None


def projects_of(recognition: Recognition) -> tuple[Project, ...]:
    """Projects of 财决06, with what they had (carried over and received) as the full-year budget; without them the items of 财决05-2.

    Projects of one name under several subjects are told apart by the subject.
    """
    form = recognition.form(_BY_PROJECT)
    found = tuple(_of_form(recognition, form)) if form else ()
    found = found or tuple(_of_subjects(recognition))
    times = Counter(project.name for project in found)
    return tuple(replace(each, name=f"{each.name}（{each.subject}）") if times[each.name] > 1 else each for each in found)


def _of_form(recognition: Recognition, form: Form) -> Iterator[Project]:
    for row in form.rows:
        if row.level == "项目" and row.label.strip():
            received = [amount for column in _BUDGET if (amount := recognition.amount(form.code, row.id, column)) is not None]
            amounts = (recognition.amount(form.code, row.id, column) for column in (_EXECUTED, _EXECUTED_FISCAL, _EXECUTED_OTHER))
            yield Project(_named(row), row.subject, row.id, sum(received, Decimal(0)) if received else None, *amounts)


def _of_subjects(recognition: Recognition) -> Iterator[Project]:
    """An item of 财决05-2 counts as a project; its budget stands in 说明资料-科目."""
    form = recognition.form(_BY_SUBJECT)
    rows = [row for row in form.rows if row.level in (_ITEM, "项目")] if form else []
    with_projects = {row.subject for row in rows if row.level == "项目"}
    book = Facts(recognition).book
    for row in rows:
        if row.level == _ITEM and row.subject in with_projects:
            continue
        executed = recognition.amount(_BY_SUBJECT, row.id, "1")
        if executed:
            yield _subject_project(recognition, book.subject_cell(row.subject, "全年预算数", "一般公共预算"), row, executed)


def _subject_project(recognition: Recognition, budget_cell: Cell | None, row: Row, executed: Decimal) -> Project:
    value = recognition.workbook.value(budget_cell) if budget_cell else None
    return Project(_named(row), row.subject, row.id, value if isinstance(value, Decimal) else None, executed)


def _named(row: Row) -> str:
    """The project's name in one line."""
    return " ".join(row.label.split())


def project_form(project: Project, layout: Layout, year: int | None = None) -> FilledForm:
    """A sheet for the project, named after it: budget and execution filled in (万元), indicators left to write."""
    scheme = load_schemes().get(layout.scheme_for(year))
    fields: dict[str, object] = {
        "项目名称": project.name,
        "年初预算数": None,
        "全年预算数": _wan(project.budget),
        "全年执行数": _wan(project.executed),
        "财政拨款.全年执行数": _wan(project.fiscal),
        "其他资金.全年执行数": _wan(project.other),
        "执行率分值": scheme.execution if scheme else None,
    }
    known = {name: each for name, each in fields.items() if each is not None}
    return FilledForm(layout, project.name, Content(known, blank_indicators(layout, year)))


def _wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan / WAN


def project_layout(province: str, edition: int | None) -> Layout:
    """What a project is reported with: the province's own form of that year (四川 before 2022 has no scores), else the national one."""
    of_province = (layout for layout in load_layouts() if province in layout.provinces and layout.fits(edition))
    own = next((layout for layout in of_province if layout.code in FORMS_OF_PROJECTS), None)
    return own or layout_for("项目自评", "national", edition)


def new_performance_workbook(recognition: Recognition, path: Path, province: str | None = None) -> tuple[str, ...]:
    """Writes a workbook with a 绩效 sheet for each project of the accounts, 湖南 with the forms of the whole unit before them.

    Gives the projects' names. Raises JuesuanError where the target exists or cannot be written.
    """
    from juesuan.narrative.composing import own_province

    if path.exists():
        raise JuesuanError(f"{path} 已经存在，没有覆盖。请换一个文件名，或先移走原文件。")
    province = province or own_province(Facts(recognition))
    edition = recognition.edition or 0
    projects = projects_of(recognition)
    layout = project_layout(province, edition)
    forms = [*unit_forms(recognition, province, edition), *(project_form(project, layout, edition) for project in projects)]
    if not forms:
        forms = [FilledForm(layout, "项目1", Content(indicators=blank_indicators(layout, edition)))]
    write_workbook(path, Unit(recognition.unit_name, edition, province), forms)
    return tuple(project.name for project in projects)


def unit_forms(recognition: Recognition, province: str, edition: int) -> list[FilledForm]:
    """基础数据表 and 部门整体支出绩效自评表 where the province has them, with what the accounts tell."""
    if province != "hunan":
        return []
    facts = Facts(recognition)
    spent = {"支出总额": "本年支出合计", "基本支出": "基本支出", "公用经费": "公用经费", "项目支出": "项目支出", "三公经费": "三公合计"}
    base: dict[str, object] = {f"{name}.本年决算": _wan(facts.fact(fact).amount) for name, fact in spent.items()}
    scheme = load_schemes()["湖南-2022"]
    whole: dict[str, object] = {
        "全年执行数": _wan(facts.fact("本年支出合计").amount),
        "执行率分值": scheme.execution,
        "支出合计": _wan(facts.fact("本年支出合计").amount),
        "支出.基本支出": _wan(facts.fact("基本支出").amount),
        "支出.项目支出": _wan(facts.fact("项目支出").amount),
    }
    forms = (("基础数据", "基础数据表", base), ("整体自评", "整体支出自评表", whole))
    return [
        FilledForm(layout, sheet, Content(fields, blank_indicators(layout, edition)))
        for code, sheet, fields in forms
        for layout in (layout_for(code, province, edition),)
    ]
