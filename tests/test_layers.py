"""The house keeps its order: a module imports only from the rooms below it, and only the window knows Qt."""

import ast
from pathlib import Path

import pytest

import juesuan

PACKAGE = Path(juesuan.__file__).parent
FLOORS = [
    {"errors", "resources", "money"},
    {"subjects", "provinces"},
    {"workbook"},
    {"forms"},
    {"document", "fonts"},
    {"audit", "disclosure", "analysis"},
    {"combine"},
    {"narrative"},
    {"performance", "proof"},
    {"charts"},
    {"render"},
    {"desk"},
    {"window"},
    {"cli"},
    {"__main__", "__init__"},
]
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def rooms_imported(module: Path) -> set[str]:
    inside = [name.split(".") for name in imported(module) if name.startswith("juesuan.")]
    return {parts[1] for parts in inside}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_only_from_below(module: Path) -> None:
    here = room_of(module)
    upward = {room for room in rooms_imported(module) if room != here and HEIGHT[room] >= HEIGHT[here]}
    assert not upward, f"{here} reaches up or sideways to {upward}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_only_the_window_knows_qt(module: Path) -> None:
    knows_qt = any(name.split(".")[0] in {"PySide6", "shiboken6"} for name in imported(module))
    assert not knows_qt or room_of(module) == "window"


def test_no_module_is_a_hall() -> None:
    assert [m.name for m in MODULES if len(m.read_text(encoding="utf-8").splitlines()) > 400] == []
