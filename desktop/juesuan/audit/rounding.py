"""尾数差: differences that follow from rounding to 万元, told in one line."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.audit.bound import Instance
from juesuan.audit.equation import Writer, finding_cells
from juesuan.audit.finding import Finding
from juesuan.audit.values import Values

KEY = "尾数差"
_SHOWN = 3


def gathered(instances: Sequence[Instance], values: Values) -> Finding | None:
    """One remark for all of them; None where there are none."""
    if not instances:
        return None
    filled = [Writer(instance, values).filled() for instance in instances]
    texts = [_named(instance, item.text, values) for instance, item in zip(instances[:_SHOWN], filled[:_SHOWN], strict=True)]
    largest = max(abs(item.difference) for item in filled if item.difference is not None)
    shown = "；".join(texts)
    more = f"；等 {len(filled)} 处" if len(filled) > _SHOWN else ""
    cells = tuple(dict.fromkeys(cell for instance in instances for cell in finding_cells(instance, values)))
    form = cells[0].address.form if cells else instances[0].rule.home
    message = f"共 {len(filled)} 处因元换算万元四舍五入产生的尾数差，最大 {largest:f}，不算错误"
    return Finding(KEY, KEY, "基本平衡", "info", form, shown + more, None, None, largest, cells, message)


def _named(instance: Instance, text: str, values: Values) -> str:
    grid = values.owner(instance.slots[0])
    return f"{grid.form.code} {text}" if grid else text
