"""公开表: the tables that a department publishes, in 万元, made from its 财决 forms."""

from juesuan.disclosure.balance import balance_grid, balance_parts
from juesuan.disclosure.definition import DisclosureError, TableDefinition, table_list
from juesuan.disclosure.disclose import disclose, forms_read, own_province
from juesuan.disclosure.printed import as_document_tables
from juesuan.disclosure.sheet import write_workbook
from juesuan.disclosure.table import DisclosureTable, GridCell, GridRow

__all__ = [
    "DisclosureError",
    "DisclosureTable",
    "GridCell",
    "GridRow",
    "TableDefinition",
    "as_document_tables",
    "balance_grid",
    "balance_parts",
    "disclose",
    "forms_read",
    "own_province",
    "table_list",
    "write_workbook",
]
