"""Provinces by code and by name."""

from juesuan.provinces import province_code, provinces


def test_codes_and_names_both_name_a_province():
    assert provinces()["sichuan"] == "四川"
    assert province_code(" 四川 ") == province_code("sichuan") == "sichuan"
    assert province_code("火星") is None
