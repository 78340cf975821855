"""One open workbook and everything that follows from it; the command line and the window speak to it only."""

from juesuan.desk.desk import Desk, Outcome
from juesuan.desk.history import History

__all__ = ["Desk", "History", "Outcome"]
