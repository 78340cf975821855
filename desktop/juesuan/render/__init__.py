"""Document blocks → PDF, DOCX, text; line breaking, page layout."""

from juesuan.render.legible import Unprintable, unprintable
from juesuan.render.pdf import pdf_bytes, write_pdf
from juesuan.render.preview import Raster, page_count, preview
from juesuan.render.saving import Cancelled, RenderError
from juesuan.render.text import write_text
from juesuan.render.word import docx_bytes, write_docx

__all__ = [
    "Cancelled",
    "Raster",
    "RenderError",
    "Unprintable",
    "docx_bytes",
    "page_count",
    "pdf_bytes",
    "preview",
    "unprintable",
    "write_docx",
    "write_pdf",
    "write_text",
]
