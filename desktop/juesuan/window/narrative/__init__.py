"""说明: sections, their text with live numbers, and the pages as they will print."""
