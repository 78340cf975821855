"""A workbook's figures as a pandas frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juesuan.analysis.figures import figures
from juesuan.forms import Recognition

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("form", "line_or_subject", "column", "label", "amount")


def frame(recognition: Recognition) -> pd.DataFrame:
    """One line per amount: form code, row id, 栏次, `label` (row · column), amount as `Decimal` in 元 (so the column is of objects)."""
    import pandas as pd

    lines = [
        (figure.form.code, figure.row.id, figure.column.number, f"{figure.row.label.strip()} · {figure.column.label}", figure.amount)
        for figure in figures(recognition)
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS))
