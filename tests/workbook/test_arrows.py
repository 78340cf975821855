"""The files of the room know each other one way only."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import juesuan.workbook

ROOM = Path(juesuan.workbook.__file__).parent


def known(file: Path) -> set[str]:
    """The files of the same room that one imports, wherever in it."""
    imports = (node.module or "" for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.ImportFrom))
    return {name.rpartition(".")[2] for name in imports if name.startswith("juesuan.workbook.")}


def test_imports_have_no_circle():
    files = {file.stem: known(file) for file in ROOM.glob("*.py") if file.stem != "__init__"}
    order = tuple(TopologicalSorter(files).static_order())
    assert files["cells"] == set()
    assert len(order) == len(files)
