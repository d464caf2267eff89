"""Refusals as JSON: the same three sentences that a page shows."""

from typing import Any, Final

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel.errors import (
    BadInputError,
    DuplicateRequestError,
    LiuhenError,
    NotAllowedError,
    NotFoundError,
    OutOfOrderError,
    StalePageError,
    UnusableError,
)

_STATUS: Final[dict[type[LiuhenError], int]] = {
    NotAllowedError: 403,
    NotFoundError: 404,
    StalePageError: 409,
    DuplicateRequestError: 409,
    OutOfOrderError: 409,
    RuleBrokenError: 422,
    BadInputError: 422,
    UnusableError: 503,
}


def told(error: LiuhenError) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of a refusal; a broken rule names its articles and what is missing."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    body: dict[str, Any] = {"message": error.message, "why": error.why, "remedy": error.remedy}
    if isinstance(error, BadInputError):
        body["fields"] = error.fields
    if isinstance(error, RuleBrokenError):
        body["findings"] = [
            {"rule": one.rule.id, "article": one.rule.cited, "asks": one.rule.asks, "missing": list(one.missing)}
            for one in error.findings
        ]
    if isinstance(error, StalePageError):
        body |= {"expected": error.expected, "actual": error.actual}
    if isinstance(error, DuplicateRequestError):
        body["entry"] = error.digest
    return status, body
