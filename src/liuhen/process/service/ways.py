"""How papers are served, and which day is then the day of service: said with every service, never only reckoned."""

from collections.abc import Mapping
from typing import Final

WAYS: Final = {
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "fax": "传真送达",
    "email": "电子邮件送达",
    "sms": "短信送达",
    "electronic": "其他电子方式送达",
    "entrusted": "委托送达",
    "passed_on": "转交送达",
}
ANNOUNCED: Final = "公告送达"
ELECTRONIC: Final = ("fax", "email", "sms", "electronic")
BY_HAND: Final = ("direct", "left")
BY_OTHERS: Final = ("entrusted", "passed_on")
SIGNED_FOR: Final = ("direct", "mail", *BY_OTHERS)

MAIL_KINDS: Final = {"ems": "邮政特快专递", "registered": "挂号信"}
CAPACITIES: Final = {
    "self": "受送达人本人",
    "representative": "法定代表人、主要负责人",
    "reception": "负责收件的人",
    "family": "同住成年家属",
    "agent": "委托代理人",
    "appointed": "指定的代收人",
    "other": "其他",
}
RECKONED: Final[Mapping[str, str]] = {
    "announced": "宣告后当场交付，交付之日为送达日期",
    "direct": "受送达人在送达回证上签收之日为送达日期",
    "left": "文书留置之日为送达日期",
    "mail": "回执注明的收件日期为送达日期",
    **dict.fromkeys(ELECTRONIC, "送达信息到达受送达人特定系统之日为送达日期"),
    **dict.fromkeys(BY_OTHERS, "受送达人在送达回证上签收之日为送达日期"),
}
"""Way -> by what its day of service is told."""
