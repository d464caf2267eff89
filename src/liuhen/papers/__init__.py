"""Papers: a filled sheet goes in, the bytes of a PDF/A and their digests come out. Knows no case."""

from liuhen.papers.forms import Form, every_form, form
from liuhen.papers.sheet import wrong_fields
from liuhen.papers.typesetting import Rendered, render
from liuhen.papers.volume import Bound, Volume, catalogue_rows, volume

__all__ = [
    "Bound",
    "Form",
    "Rendered",
    "Volume",
    "catalogue_rows",
    "every_form",
    "form",
    "render",
    "volume",
    "wrong_fields",
]
