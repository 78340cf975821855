"""What an official form is: catalogue of codes and titles, recognising a sheet, addresses."""

from juesuan.forms.catalogue import Catalogue, CatalogueError, ColumnSpec, EditionSpec, FormSpec, RowSpec, catalogue
from juesuan.forms.form import TOTAL, Address, Column, Form, Row
from juesuan.forms.recognise import Recognition, Unrecognised, recognise

__all__ = [
    "TOTAL", "Address", "Catalogue", "CatalogueError", "Column", "ColumnSpec", "EditionSpec", "Form", "FormSpec", "Recognition", "Row",
    "RowSpec", "Unrecognised", "catalogue", "recognise",
]
