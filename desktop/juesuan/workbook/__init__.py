"""What is on disk: open, read, recalculate, edit, save without loss, recover after a crash."""

from juesuan.workbook.book import Workbook
from juesuan.workbook.cells import (
    Cell,
    CellEdit,
    CellError,
    Change,
    Content,
    Edit,
    Effect,
    Formula,
    RowsDeleted,
    RowsInserted,
    Value,
    WorkbookError,
    column_letters,
    column_number,
    parse_a1,
)
from juesuan.workbook.disk import Backup, backups
from juesuan.workbook.display import display, display_colour, is_date_format
from juesuan.workbook.journal import Journal, Recoverable, discard, pending, replay
from juesuan.workbook.opening import open_workbook
from juesuan.workbook.saving import Saved
from juesuan.workbook.sheet import Merge, Sheet

__all__ = [
    "Backup",
    "Cell",
    "CellEdit",
    "CellError",
    "Change",
    "Content",
    "Edit",
    "Effect",
    "Formula",
    "Journal",
    "Merge",
    "Recoverable",
    "RowsDeleted",
    "RowsInserted",
    "Saved",
    "Sheet",
    "Value",
    "Workbook",
    "WorkbookError",
    "backups",
    "column_letters",
    "column_number",
    "discard",
    "display",
    "display_colour",
    "is_date_format",
    "open_workbook",
    "parse_a1",
    "pending",
    "replay",
]
