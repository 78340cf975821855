#!/usr/bin/env python3
"""从 resources/icons/app.svg 画出各种大小的应用程序图标（app.ico、app-16.png …）：`python installer/icons.py`。"""

from __future__ import annotations

import os
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "resources/icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(source: Path, edge: int, target: Path) -> None:
    """One square picture, `edge` pixels wide, on transparent ground."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(edge, edge, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    image.save(str(target))


def bind(pictures: list[Path], target: Path) -> None:
    """One Windows icon of several pictures."""
    from PIL import Image

    images = [Image.open(picture) for picture in pictures]
    images[-1].save(target, format="ICO", sizes=[image.size for image in images], append_images=images[:-1])


def main() -> None:
    """Draw every size and bind them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pictures = [ICONS / f"app-{edge}.png" for edge in SIZES]
    for edge, picture in zip(SIZES, pictures, strict=True):
        draw(ICONS / "app.svg", edge, picture)
    bind(pictures, ICONS / "app.ico")


if __name__ == "__main__":
    main()
