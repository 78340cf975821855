"""Plain values: runs of text with live numbers, and the blocks they make up. No layout here, no wording either."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from juesuan.workbook import Cell


@dataclass(frozen=True)
class Text:
    """Words that carry no figure. `key` names the input (说明资料) they were typed into, empty for the template's own words."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Number:
    """A figure as printed, with the fact it states and the cells it was computed from (empty for a typed one)."""

    text: str
    fact: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Missing:
    """Something only a person can say: `key` of the input, `prompt` what is asked, `explains` the figures it must explain."""

    key: str
    prompt: str
    explains: str = ""

    @property
    def text(self) -> str:
        return f"【待填：{self.prompt}】"


Run = Text | Number | Missing


@dataclass(frozen=True)
class Heading:
    """Level 0 is a part (第二部分 …) or the title of an annex, 1 is 一、, 2 is （一）, 3 is 1.

    listed: what the contents call it where that is something else, then as deep as 一、; empty: they leave it out.
    """

    level: int
    runs: tuple[Run, ...]
    key: str = ""
    listed: str | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph. style: `body` (two characters indented), `plain`, `note`, `center`, `signature` (right). key: the template's id.

    rewritten: whether the office worded it itself.
    """

    runs: tuple[Run, ...]
    style: str = "body"
    key: str = ""
    rewritten: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Item:
    """One amount of a figure, in 万元 as printed; `cells` it comes from; share: percent of the whole as the text states it, for a pie."""

    label: str
    amount: Decimal
    cells: tuple[Cell, ...] = ()
    share: Decimal | None = None


@dataclass(frozen=True)
class Series:
    """Columns of one kind (收入, 支出), one item per year; a pie has one series."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Figure:
    """图1–图7. kind: `columns` (one group per item label, one column per series) or `pie`. Amounts in 万元."""

    number: int
    caption: str
    kind: str
    series: tuple[Series, ...]
    key: str = ""


@dataclass(frozen=True)
class TableCell:
    """A table's cell; `align` left, center or right; spans count from 1; a covered cell is left out of its row."""

    text: str
    align: str = "left"
    columns: int = 1
    rows: int = 1
    bold: bool = False
    cell: Cell | None = None


@dataclass(frozen=True)
class Table:
    """Header rows (repeated on each page) and body rows; `widths` are relative; corner: the texts above (部门：… | 金额单位：万元).

    listed: how the contents call it (一、收入支出决算总表), empty where they leave it out.
    """

    title: str
    header: tuple[tuple[TableCell, ...], ...]
    body: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...] = ()
    corner: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = False
    key: str = ""
    listed: str = ""


@dataclass(frozen=True)
class Cover:
    """Title page: the unit's full name, the title under it (2020年度部门决算), further lines (公开时间：…)."""

    unit_name: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contents:
    """目录: made from the headings down to `depth`, and from the tables that want to be listed (as deep as 一、)."""

    depth: int = 1


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


TABLE_LEVEL = 1
"""A table stands in the contents as deep as 一、."""

Block = Heading | Paragraph | Figure | Table | Cover | Contents | PageBreak


@dataclass(frozen=True)
class Rewriting:
    """One paragraph kept in the sheet 改写.

    key: the paragraph's. template: what the province's template says there now, empty where the data no longer bring the paragraph forth.
    text: what is printed instead, empty where the paragraph is left out. remarks: what the office should look at, Chinese sentences.
    """

    key: str
    template: tuple[Run, ...]
    text: str
    remarks: tuple[str, ...] = ()

    @property
    def template_text(self) -> str:
        return "".join(run.text for run in self.template)


def _named(block: Block) -> tuple[int, str]:
    """Level and words of what the contents may name; no words for all else."""
    if isinstance(block, Heading) and block.listed is None:
        return block.level, block.text.strip()
    return TABLE_LEVEL, (block.listed or "") if isinstance(block, Table | Heading) else ""


@dataclass(frozen=True)
class Document:
    """A whole text. draft: printed with a 草稿 watermark (something is still 待填). rewritings: paragraphs that an office worded."""

    title: str
    unit_name: str
    edition: int
    blocks: tuple[Block, ...]
    draft: bool = False
    province: str = "national"
    metadata: dict[str, str] = field(default_factory=dict)
    rewritings: tuple[Rewriting, ...] = ()

    def listed(self, depth: int) -> tuple[tuple[int, int, str], ...]:
        """What the contents name down to a depth: place among the blocks, level, words."""
        found = ((place, *_named(block)) for place, block in enumerate(self.blocks))
        return tuple((place, level, words) for place, level, words in found if words and level <= depth)

    def missing(self) -> tuple[Missing, ...]:
        """Everything still to be filled in, in reading order, each once."""
        found: dict[str, Missing] = {}
        for block in self.blocks:
            for run in getattr(block, "runs", ()):
                if isinstance(run, Missing):
                    found.setdefault(run.key, run)
        return tuple(found.values())
