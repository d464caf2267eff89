"""在扣物品 in pages: kept through the form, shown in the case and on the list of the bureau."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.people.models import Person
from web.clients import Desk


def kept() -> dict[str, str | list[str]]:
    now = clock.now().astimezone(BEIJING)
    ids = [Person.objects.get(account=one).id for one in ("zhoumingyuan", "hejing")]
    return {
        "urgent": "yes",
        "late_reason": "前一日零点前开始",  # around midnight nine minutes ago is yesterday
        "object": "进销存账册",
        "reason": "可能转移。",
        "basis": "《行政处罚法》第五十六条",
        "place": "青禾街 21 号",
        "started": f"{now - timedelta(minutes=9):%Y-%m-%dT%H:%M}",
        "ended": f"{now - timedelta(minutes=2):%Y-%m-%dT%H:%M}",
        "officer_ids": ids,
        "certificate_shown": "yes",
        "items.0.name": "进销存账册",
        "items.0.quantity": "3",
        "items.0.unit": "册",
        "list_signed": "yes",
        "notice_given": "yes",
        "text_suffices": "no",
        "signatures.party": "signed",
        "signatures.every_page": "yes",
        "signatures.officers": "yes",
    }


def test_what_is_kept_stands_in_the_case_and_on_the_list(handler: Desk, sits: Callable[[str], Desk]) -> None:
    answer = handler.act("evidence.registered", kept())
    assert answer.status_code == 302, answer.content.decode()
    assert "进销存账册" in handler.page()
    assert "期限至" in handler.page()
    listed = handler.get("/held").content.decode()
    assert "进销存账册 3 册" in listed
    assert f"/cases/{handler.ref}#held" in listed
    sheet = load_workbook(BytesIO(b"".join(handler.get("/held/file").streaming_content))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:5] == ["进销存账册", None, "3 册", "3 册", "先行登记保存"]
    assert "进销存账册" not in sits("fengyiming").get("/held").content.decode()


def test_more_than_was_kept_is_refused_beside_its_row(handler: Desk) -> None:
    handler.act("evidence.registered", kept())
    settled = {
        "of": "2",
        "items.0.line": "1",
        "items.0.quantity": "4",
        "items.0.result": "returned",
        "reason": "不再需要。",
        "list_signed": "yes",
    }
    answer = handler.act("evidence.settled", settled)
    assert answer.status_code == 422
    assert "“进销存账册”只剩 3 册" in answer.content.decode()
    assert handler.act("evidence.settled", settled | {"items.0.quantity": "3"}).status_code == 302
    assert "现在没有登记保存" in handler.get("/held").content.decode()
