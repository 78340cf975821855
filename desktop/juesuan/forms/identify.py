"""Which official form a sheet is: printed code, sheet name and title, weighed against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from juesuan.forms.catalogue import FormSpec, canonical_code, catalogue
from juesuan.forms.heading import Heading
from juesuan.forms.labels import bare_label, compact

_EXPORTED = re.compile(r"^([ZF])(\d\d)(?:-(\d)(?!\d))?(?!\d)-?")
_PUBLISHED = re.compile(r"^(?:C|GK|公开)(\d\d)(?!\d)表?[-.、]?")
_PUBLISHED_NUMBER = re.compile(r"公开\d\d")
_CODE_LISTS = re.compile(r"^(?:科目表|代码表|科目编码表|填报说明|编制说明|填表说明)$")
_SUPPLEMENT = re.compile(r"^(CS|QB)\d\d")
_NUMBERED = re.compile(r"^(?:附?表)?\d{1,2}(?:[-.、]\d)?[-.、]?")
_CODE_TAIL = re.compile(r"\((?:财决|公开)[^()]*\)?$")
_TITLE_YEAR = re.compile(r"^.*?(?:19|20)\d\d年度?")
_PLAIN_LEAD = re.compile(r"(?:年度|年|部门|单位|本级|本部|汇总|公开|\d|[-:、.])$")
_NAME_LIMIT = 31
"""Excel cuts sheet names here."""

_TITLES = 3
"""So many of the heading's texts are tried as titles."""
_WEAKEST, _SURE = 2, 4
"""Weights below which nothing speaks for a form, and from which a sign says plainly which form it is."""
_TELLING = 7
"""So much of a cut sheet name tells which title it began."""
_BORNE = 0.5
_SAME_TITLE = 0.8
"""Similarity of two titles from which on one counts as a wording of the other when the printed code says so too."""


@dataclass(frozen=True)
class Candidate:
    """A form that a sheet may be, the weight of what speaks for it, and the sentences that say so."""

    spec: FormSpec
    weight: float
    reasons: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class SheetName:
    """What a sheet's name says: canonical code of a 财决 form, number of a 公开 table, the rest as a title, whether it may be cut."""

    code: str = ""
    public: str = ""
    title: str = ""
    cut: bool = False


def read_sheet_name(name: str) -> SheetName:
    plain = compact(name)
    exported, published = _EXPORTED.match(plain), _PUBLISHED.match(plain)
    lead = exported or published or _NUMBERED.match(plain)
    title = _CODE_TAIL.sub("", plain[lead.end() :] if lead else plain).strip("-")
    code = canonical_code(exported[1] + exported[2] + (f"-{exported[3]}" if exported[3] else "")) if exported else ""
    return SheetName(code, published[1] if published else "", title, cut=len(name) >= _NAME_LIMIT)


def candidates(name: str, heading: Heading, family: str = "") -> list[Candidate]:
    """The forms that the sheet may be, likeliest first, or only those of a `family`, 财决 or 公开; empty where nothing speaks for any."""
    sheet = read_sheet_name(name)
    found = [_weigh(spec, sheet, heading) for spec in _named(sheet, heading) or catalogue()]
    likely = (candidate for candidate in found if candidate.weight >= _WEAKEST and family in ("", candidate.spec.family))
    return sorted(likely, key=lambda candidate: -candidate.weight)


def family_shown(name: str, heading: Heading, form_code: str) -> str:
    """The family, 财决 or 公开, that code, sheet name or title show beyond doubt; empty where both have forms of that title."""
    spec = catalogue().spec(form_code)
    if spec is None or spec.kind == "cover":
        return ""
    sheet = read_sheet_name(name)
    coded = bool(heading.code or sheet.code or sheet.public)
    return spec.family if coded or form_code not in _of_two_families() else ""


@cache
def _of_two_families() -> frozenset[str]:
    """Codes of forms with a title that a form of the other family bears too."""
    families: dict[str, set[str]] = {}
    for spec in catalogue():
        for title in _bare_titles(spec):
            families.setdefault(title, set()).add(spec.family)
    shared = {title for title, found in families.items() if len(found) > 1}
    return frozenset(spec.code for spec in catalogue() if not shared.isdisjoint(_bare_titles(spec)))


def _named(sheet: SheetName, heading: Heading) -> list[FormSpec]:
    """The forms that code, exported name or title speak of; only where none does, every form's title is compared with the sheet's name."""
    titles = {longest for title in heading.titles[:_TITLES] if (longest := _longest_title(_bare_title(title)))}
    return [spec for spec in catalogue() if spec.code in (heading.code, sheet.code) or not titles.isdisjoint(_bare_titles(spec))]


def no_form_reason(name: str, heading: Heading, *, empty: bool) -> str:
    """Why a sheet is no official form, in one sentence."""
    if empty:
        return "工作表是空的。"
    supplement = _SUPPLEMENT.match(compact(name))
    if supplement:
        kind = "填报说明附表" if supplement[1] == "CS" else "主管部门补充表"
        return f"名称以 {supplement[0]} 开头，是{kind}，不在财决、公开报表目录内；原样保留，不参与审核。"
    if _CODE_LISTS.match(compact(name)):
        return f"“{name}”是供填表查用的表，不是报表。"
    title = heading.title or name
    if _is_budget(heading, name):
        return f"标题“{title}”是预算表或预算文字，不是决算报表。"
    if heading.code:
        return f"表号是 {heading.code}表，但标题“{title}”和表头都与报表目录中的该表不符。"
    return f"没有财决、公开表号，标题“{title}”也不在报表目录内。"


def _is_budget(heading: Heading, name: str) -> bool:
    texts = (*heading.titles[:2], compact(name))
    return any("预算" in text for text in texts) and not heading.code and not any("决算" in text for text in texts)


def _weigh(spec: FormSpec, sheet: SheetName, heading: Heading) -> Candidate:
    if _contradicted(spec, sheet, heading) or spec.kind == "cover":
        return Candidate(spec, 0, (), sure=False)
    weight = 0.0
    reasons: list[str] = []
    title_weight, title_reason = _title_evidence(spec, heading)
    if heading.code == spec.code and _may_bear_code(spec, heading, title_weight):
        weight, reasons = weight + 5, [*reasons, f"表号是“{heading.printed_code}”"]
    elif heading.code == spec.code and spec.family == "财决" and spec.existed(heading.year):
        weight, reasons = weight + 3, [*reasons, f"表号是“{heading.printed_code}”（标题“{heading.title}”不是该表的）"]
    if sheet.code == spec.code and (title_weight or not heading.title.endswith("表")):
        weight, reasons = weight + 4, [*reasons, f"工作表名以“{sheet.code}”的导出代号开头"]
    if title_weight:
        weight, reasons = weight + title_weight, [*reasons, title_reason]
    if not title_weight and sheet.title and _names_title(spec, sheet):
        weight, reasons = weight + 3, [*reasons, f"工作表名是“{spec.title}”"]
    sure = weight >= _SURE
    if weight and heading.unit:
        fits = (heading.unit == "万元") == (spec.family == "公开")
        weight += 1.5 if fits else -0.5
    if weight:
        weight += _number_weight(spec, sheet, heading)
    return Candidate(spec, weight, tuple(reasons), sure=sure)


def _number_weight(spec: FormSpec, sheet: SheetName, heading: Heading) -> float:
    """What its number adds for a sheet that something else speaks for already."""
    own = (bool(sheet.public) and spec.code == f"公开{sheet.public}") + (heading.code == spec.code)
    return own + (_BORNE if heading.code in _numbers_borne(spec) else 0)


@cache
def _numbers_borne(spec: FormSpec) -> frozenset[str]:
    """公开 numbers that the table had in some year or province; they only tell tables of one title apart."""
    codes = [spec.data["code"], *(edition.get("code", "") for edition in spec.data["edition"])]
    return frozenset(_PUBLISHED_NUMBER.findall(" ".join(codes)))


def _contradicted(spec: FormSpec, sheet: SheetName, heading: Heading) -> bool:
    """A printed 财决 code excludes 公开 tables and other 财决 forms; a printed 公开 number excludes 财决 forms."""
    if heading.code.startswith("财决"):
        return spec.code != heading.code
    if heading.code or sheet.public:
        return spec.family != "公开"
    return _is_budget(heading, "")


def _may_bear_code(spec: FormSpec, heading: Heading, title_weight: float) -> bool:
    """公开 numbers moved between years and provinces, so there the title decides; a 财决 code needs a title at least alike."""
    if title_weight or not heading.title:
        return True
    if spec.family == "公开":
        return False
    printed = [_bare_title(title) for title in heading.titles[:2]]
    return any(SequenceMatcher(None, text, _bare_title(own)).ratio() >= _SAME_TITLE for text in printed for own in spec.titles)


def _title_evidence(spec: FormSpec, heading: Heading) -> tuple[float, str]:
    """4 where the title is the form's, after a year or the office's name at most; 2 where something unknown stands before it."""
    for title in heading.titles[:_TITLES]:
        plain = _bare_title(title)
        longest = _longest_title(plain)
        if longest is None or longest not in _bare_titles(spec):
            continue
        lead = plain[: -len(longest)] if plain != longest else ""
        office = compact(heading.unit_name)
        known = not lead or not _TITLE_YEAR.sub("", lead) or _PLAIN_LEAD.search(lead) or (office and lead.endswith(office))
        if known:
            return 4, f"标题是“{title}”"
        return 2, f"标题“{title}”以“{spec.title}”结尾"
    return 0, ""


@cache
def _bare_titles(spec: FormSpec) -> frozenset[str]:
    return frozenset(_bare_title(title) for title in spec.titles)


@cache
def _every_title() -> tuple[str, ...]:
    """All titles of the catalogue, longest first."""
    titles = {title for spec in catalogue() if spec.kind != "cover" for title in _bare_titles(spec)}
    return tuple(sorted(titles, key=lambda title: (-len(title), title)))


@cache
def _longest_title(plain: str) -> str | None:
    return next((title for title in _every_title() if plain.endswith(title)), None)


def _bare_title(title: str) -> str:
    plain = bare_label(title)
    return re.sub(r"\((?:续|续表|试行|公开|汇总|本级|\d{4}年度?)\)|\(?续表?\d*\)?$", "", plain)


def _names_title(spec: FormSpec, sheet: SheetName) -> bool:
    plain = _bare_title(sheet.title)
    own = _bare_titles(spec)
    return plain in own or (sheet.cut and len(plain) >= _TELLING and any(title.startswith(plain) for title in own))
