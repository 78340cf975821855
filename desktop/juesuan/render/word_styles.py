"""Styles, sections and fields of the Word copy: the look of GB/T 9704 as far as Word knows it."""

from __future__ import annotations

from typing import Any

from juesuan.fonts import word_name
from juesuan.render.grid import LEADING, Sheet

BODY_SIZE = 16.0  # 三号
_HEADINGS = {1: ("title", 22.0), 2: ("heading", BODY_SIZE), 3: ("subheading", BODY_SIZE), 4: ("body", BODY_SIZE)}
_FOLIO_SIZE = 14.0


def element(tag: str, **attributes: object) -> Any:
    """An element such as `w:shd`; attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def use_font(style_or_run: Any, role: str, size: float) -> None:
    """Set the font of a role for Chinese and Latin letters alike, in black."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style_or_run.font
    font.size, font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    properties = style_or_run.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    name = word_name(role)
    properties.insert(0, element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name))


def set_exactly(paragraph: Any, leading: float) -> None:
    """Lines of exactly this height, in pt."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(leading)


def indent_two(paragraph_or_style: Any) -> None:
    """First line two characters in, measured in characters as Word does for Chinese."""
    from docx.oxml.ns import qn

    owner = getattr(paragraph_or_style, "_p", None)
    properties = (paragraph_or_style.element if owner is None else owner).get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    properties.append(element("w:ind", firstLineChars=200, firstLine=int(BODY_SIZE * 2 * 20)))


def prepare_styles(word: Any) -> None:
    """Normal, Heading 1–4 and Caption in the faces of official documents."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    normal = word.styles["Normal"]
    use_font(normal, "body", BODY_SIZE)
    normal.element.get_or_add_rPr().append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
    layout = normal.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LEADING)
    layout.space_before = layout.space_after = Pt(0)
    for level, (role, size) in _HEADINGS.items():
        style = word.styles[f"Heading {level}"]
        use_font(style, role, size)
        style.font.bold = style.font.italic = False
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(LEADING / 2 if level == 1 else 0)
        style.paragraph_format.keep_with_next = True
        if level == 1:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            style.paragraph_format.line_spacing = Pt(36)
        else:
            indent_two(style)
    caption = word.styles["Caption"]
    use_font(caption, "body", 12)
    caption.font.bold = caption.font.italic = False
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def annex_style(word: Any, level: int) -> str:
    """The style of a heading inside an annex: it looks like `Heading` of that level, and the contents do not gather it."""
    from docx.enum.style import WD_STYLE_TYPE

    name = f"附件标题 {level}"
    if name not in {style.name for style in word.styles}:
        made, model = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), word.styles[f"Heading {level}"]
        use_font(made, *_HEADINGS[level])
        ours, theirs = made.paragraph_format, model.paragraph_format
        ours.space_before, ours.space_after, ours.keep_with_next = theirs.space_before, theirs.space_after, True
        ours.alignment, ours.line_spacing = theirs.alignment, theirs.line_spacing
        if level > 1:
            indent_two(made)
    return name


def set_page(section: Any, page: Sheet) -> None:
    """Paper, orientation and margins of a section."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    section.orientation = WD_ORIENT.LANDSCAPE if page.page_width > page.page_height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(page.page_width), Pt(page.page_height)
    section.left_margin, section.right_margin = Pt(page.left), Pt(page.page_width - page.left - page.width)
    section.top_margin, section.bottom_margin = Pt(page.top), Pt(page.page_height - page.top - page.height)
    section.footer_distance = Pt(max(20.0, page.page_height - page.top - page.height - 42.0))


def number_from_one(section: Any) -> None:
    """The section's page numbers begin at 1."""
    section._sectPr.append(element("w:pgNumType", start=1))  # noqa: SLF001  (python-docx has no public way)


def open_field(paragraph: Any, instruction: str) -> None:
    """Begin a Word field; what follows is the result it shows until Word brings it up to date."""
    code = element("w:instrText")
    code.text = f" {instruction} "
    for part in (element("w:fldChar", fldCharType="begin", dirty="true"), code, element("w:fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)  # noqa: SLF001


def close_field(paragraph: Any) -> None:
    """End the field that is open."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))  # noqa: SLF001


def contents_line(paragraph: Any, level: int, title: str, number: int, width: float) -> None:
    """A line of the contents as it stands until Word brings it up to date: title, dots, page; width of the page's text in pt."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Pt

    paragraph.paragraph_format.left_indent = Pt(BODY_SIZE * 1.5 * level)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    run = paragraph.add_run(f"{title}\t{number}")
    use_font(run, "heading" if level == 0 else "body", 14)


def listed_as(paragraph: Any, words: str, level: int) -> None:
    """A field that Word's contents read (`TC`): the paragraph stands in them under these words."""
    code = element("w:instrText")
    code.text = f' TC "{words}" \\l {level + 1} '
    for part in (element("w:fldChar", fldCharType="begin"), code, element("w:fldChar", fldCharType="end")):
        paragraph.add_run()._r.append(part)  # noqa: SLF001


def page_numbers(section: Any) -> None:
    """— 1 — outside: odd pages right, even pages left."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for footer, align in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph.add_run("— ")
        open_field(paragraph, "PAGE")
        paragraph.add_run("1")
        close_field(paragraph)
        paragraph.add_run(" —")
        for run in paragraph.runs:
            use_font(run, "song", _FOLIO_SIZE)


def mark_draft(section: Any) -> None:
    """草稿 above every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import RGBColor

    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        run = header.paragraphs[0].add_run("草稿（尚有内容待填）")
        use_font(run, "title", 16)
        run.font.color.rgb = RGBColor(0xB2, 0x6A, 0x00)
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
