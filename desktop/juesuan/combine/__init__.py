"""汇总: the workbooks of a department and its units added up, form by form and 科目 by 科目."""

from juesuan.combine.combined import Combined, CombineError, Transfer, Unit
from juesuan.combine.combining import combine

__all__ = ["CombineError", "Combined", "Transfer", "Unit", "combine"]
