"""Types random accounts into an official template: only the cells that people type; the rest must follow from its formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from juesuan.forms import Form, Recognition
from juesuan.forms.inserting import NewRow, new_rows
from juesuan.workbook import Cell, CellEdit, Change, Content, Edit
from random_accounts import BUILDING, FUND, GENERAL, PEOPLE, STATE, ZERO, Accounts, Amounts, Item, plus, total

GRANT = "{}财政拨款"

class Sheets:
    """Rows and cells of a template on their way to being one change."""

    def __init__(self, recognition: Recognition) -> None:
        self.recognition = recognition
        self.edits: list[Edit] = []
        self._rows: dict[tuple[str, str], int] = {}

    def form(self, code: str) -> Form:
        found = self.recognition.form(code)
        if found is None:
            raise KeyError(code)
        return found

    def rows(self, code: str, names: Iterable[tuple[str, str]]) -> None:
        """Put 科目 (with 类 and 款) and projects, given as (code, project), into a form in order."""
        named = set(names)
        above = {(subject[:length], "") for subject, _ in named for length in (3, 5, 7)}
        new = [NewRow(subject, project, project, project.removeprefix("项目")) for subject, project in sorted(named | above)]
        edits, places = new_rows(self.recognition, self.form(code), new)
        self.edits += edits
        for row, place in zip(new, places, strict=True):
            self._rows[code, f"{row.subject}/{row.project_code}" if row.project else row.subject] = place

    def subject(self, code: str, row: str, column: str, amount: Decimal) -> None:
        place = self.form(code).column(column)
        assert place, (code, column)
        self.write(Cell(self.form(code).sheet, self._rows[code, row], place.column), amount)

    def note(self, code: str, row: str, header: str, text: str) -> None:
        """A text into the column before the amounts that bears this header."""
        form = self.form(code)
        sheet = self.recognition.workbook.sheet(form.sheet)
        first, last = form.header_rows
        column = next(c for c in range(1, sheet.column_count) for r in range(first, last + 1) if sheet.value(r, c) == header)
        self.write(Cell(form.sheet, self._rows[code, row], column), text)

    def fixed(self, code: str, row: str, column: str, amount: Decimal) -> None:
        cell = self.form(code).cell(row, column)
        assert cell, (code, row, column)
        self.write(cell, amount)

    def write(self, cell: Cell, content: Content) -> None:
        self.edits.append(CellEdit(cell, None, content))

    def economic(self, code: str, row: str, amounts: Mapping[str, Decimal]) -> None:
        for number, amount in amounts.items():
            self.subject(code, row, f"E{number}", amount)


def fill(recognition: Recognition, accounts: Accounts) -> Change:
    """The change that types the accounts into an empty template of their year."""
    sheets = Sheets(recognition)
    _details(sheets, accounts)
    _grants(sheets, accounts)
    _balances(sheets, accounts)
    _projects(sheets, accounts)
    for measure in ("年初预算数", "全年预算数"):
        _budget(sheets, accounts, measure)
    _building(sheets, accounts)
    _running(sheets, accounts)
    _annexes(sheets, accounts)
    _cover(sheets)
    return Change("填写随机数据", tuple(sheets.edits))


def _by_code(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.code, []).append(item)
    return found


def _details(sheets: Sheets, accounts: Accounts) -> None:
    """What people type: 05-1, 05-2, 05-3, 08-1, 08-2, 10-2 and 12; 05, 08 and 10 follow."""
    every, general, fund = accounts.items, accounts.of_fund(GENERAL), accounts.of_fund(FUND)
    for code, items in (("财决05", every), ("财决05-1", general), ("财决08", general), ("财决08-1", general), ("财决10", fund)):
        sheets.rows(code, ((item.code, "") for item in items))
    sheets.rows("财决05-3", ((item.code, "") for item in every if item.business))
    for code, items in (("财决05-2", every), ("财决08-2", general), ("财决10-2", fund)):
        sheets.rows(code, ((item.code, item.project) for item in items))
    for item in every:
        sheets.economic("财决05-2", item.row, plus(item.granted, item.own))
        if item.business:
            sheets.economic("财决05-3", item.code, item.business)
    for code, items in (("财决08-2", general), ("财决10-2", fund)):
        for item in items:
            sheets.economic(code, item.row, item.granted)
    for item in general:
        for code in ("财决05-1", "财决08-1"):
            sheets.economic(code, item.code, item.basic)
    _state(sheets, accounts)


def _state(sheets: Sheets, accounts: Accounts) -> None:
    found = _by_code(accounts.of_fund(STATE))
    if not found:
        return
    for code in ("财决11", "财决12"):
        sheets.rows(code, ((subject, "") for subject in found))
    for subject, items in found.items():
        sheets.economic("财决12", subject, plus(*(item.granted for item in items)))
        values = {
            "2": total(item["project begin"] for item in items), "4": total(item.received[1] for item in items),
            "7": total(total(item.granted) for item in items), "10": total(item["leftover"] for item in items),
        }
        for column, amount in values.items():
            sheets.subject("财决11", subject, column, amount)


def _grants(sheets: Sheets, accounts: Accounts) -> None:
    """07 and 09: what came in and what was carried over; spending and the rest follow."""
    for code, fund in (("财决07", GENERAL), ("财决09", FUND)):
        found = _by_code(accounts.of_fund(fund))
        sheets.rows(code, ((subject, "") for subject in found))
        for subject, items in found.items():
            values = {
                "2": total(item["basic begin"] for item in items), "3": total(item["project begin"] for item in items),
                "5": total(item.received[0] for item in items), "6": total(item.received[1] for item in items),
                "16": total(item["leftover"] for item in items),
            }
            for column, amount in values.items():
                sheets.subject(code, subject, column, amount)


def _balances(sheets: Sheets, accounts: Accounts) -> None:
    """02, 03 and 04: the unit's own money beside the grants."""
    found = _by_code(accounts.items)
    for code in ("财决02", "财决03", "财决04"):
        sheets.rows(code, ((subject, "") for subject in found))
    for subject, items in found.items():
        sums = {name: total(item[name] for item in items) for item in items for name in item.ends}
        ends = defaultdict(Decimal, sums)
        for column, amount in {"4": total(item.upward for item in items), "6": total(item.downward for item in items)}.items():
            sheets.subject("财决04", subject, column, amount)
        higher, schooling, below, others = accounts.split(total(item.own_income for item in items), 4)
        income = {"3": higher, "4": schooling, "5": accounts.part(schooling), "7": below, "8": others}
        income["6"] = total(item.trade for item in items)
        for column, amount in income.items():
            sheets.subject("财决03", subject, column, amount)
        values = {
            "2": ends["basic begin"], "3": ends["project begin"] + ends["own begin"], "4": ends["business begin"], "7": ends["used"],
            "9": ends["tax"], "10": ends["reserve"], "15": ends["project end"] + ends["own end"], "16": ends["business end"],
        }
        for column, amount in values.items():
            sheets.subject("财决02", subject, column, amount)


def _projects(sheets: Sheets, accounts: Accounts) -> None:
    sheets.rows("财决06", ((item.code, item.project) for item in accounts.items))
    for item in accounts.items:
        received, own = item.received[1], total(item.own) + item["own end"] - item["own begin"]
        values = {
            "1": item["project begin"] + item["own begin"], "2": item["project begin"], "4": received, "5": own,
            "7": total(item.granted), "8": total(item.own), "10": item["project end"] + item["own end"], "11": item["project end"],
        }
        for column, amount in values.items():
            sheets.subject("财决06", item.row, column, amount)
        if _builds(item):
            sheets.note("财决06", item.row, "基建项目属性", "基建项目")


def _builds(item: Item) -> bool:
    return any(code[:3] in BUILDING for code in plus(item.granted, item.own))


# ---------------------------------------------------------------- budgets and the rest


def _budget(sheets: Sheets, accounts: Accounts, measure: str) -> None:
    """The typed columns of 01 and 01-1: for every class people, running and project costs, paid by grants and by other money."""
    funds = [GENERAL, FUND, STATE][: 3 if accounts.edition >= 2020 else 2]
    classes: dict[str, list[str]] = {fund: sorted({item.code[:3] for item in accounts.of_fund(fund)}) for fund in funds}
    spent: dict[tuple[str, str], list[Decimal]] = {}
    for fund in funds:
        for kind in classes[fund]:
            people = fund == GENERAL
            spent[fund, kind] = [accounts.amount() if people else ZERO, accounts.amount() if people else ZERO, accounts.amount()]
    own = {kind: [accounts.amount() for _ in range(4)] for kind in classes[GENERAL]}  # project, business, upward, downward
    begin, end = ({fund: accounts.amount() if classes[fund] else ZERO for fund in funds} for _ in range(2))
    for fund in funds:
        begin[fund] = min(begin[fund], end[fund] + total(total(parts) for (of, _), parts in spent.items() if of == fund))
        _granted_budget(sheets, accounts, measure, fund, {kind: spent[fund, kind] for kind in classes[fund]}, (begin[fund], end[fund]))
    _whole_budget(sheets, accounts, measure, spent, own, begin, end)


def _granted_budget(
    sheets: Sheets, accounts: Accounts, measure: str, fund: str, spent: Mapping[str, list[Decimal]], ends: tuple[Decimal, Decimal]
) -> None:
    code, grant = "财决01-1", GRANT.format(fund)
    column = f"{measure}/{grant}"
    people, running, project = (total(parts[index] for parts in spent.values()) for index in range(3))
    sheets.fixed(code, f"收入_{grant}", measure, people + running + project + ends[1] - ends[0])
    sheets.fixed(code, f"年初_{grant}", measure, ends[0])
    sheets.fixed(code, f"年末_{grant}", column, ends[1])
    for kind, parts in spent.items():
        sheets.fixed(code, class_row(sheets.form(code), kind), column, total(parts))
    for row, amount in {"人员经费": people, "公用经费": running, "项目支出": project, "基本建设类项目": accounts.part(project)}.items():
        sheets.fixed(code, row, column, amount)
    _economic_budget(sheets, accounts, code, column, people + running + project)


def _economic_budget(sheets: Sheets, accounts: Accounts, code: str, column: str, whole: Decimal) -> None:
    rows = [row.id for row in sheets.form(code).rows if row.econ]
    for row, amount in zip(rows, accounts.split(whole, len(rows)), strict=True):
        sheets.fixed(code, row, column, amount)


def class_row(form: Form, kind: str) -> str:
    """The row of a 类 in 财决01 or 01-1."""
    return next(row.id for row in form.rows if row.func == kind)


def _whole_budget(
    sheets: Sheets, accounts: Accounts, measure: str, spent: Mapping[tuple[str, str], list[Decimal]], own: Mapping[str, list[Decimal]],
    begin: Amounts, end: Amounts,
) -> None:
    code = "财决01"
    by_class = plus(*({kind: total(parts)} for (_, kind), parts in spent.items()), {kind: total(parts) for kind, parts in own.items()})
    for kind, amount in by_class.items():
        sheets.fixed(code, class_row(sheets.form(code), kind), measure, amount)
    people, running, project = (total(parts[index] for parts in spent.values()) for index in range(3))
    own_project, business, upward, downward = (total(parts[index] for parts in own.values()) for index in range(4))
    nature = {
        "人员经费": people, "公用经费": running, "项目支出": project + own_project, "经营支出": business, "上缴上级支出": upward,
        "对附属单位补助支出": downward, "基本建设类项目": accounts.part(project), "年末结转和结余": total(end),
        "年初结转和结余": total(begin),
    }
    for fund in begin:
        grant = GRANT.format(fund)
        granted = total(total(parts) for (of, _), parts in spent.items() if of == fund)
        nature[f"{grant}收入"] = granted + end[fund] - begin[fund]
    used = accounts.part(own_project)
    higher, schooling, trade, below, others = accounts.split(own_project + business + upward + downward - used, 5)
    nature |= {"使用非财政拨款结余": used, "上级补助收入": higher, "事业收入": schooling, "经营收入": trade}
    nature |= {"附属单位上缴收入": below, "其他收入": others}
    for row, amount in nature.items():
        sheets.fixed(code, row, measure, amount)
    _economic_budget(sheets, accounts, code, measure, people + running + project + own_project + business)


def _building(sheets: Sheets, accounts: Accounts) -> None:
    """其中：基本建设类项目: what the projects cost that 财决06 calls so."""
    def built(*funds: str, own: bool) -> Decimal:
        projects = [item for item in accounts.of_fund(*funds) if _builds(item)]
        return total(total(item.granted) + (total(item.own) if own else ZERO) for item in projects)

    sheets.fixed("财决01", "基本建设类项目", "决算数", built(GENERAL, FUND, STATE, own=True))
    for fund in (GENERAL, FUND, STATE):
        if accounts.of_fund(fund):
            sheets.fixed("财决01-1", "基本建设类项目", f"决算数/{GRANT.format(fund)}", built(fund, own=False))


def _running(sheets: Sheets, accounts: Accounts) -> None:
    """附03 as the detail forms have it."""
    funds = (GENERAL,) if accounts.edition < 2022 else (GENERAL, FUND, STATE)
    spent = plus(*(plus(item.basic, item.granted) for item in accounts.of_fund(*funds)))
    costs = defaultdict(Decimal, spent)
    for column in ("1", "2", "3"):
        rows = {"3": costs["30212"], "5": costs["30913"] + costs["31013"], "6": costs["30231"], "7": costs["30217"]}
        rows |= {"8": costs["30217"], "9": ZERO, "10": ZERO}
        for row, amount in rows.items():
            if row != "7" or column != "3":
                sheets.fixed("财决附03", row, column, amount)
    for row in range(12, 22):
        sheets.fixed("财决附03", str(row), "3", Decimal(0 if row in (17, 19, 20, 21) else accounts.dice.randrange(1, 10**6)))
    public = total(amount for item in accounts.of_fund(GENERAL) for code, amount in item.basic.items() if code[:3] not in PEOPLE)
    sheets.fixed("财决附03", "行政单位", "4", public)
    for row in sheets.form("财决附03").rows:
        if row.panel and row.label.endswith(("用车", "（台，套）")):
            sheets.fixed("财决附03", row.id, "4", Decimal(accounts.dice.randrange(9)))
    bought = [accounts.amount() for _ in range(3)]
    for row, amount in zip(("政府采购货物支出", "政府采购工程支出", "政府采购服务支出"), bought, strict=True):
        sheets.fixed("财决附03", row, "4", amount)
    small = accounts.part(total(bought))
    sheets.fixed("财决附03", "政府采购授予中小企业合同金额", "4", small)
    sheets.fixed("财决附03", "授予小微企业合同金额", "4", accounts.part(small))


def _annexes(sheets: Sheets, accounts: Accounts) -> None:
    for column in sheets.form("财决附01").columns:
        parts = [accounts.amount() for _ in range(5)]
        debts = accounts.part(total(parts))
        values = dict(zip(("2", "3", "4", "5", "6"), parts, strict=True))
        values |= {"1": total(parts), "7": debts, "8": accounts.part(debts), "9": total(parts) - debts, "10": accounts.amount()}
        for row, amount in values.items():
            sheets.fixed("财决附01", row, column.number, amount)
    for column in ("1", "2"):
        for row in ("1", "5", "6", "9", "10", "11", "12", "13", "14"):
            sheets.fixed("财决附02", row, column, Decimal(accounts.dice.randrange(1, 500)))
    for row in map(str, range(2, 9)):
        treasury, account = accounts.amount(), accounts.amount()
        for column, amount in {"1": treasury + account, "2": treasury, "3": account}.items():
            sheets.fixed("财决附04", row, column, amount)


def _cover(sheets: Sheets) -> None:
    values = {"nature": "12", "mgmt_level": "4", "budget_level": "1", "report_type": "0", "new_reason": "0"}
    for key, value in values.items():
        sheets.write(sheets.form("封面").fields[key], value)
