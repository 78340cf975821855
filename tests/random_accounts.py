"""Random final accounts whose numbers agree: what every rule must find in order."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.forms import catalogue
from juesuan.subjects import Subjects

GENERAL, FUND, STATE = "一般公共预算", "政府性基金预算", "国有资本经营预算"
BASIC_CLASSES, PROJECT_CLASSES = ("301", "302", "303"), ("302", "303", "307", "309", "310", "311", "312", "313", "399")
PEOPLE, BUILDING = ("301", "303"), ("309", "311")
ZERO = Decimal(0)
Amounts = dict[str, Decimal]


@dataclass
class Item:
    """The money of one 项: amounts in 元, spending by economic code, what was left at both ends of the year."""

    code: str
    fund: str
    project: str = ""
    basic: Amounts = field(default_factory=dict)
    granted: Amounts = field(default_factory=dict)
    own: Amounts = field(default_factory=dict)
    business: Amounts = field(default_factory=dict)
    upward: Decimal = ZERO
    downward: Decimal = ZERO
    ends: Amounts = field(default_factory=dict)

    def __getitem__(self, name: str) -> Decimal:
        return self.ends.get(name, ZERO)

    @property
    def row(self) -> str:
        """How the forms call its project row."""
        return f"{self.code}/{self.project_code}"

    @property
    def project_code(self) -> str:
        return self.project.removeprefix("项目")

    @property
    def received(self) -> tuple[Decimal, Decimal]:
        """财政拨款 of the year for basic and project spending, in part from what was carried over."""
        basic = total(self.basic) + self["basic end"] - self["basic begin"]
        return basic, total(self.granted) + self["project end"] - self["project begin"]

    @property
    def trade(self) -> Decimal:
        return total(self.business) + self["business end"] - self["business begin"]

    @property
    def own_income(self) -> Decimal:
        """What must come from elsewhere: 上级补助, 事业, 附属单位上缴, 其他."""
        spent = total(self.own) + self.upward + self.downward + self["tax"] + self["reserve"]
        return spent + self["own end"] - self["own begin"] - self["used"]


@dataclass
class Accounts:
    """A unit's year: its items, and the dice that the budgets and counts are thrown with."""

    edition: int
    items: list[Item]
    dice: random.Random

    def amount(self, most: int = 9_000_000_00) -> Decimal:
        """At least a 分, at most so many; small and large ones alike."""
        return Decimal(self.dice.randrange(1, 10 ** self.dice.randrange(3, len(str(most))) + 1)) / 100

    def part(self, whole: Decimal) -> Decimal:
        return Decimal(self.dice.randrange(int(whole * 100) + 1)) / 100

    def split(self, whole: Decimal, count: int) -> list[Decimal]:
        """`whole` in so many parts of whole 分."""
        cuts = sorted(self.part(whole) for _ in range(count - 1))
        return [end - start for start, end in zip([ZERO, *cuts], [*cuts, whole], strict=True)]

    def of_fund(self, *funds: str) -> list[Item]:
        return [item for item in self.items if item.fund in funds]


def total(amounts: Mapping[str, Decimal] | Iterable[Decimal]) -> Decimal:
    return sum(amounts.values() if isinstance(amounts, Mapping) else amounts, ZERO)


def draw(edition: int, seed: int, *, large: bool = False) -> Accounts:
    """The accounts of a unit with few 科目, such as the empty rows of a template hold, or with many."""
    accounts = Accounts(edition, [], random.Random(edition * 100_000 + seed))  # noqa: S311  no secret
    dice, columns = accounts.dice, _economic_codes(edition)
    general = _neighbours(_codes(edition, GENERAL), dice) if seed % 2 else [dice.choice(_codes(edition, GENERAL))]
    other = [FUND, STATE][seed % 3 % 2 if edition >= 2020 else 0]
    chosen = [*((code, GENERAL) for code in general), (dice.choice(_codes(edition, other)), other)]
    if large:
        chosen = [(code, fund) for fund in (GENERAL, FUND, STATE) for code in _sample(_codes(edition, fund), dice, fund)]
    for index, (code, fund) in enumerate(sorted(set(chosen))):
        projects = dice.randrange(1, 3) if large else int(fund != GENERAL or index == 0)
        accounts.items += [_item(accounts, columns, code, fund, number) for number in range(max(projects, 1))]
    return accounts


def _sample(codes: list[str], dice: random.Random, fund: str) -> list[str]:
    return dice.sample(codes, min(len(codes), dice.randrange(3, 7) if fund == GENERAL else 2))


def _neighbours(codes: list[str], dice: random.Random) -> list[str]:
    first = dice.choice(codes)
    beside = [code for code in codes if code[:5] == first[:5]]
    return sorted(dice.sample(beside, min(2, len(beside))))


def _codes(edition: int, fund: str) -> list[str]:
    """The 项 of a budget in that year whose 类 has a row in 财决01."""
    found = catalogue().edition("财决01", edition)
    classes = {row.func for row in found.rows} if found else set()
    subjects = Subjects.for_year(edition)
    items = (item for kind in subjects.children() for section in subjects.children(kind.code) for item in subjects.children(section.code))
    return [item.code for item in items if item.group == fund and item.code[:3] in classes]


def _economic_codes(edition: int) -> list[str]:
    found = catalogue().edition("财决05", edition)
    return [column.econ for column in found.columns if len(column.econ) > len("301")] if found else []


def _item(accounts: Accounts, columns: list[str], code: str, fund: str, number: int) -> Item:
    """The first entry of a 项 carries its basic spending too; every entry is one project."""
    dice = accounts.dice
    item = Item(code, fund, f"项目{code[-4:]}{number + 1}")
    item.granted = _spread(accounts, columns, PROJECT_CLASSES, 3)
    _ends(accounts, item, "project", total(item.granted))
    item.ends["leftover"] = accounts.part(item["project end"])
    if fund == GENERAL and number == 0:
        item.basic = _spread(accounts, columns, BASIC_CLASSES, 6)
        _ends(accounts, item, "basic", total(item.basic))
        item.own, item.business = _spread(accounts, columns, PROJECT_CLASSES, 2), _spread(accounts, columns, BASIC_CLASSES, 2)
        _ends(accounts, item, "own", total(item.own))
        _ends(accounts, item, "business", total(item.business))
        item.upward, item.downward = dice.choice([ZERO, accounts.amount()]), dice.choice([ZERO, accounts.amount()])
        item.ends |= {"tax": accounts.amount(10**6), "reserve": accounts.amount(10**6), "used": accounts.part(total(item.own) / 2)}
        item.ends["own begin"] = ZERO
    return item


def _ends(accounts: Accounts, item: Item, name: str, spent: Decimal) -> None:
    item.ends |= {f"{name} begin": accounts.part(spent), f"{name} end": accounts.dice.choice([ZERO, accounts.amount()])}


def _spread(accounts: Accounts, columns: list[str], classes: tuple[str, ...], most: int) -> Amounts:
    fitting = [column for column in columns if column[:3] in classes]
    return {column: accounts.amount() for column in accounts.dice.sample(fitting, accounts.dice.randrange(1, most + 1))}


def plus(*amounts: Mapping[str, Decimal]) -> Amounts:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        for code, amount in one.items():
            found[code] += amount
    return dict(found)


def economic_sums(accounts: Accounts) -> Iterator[tuple[str, Decimal]]:
    """What 财决05 must hold in its 合计 row, by economic code."""
    yield from sorted(plus(*(plus(item.basic, item.granted, item.own, item.business) for item in accounts.items)).items())
