"""送达 as the number table shows it."""

from liuhen.ledger import Entry, projects
from liuhen.process.case.numbers import take
from liuhen.process.service.payloads import ServedOnTheSpot, ServiceMade


@projects(ServiceMade)
def _number_receipt(entry: Entry, body: ServiceMade) -> None:
    if entry.corrects is None:  # what is put right keeps the number of its receipt
        take(entry, body.receipt_no, series="送")


@projects(ServedOnTheSpot)
def _number_earlier_receipt(entry: Entry, body: ServedOnTheSpot) -> None:
    take(entry, body.receipt_no, series="送")
