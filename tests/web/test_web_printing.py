"""What the access journal cannot take down is not handed out: print files of batches, papers in an organ's own form."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from liuhen.people.models import Account
from liuhen.process.case.papers.batch import make_batch
from process.bureau import Play, at_ten, bureau, case, house, people
from process.test_process_papers_batch import asked, inquired
from process.test_process_papers_own import OPENING, adopt, own

__all__ = ["at_ten", "bureau", "case", "house", "inquired", "people"]


@pytest.fixture
def handler() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def refusing() -> Iterator[None]:
    stop = "BEFORE INSERT ON access_journalrow BEGIN SELECT RAISE(ABORT, 'the journal refuses'); END"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TRIGGER refusing {stop}")
        yield
        cursor.execute("DROP TRIGGER refusing")


def ready(inquired: Play, handler: Client) -> str:
    told = asked(inquired)
    make_batch.call(told.id)
    handler.force_login(Account.objects.get(account="zhou"))
    return f"/papers/batch/{told.id}/print"


def test_a_print_file_is_handed_out(inquired: Play, handler: Client) -> None:
    answer = handler.post(ready(inquired, handler))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    answer.close()


def test_without_a_line_in_the_journal_no_print_file_is_handed_out(
    inquired: Play, handler: Client, refusing: None
) -> None:
    answer = handler.post(ready(inquired, handler))
    assert answer.status_code >= 500
    assert not answer.streaming


def test_without_a_line_in_the_journal_no_paper_in_an_own_form_is_handed_out(
    case: Play, handler: Client, refusing: None
) -> None:
    adopt(case, own(*OPENING))
    done = case.to("case.opened").do("zhou", "paper.finalised", form="opening-approval")
    handler.force_login(Account.objects.get(account="zhou"))
    answer = handler.get(f"/cases/{case.ref}/papers/{done.seq}/own/docx")
    assert answer.status_code >= 500
    assert not answer.streaming
