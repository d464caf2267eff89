"""送达 as the number table shows it."""

from liuhen.ledger import Entry, projects
from liuhen.process.case.numbers import take
from liuhen.process.service.payloads import ServiceMade


@projects(ServiceMade)
def _number_receipt(entry: Entry, body: ServiceMade) -> None:
    take(entry, body.receipt_no, series="送")
