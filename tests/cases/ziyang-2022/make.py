"""Makes the workbook of this case from numbers.toml, as printed in the published report, its errors included.

Run after the forms or the numbers change: `python tests/cases/ziyang-2022/make.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from performance_case import make

HERE = Path(__file__).parent
BOOK = HERE / "资阳区医疗保障事务中心2022年度绩效自评.xlsx"

if __name__ == "__main__":
    make(HERE / "numbers.toml", BOOK)
