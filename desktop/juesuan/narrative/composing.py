"""A recognised workbook, last year's and a province's template become the document."""

from __future__ import annotations

from juesuan.document.blocks import Block, Document, Heading, Missing, Number, PageBreak, Paragraph, Text
from juesuan.forms import Recognition
from juesuan.narrative.annexes import NO_ANNEXES, Annexes
from juesuan.narrative.facts import Facts
from juesuan.narrative.rewriting import with_rewritings
from juesuan.narrative.scope import Scope
from juesuan.narrative.templates import PROVINCES, load_template
from juesuan.narrative.wording import Style
from juesuan.narrative.writing import Writer

_LATEST = 2024
_NO_NAME = "【待填：单位名称】"
_TERMS, _RATES = "名词", ("占比", "完成率", "增减率")
_TOO_SMALL, _SMALL_NOTE = "0.00", "注：文中的0.00万元是不足0.01万元的数。"


def compose(
    recognition: Recognition, prior: Recognition | None = None, province: str | None = None, *,
    tables: bool = True, annexes: Annexes = NO_ANNEXES,
) -> Document:
    """The 决算公开文本 of a workbook.

    `prior` is last year's workbook; without it last year's figures come from 说明资料 or are 待填. `province` is one of `PROVINCES`,
    None takes the workbook's own setting, else 全国通用. Without `tables` the 公开表 are left out: all that a view of the words needs.
    `annexes` are texts and forms of other rooms, printed where the template has a place for them.
    Raises TemplateError where a template is wrong.
    """
    facts = Facts(recognition, prior)
    province = province or own_province(facts)
    edition = recognition.edition or (prior.edition + 1 if prior and prior.edition else _LATEST)
    template = load_template(province, edition)
    words = {"年度": str(edition), "上年": str(edition - 1), "单位": recognition.unit_name or _NO_NAME}
    style, budget = Style.of(template.settings), template.settings.get("预算口径", "全年预算")
    scope = Scope(facts, style, budget, words | annexes.words(), supplied=annexes.figures)
    blocks = tuple(Writer(province, edition, tables=tables, annexes=annexes).blocks(template.body, scope))
    blocks = with_note_on_small_amounts(blocks)
    blocks, rewritings = with_rewritings(without_empty_parts(blocks) if tables else blocks, scope)
    draft = not recognition.unit_name or any(isinstance(run, Missing) for block in blocks for run in getattr(block, "runs", ()))
    title = template.settings.get("标题", "{年度}年度部门决算").replace("{年度}", words["年度"])
    return Document(title, words["单位"], edition, blocks, draft, province, rewritings=rewritings)


def remaining(document: Document) -> tuple[Missing, ...]:
    """Everything that an office still has to tell, each once, in the order of the text; empty where the document is no draft."""
    nameless = () if document.unit_name != _NO_NAME else (Missing("封面.单位名称", "单位名称"),)
    return (*nameless, *document.missing())


def without_empty_parts(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without the headings of parts that nothing stands under, and without their page breaks."""
    found: list[Block] = []
    for block in reversed(blocks):
        below = next((later for later in reversed(found) if not isinstance(later, PageBreak)), None)
        if _opens_part(block) and (below is None or _opens_part(below)):
            continue
        if isinstance(block, PageBreak) and (not found or isinstance(found[-1], PageBreak)):
            continue
        found.append(block)
    return tuple(reversed(found))


def with_note_on_small_amounts(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with a note before the explanations of terms, where an amount too small to show is printed as 0.00."""
    runs = (run for block in blocks for run in getattr(block, "runs", ()))
    if not any(isinstance(run, Number) and run.text == _TOO_SMALL and not run.fact.endswith(_RATES) for run in runs):
        return blocks
    end = next((place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.key == _TERMS), len(blocks))
    while end and isinstance(blocks[end - 1], PageBreak):
        end -= 1
    return (*blocks[:end], Paragraph((Text(_SMALL_NOTE),), "note", "说明.不足"), *blocks[end:])


def _opens_part(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 0


def own_province(facts: Facts) -> str:
    """The province that the workbook's 说明资料 names (`四川`, `四川省`), else `national`."""
    typed = facts.typed("设置.省份")
    chosen = typed.text.removesuffix("省").removesuffix("市") if typed else ""
    return next((code for code, name in PROVINCES.items() if chosen in (code, name)), "national")
