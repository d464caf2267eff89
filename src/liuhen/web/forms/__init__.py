"""Generic forms: any pydantic model whose fields say label and widget becomes a page and comes back as a value."""

from liuhen.web.forms.act import ActForm
from liuhen.web.forms.options import Option, Options

__all__ = ["ActForm", "Option", "Options"]
