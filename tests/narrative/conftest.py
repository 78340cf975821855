"""Random final accounts in the official forms, made once for all tests that read them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from juesuan.forms import Recognition, recognise
from juesuan.forms.build import new_workbook
from juesuan.workbook import open_workbook
from random_accounts import draw
from typed_accounts import fill


@pytest.fixture(scope="session")
def random_year(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Recognition]:
    """The accounts of 某局 in an edition, nothing told beside the figures; what a test changes it must take back."""

    @cache
    def made(edition: int) -> Recognition:
        path = tmp_path_factory.mktemp("accounts") / f"{edition}.xlsx"
        new_workbook(edition, "某局", "national", path)
        recognition = recognise(open_workbook(path))
        recognition.workbook.apply(fill(recognition, draw(edition, 3)))
        return recognise(recognition.workbook)

    return made
