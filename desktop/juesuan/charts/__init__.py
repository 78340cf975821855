"""Figures as vector drawings, for PDF, DOCX and window alike."""
