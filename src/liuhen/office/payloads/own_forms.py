"""本单位格式文书: what is entered, and what the entry holds."""

from typing import Final

from pydantic import Field

from liuhen.forms.fields import Form, choice, file, text
from liuhen.ledger import Body
from liuhen.papers import every_form

TITLES: Final = {one.id: one.title for one in every_form().values() if one.acts}


class OwnForm(Form):
    """本单位的格式文书."""

    form: str = choice("文书", TITLES)
    file: str | None = file("格式文件（.docx，不超过 2 MB）", default=None, description="停用本单位格式的，不选文件。")
    reason: str = text("依据和说明", rows=2, description="写明由谁制定、从什么时候起使用。")


class FormAdopted(Body, kind="form.adopted", version=1):
    """From now on a paper is also made in the organ's own form, or no longer.

    Args:
        file: SHA-256 of the form among the originals; empty where the organ's own form is given up.
        named: the fields that it names.
    """

    form: str = choice("文书", TITLES)
    title: str = Field(min_length=1, title="文书名称")
    file: str = Field(default="", pattern="^([0-9a-f]{64})?$", title="格式文件")
    size: int = Field(default=0, ge=0, title="大小（字节）")
    named: list[str] = Field(default_factory=list, title="标出的栏")
    reason: str = Field(min_length=1, title="依据和说明")
