"""Document blocks → PDF, DOCX, text; fonts, line breaking, page layout."""
