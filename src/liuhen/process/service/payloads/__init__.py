"""What the entries of 送达 hold, and what people enter for them."""

from liuhen.process.service.payloads.address import AddressConfirmed, AddressForm
from liuhen.process.service.payloads.announcement import (
    AnnouncementEnded,
    AnnouncementEndedForm,
    AnnouncementForm,
    AnnouncementPosted,
)
from liuhen.process.service.payloads.made import ServedOnTheSpot, ServiceForm, ServiceMade
from liuhen.process.service.payloads.mail import MailForm, MailPosted, MailReturned, MailReturnedForm

__all__ = [
    "AddressConfirmed",
    "AddressForm",
    "AnnouncementEnded",
    "AnnouncementEndedForm",
    "AnnouncementForm",
    "AnnouncementPosted",
    "MailForm",
    "MailPosted",
    "MailReturned",
    "MailReturnedForm",
    "ServedOnTheSpot",
    "ServiceForm",
    "ServiceMade",
]
