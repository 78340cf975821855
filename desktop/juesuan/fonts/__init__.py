"""The faces of official documents: which file serves which role, read only when a text needs it, one character at a time."""

from juesuan.fonts.faces import NO_GLYPH, Face, Faces, Glyph, bundled_file, faces, word_name

__all__ = ["NO_GLYPH", "Face", "Faces", "Glyph", "bundled_file", "faces", "word_name"]
