"""Papers: a filled sheet goes in, the bytes of a PDF/A and their digests come out. Knows no case."""

from liuhen.papers.forms import Form, every_form, form
from liuhen.papers.sheet import wrong_fields
from liuhen.papers.typesetting import Rendered, render

__all__ = ["Form", "Rendered", "every_form", "form", "render", "wrong_fields"]
