"""规程正式文本."""

from pydantic import Field

from liuhen.forms.fields import Form, file, line, text
from liuhen.ledger import Body

_FILE = "文本文件（.txt、.md、.docx，不超过 2 MB）"


class OfficialTextForm(Form):
    """规程正式文本."""

    pack: str = Field(min_length=1, max_length=64, title="规程", json_schema_extra={"widget": "pack"})
    file: str = file(_FILE)
    name: str = line("文本名称", description="写明文号和版本，如“〔2020〕12号印发文本”。")
    reason: str = text("来源", rows=2, description="从哪里取得，由谁核对过。")


class OfficialTextAttached(Body, kind="official_text.attached", version=1):
    """The official text of a regulation, as this installation keeps it beside the rules.

    Args:
        file: SHA-256 of the file among the originals.
        articles: how many articles it was cut into.
    """

    pack: str = Field(min_length=1, title="规程")
    title: str = Field(min_length=1, title="规程名称")
    file: str = Field(pattern="^[0-9a-f]{64}$", title="文本文件")
    size: int = Field(ge=0, title="大小（字节）")
    name: str = Field(min_length=1, title="文本名称")
    articles: int = Field(ge=1, title="条数")
    reason: str = Field(min_length=1, title="来源")
