"""A workbook of official forms in memory whose numbers agree: what every rule must find in order."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal

from juesuan.forms import Column, Form, Recognition, Row, catalogue
from juesuan.subjects import Subjects
from juesuan.workbook import Cell

FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
GENERAL = ("2010101", "2010102", "2080505", "2101101", "2210201")
BASIC_CODES = ("30101", "30102", "30201", "30211", "30302")
PROJECT_CODES = ("30202", "30217", "31002")
MEASURES = ("年初预算数", "全年预算数", "决算数")


class Sheet:
    def __init__(self, name, values):
        self.name, self.values, self.merges = name, values, ()

    def value(self, row, column):
        return self.values.get((row, column))

    def cells(self):
        for (row, column), value in sorted(self.values.items()):
            yield row, column, value


class Book:
    """A workbook of values, changed by `put`."""

    def __init__(self):
        self.by_name = {}
        self.path = None

    @property
    def sheets(self):
        return tuple(self.by_name.values())

    def sheet(self, name):
        return self.by_name[name]

    def value(self, cell):
        return self.by_name[cell.sheet].value(cell.row, cell.column)

    content = value

    def read_by(self, _cell):
        return []

    def tried(self, _contents):
        return {}

    def put(self, cell, value):
        self.by_name[cell.sheet].values[cell.row, cell.column] = value


def panel_of_block(code, block):
    if code in ("财决01", "财决01-1"):
        return 0 if block == "收入" else 1 if block == "支出-功能" else 2
    return 1 if block in ("右", "支出") else 0


def panel_of_path(code, path):
    if code in ("财决01", "财决01-1"):
        return 0 if path[0] == "收入" else 1 if "按功能分类" in path else 2
    return 1 if any("右块" in label or label == "支出" for label in path) else 0


def columns_of(code, edition):
    return tuple(Column(c.number, index + 5, c.path, panel_of_path(code, c.path), c.econ) for index, c in enumerate(edition.columns))


class Builder:
    """Forms by code with `put(form, row, column, amount)`."""

    def __init__(self, year):
        self.year, self.book, self.forms = year, Book(), {}
        self.amounts = defaultdict(Decimal)

    def fixed(self, code):
        edition = catalogue().edition(code, self.year)
        rows = tuple(
            Row(
                spec.id,
                index + 7,
                panel_of_block(code, spec.block),
                spec.label,
                spec.key,
                spec.line,
                "",
                "",
                spec.block,
                spec.func,
                spec.econ,
                spec.not_applicable,
            )
            for index, spec in enumerate(edition.rows)
        )
        self._add(code, "fixed", rows, columns_of(code, edition), edition.title)

    def floating(self, code, leaves):
        edition = catalogue().edition(code, self.year)
        rows = [Row("合计", 9, level="合计", label="合计")]
        for key in sorted({leaf[:length] for leaf in leaves for length in (3, 5, 7)} | set(leaves)):
            subject = key.split("/")[0]
            level = "项目" if "/" in key else {3: "类", 5: "款", 7: "项"}[len(key)]
            known = Subjects.for_year(self.year).find(subject)
            label = known.name if known and "/" not in key else f"科目{key}"
            rows.append(Row(key, 9 + len(rows), label=label, subject=subject, level=level))
        self._add(code, "floating", tuple(rows), columns_of(code, edition), edition.title)

    def _add(self, code, kind, rows, columns, title):
        self.forms[code] = Form(code, code, title, kind, self.year, rows=rows, columns=columns)
        self.book.by_name[code] = Sheet(code, {})

    def put(self, code, row, column, amount):
        found = self.forms[code]
        at = found.row(row)
        place = found.column(column, at.panel)
        assert place, (code, row, column)
        self.book.put(Cell(code, at.row, place.column), Decimal(amount))

    def leaf(self, code, leaf, column, amount):
        """An amount of a 项 (or project) row and of every row above it."""
        subject = leaf.split("/")[0]
        for row in {leaf, subject, subject[:5], subject[:3], "合计"}:
            self.amounts[code, row, column] += amount

    def settle(self):
        for (code, row, column), amount in self.amounts.items():
            self.put(code, row, column, amount)
        self.amounts.clear()

    def recognition(self):
        return Recognition(self.book, tuple(self.forms.values()), (), self.year, "测试单位")


def consistent(year=2020, seed=0):
    """(recognition, book): all 财决 forms of the year with numbers that agree, from a few random leaves."""
    dice = random.Random(seed)  # noqa: S311  no secret
    amount = lambda: Decimal(dice.randrange(100_00, 90_000_00)) / 100  # noqa: E731
    made = Builder(year)
    leaves = {FUNDS[0]: GENERAL, FUNDS[1]: ("2120801",)} | ({FUNDS[2]: ("2230105",)} if year >= 2020 else {})
    basic = {s: {code: amount() for code in BASIC_CODES} for s in GENERAL}
    project = {s: {code: amount() for code in PROJECT_CODES} for found in leaves.values() for s in found}
    own = {code: amount() for code in PROJECT_CODES}
    business = {"30201": amount()}
    begin = {s: min(amount(), _sum(project[s])) for s in project}  # what is received is never negative then
    end = {s: amount() for s in project}
    _details(made, leaves, basic, project, own, business)
    totals = _balances(made, leaves, basic, project, begin, end)
    _income_and_spending(made, totals, own, business)
    _overview(made, leaves, totals, basic, project, own, business)
    _running(made, dice, basic, project)
    made.settle()
    return made.recognition(), made.book


def _sum(items):
    return sum(items.values(), Decimal(0))


def _econ(made, code, leaf, items):
    for number, amount in items.items():
        for column in ("1", f"E{number[:3]}", f"E{number}"):
            made.leaf(code, leaf, column, amount)


def _details(made, leaves, basic, project, own, business):
    sets = {
        "财决05": (),
        "财决05-1": (),
        "财决05-2": (),
        "财决05-3": (),
        "财决08": (),
        "财决08-1": (),
        "财决08-2": (),
        "财决10": (),
        "财决10-1": (),
        "财决10-2": (),
    }
    every = [s for found in leaves.values() for s in found]
    for code in sets:
        named = [
            f"{s}/项目{s}" for s in every if code not in {"财决08-2", "财决10-2"} or s in leaves[FUNDS[0 if code == "财决08-2" else 1]]
        ]
        if code.endswith("-2"):
            made.floating(code, named)
        else:
            made.floating(code, every if code.startswith("财决05") else leaves[FUNDS[0]] if code.startswith("财决08") else leaves[FUNDS[1]])
    if made.year >= 2020:
        made.floating("财决12", leaves[FUNDS[2]])
    for s, items in basic.items():
        for code in ("财决05", "财决05-1", "财决08", "财决08-1"):
            _econ(made, code, s, items)
    for s, items in project.items():
        fund = "财决08" if s in leaves[FUNDS[0]] else "财决10" if s in leaves[FUNDS[1]] else "财决12"
        _econ(made, "财决05", s, items)
        _econ(made, "财决05-2", f"{s}/项目{s}", items)
        _econ(made, fund, s, items)
        if fund != "财决12":
            _econ(made, f"{fund}-2", f"{s}/项目{s}", items)
    _econ(made, "财决05", GENERAL[1], own)
    _econ(made, "财决05-2", f"{GENERAL[1]}/项目{GENERAL[1]}", own)
    _econ(made, "财决05", GENERAL[0], business)
    _econ(made, "财决05-3", GENERAL[0], business)


def _balances(made, leaves, basic, project, begin, end):
    """财决07, 09, 11 → what each 科目 brought, received, spent and left."""
    totals = {}
    for fund, code in zip(FUNDS, ("财决07", "财决09", "财决11"), strict=True):
        if fund not in leaves:
            continue
        made.floating(code, leaves[fund])
        for s in leaves[fund]:
            spent_basic, spent_project = _sum(basic.get(s, {})), _sum(project[s])
            received = spent_project + end[s] - begin[s]
            people = sum((v for k, v in basic.get(s, {}).items() if k[:3] in ("301", "303")), Decimal(0))
            totals[s] = {
                "fund": fund,
                "begin": begin[s],
                "end": end[s],
                "income": spent_basic + received,
                "basic": spent_basic,
                "project": spent_project,
                "people": people,
            }
            if code == "财决11":
                values = {"1": begin[s], "4": received, "5": spent_project, "7": spent_project, "8": end[s]}
            else:
                values = {
                    "1": begin[s],
                    "3": begin[s],
                    "4": spent_basic + received,
                    "5": spent_basic,
                    "6": received,
                    "7": spent_basic + spent_project,
                    "8": spent_basic,
                    "9": people,
                    "10": spent_basic - people,
                    "11": spent_project,
                    "12": end[s],
                    "14": end[s],
                    "15": end[s],
                }
            for column, value in values.items():
                made.leaf(code, s, column, value)
    return totals


def _income_and_spending(made, totals, own, business):
    for code in ("财决02", "财决03", "财决04"):
        made.floating(code, list(totals))
    made.floating("财决06", [f"{s}/项目{s}" for s in totals])
    for s, t in totals.items():
        other = _sum(own) if s == GENERAL[1] else Decimal(0)
        trade = _sum(business) if s == GENERAL[0] else Decimal(0)
        income, spent = t["income"] + other + trade, t["basic"] + t["project"] + other + trade
        for column, value in {"1": income, "2": t["income"], "6": trade, "8": other}.items():
            made.leaf("财决03", s, column, value)
        for column, value in {"1": spent, "2": t["basic"], "3": t["project"] + other, "5": trade}.items():
            made.leaf("财决04", s, column, value)
        for column, value in {"1": t["begin"], "3": t["begin"], "5": income, "6": spent, "13": t["end"], "15": t["end"]}.items():
            made.leaf("财决02", s, column, value)
        received = t["project"] + t["end"] - t["begin"]
        values = {
            "1": t["begin"],
            "2": t["begin"],
            "3": received + other,
            "4": received,
            "5": other,
            "6": t["project"] + other,
            "7": t["project"],
            "8": other,
            "10": t["end"],
            "11": t["end"],
        }
        for column, value in values.items():
            made.leaf("财决06", f"{s}/项目{s}", column, value)


def _overview(made, leaves, totals, basic, project, own, business):
    """财决01 and 01-1; the budgets equal the accounts."""
    made.fixed("财决01")
    made.fixed("财决01-1")
    spent = defaultdict(Decimal)
    econ = defaultdict(Decimal)
    for s, t in totals.items():
        for items, fund in ((basic.get(s, {}), t["fund"]), (project[s], t["fund"])):
            for code, value in items.items():
                econ[code[:3], fund] += value
        spent[s[:3], t["fund"]] += t["basic"] + t["project"]
    for code, value in own.items():
        econ[code[:3], ""] += value
    for code, value in business.items():
        econ[code[:3], ""] += value
    spent["201", ""] += _sum(own) + _sum(business)
    total = lambda name, fund=None: sum((t[name] for t in totals.values() if fund in (None, t["fund"])), Decimal(0))  # noqa: E731
    extra = _sum(own) + _sum(business)
    rows = {f"{fund}收入": total("income", fund) for fund in leaves}
    rows |= {"经营收入": _sum(business), "其他收入": _sum(own), "本年收入合计": total("income") + extra, "年初结转和结余": total("begin")}
    rows["收入总计"] = rows["本年收入合计"] + rows["年初结转和结余"]
    people = total("people")
    rows |= {
        "基本支出": total("basic"),
        "人员经费": people,
        "公用经费": total("basic") - people,
        "项目支出": total("project") + _sum(own),
        "经营支出": _sum(business),
    }
    rows |= {"本年支出合计": total("basic") + total("project") + extra, "年末结转和结余": total("end"), "支出总计": rows["收入总计"]}
    rows["经济分类支出合计"] = rows["本年支出合计"]
    for measure in MEASURES:
        for row, value in rows.items():
            if made.forms["财决01"].row(row) and not (row == "经济分类支出合计" and measure != "决算数"):
                made.put("财决01", row, measure, value)
        _classes(made, "财决01", spent, econ, lambda _: measure, measure)  # noqa: B023
        _fiscal(made, leaves, total, spent, econ, people, measure)


def _classes(made, code, spent, econ, column, measure):
    for row in made.forms[code].rows:
        if row.func:
            made.put(code, row.id, column(None), sum((v for (k, _), v in spent.items() if k == row.func), Decimal(0)))
        elif row.econ and measure == "决算数":
            made.put(code, row.id, column(None), sum((v for (k, _), v in econ.items() if k == row.econ), Decimal(0)))


def _fiscal(made, leaves, total, spent, econ, people, measure):
    code, prior = "财决01-1", Decimal(0)
    sums = {"本年收入合计": total("income"), "年初财政拨款结转和结余": total("begin"), "收入总计": total("income") + total("begin")}
    for row, value in sums.items():
        made.put(code, row, measure, value)
    for fund in leaves:
        made.put(code, f"收入_{fund}", measure, total("income", fund))
        made.put(code, f"年初_{fund}", measure, total("begin", fund))
        for part in (fund, "小计"):
            made.put(code, f"年末_{fund}", f"{measure}/{part}", total("end", fund))
    for part in ("小计", *leaves):
        fund = None if part == "小计" else part
        place = f"{measure}/{part}"
        spending = total("basic", fund) + total("project", fund)
        lines = {
            "基本支出": total("basic", fund),
            "项目支出": total("project", fund),
            "本年支出合计": spending,
            "年末财政拨款结转和结余": total("end", fund),
        }
        lines |= {"支出总计": spending + total("end", fund), "经济分类支出合计": spending}
        lines |= {
            "人员经费": people if fund in (None, FUNDS[0]) else prior,
            "公用经费": total("basic", fund) - (people if fund in (None, FUNDS[0]) else prior),
        }
        for row, value in lines.items():
            if made.forms[code].row(row) and not (row == "经济分类支出合计" and measure != "决算数"):
                made.put(code, row, place, value)
        for row in made.forms[code].rows:
            table = spent if row.func else econ if row.econ and measure == "决算数" else {}
            if table:
                key = row.func or row.econ
                made.put(code, row.id, place, sum((v for (k, f), v in table.items() if k == key and f and fund in (None, f)), Decimal(0)))


def _running(made, dice, basic, project):
    made.fixed("财决附03")
    visits = sum((items["30217"] for s, items in project.items() if s in GENERAL or made.year >= 2022), Decimal(0))
    for column in ("1", "2", "3"):
        for row in ("2", "7"):
            made.put("财决附03", row, column, visits)
        for row in ("3", "4", "5", "6"):
            made.put("财决附03", row, column, 0)
    for row, value in {"8": visits, "9": 0, "10": 0, "16": 20, "17": 0, "18": 9000, "19": 0}.items():
        made.put("财决附03", row, "3", value)
    public = sum((v for items in basic.values() for k, v in items.items() if k[:3] == "302"), Decimal(0))
    for row in ("机关运行经费", "行政单位"):
        made.put("财决附03", made_row(made, row), "4", public)


def made_row(made, label):
    return next(row.id for row in made.forms["财决附03"].rows if row.panel and label in row.label)
