"""The articles that forms on the screen cite, as the organ of who looks may cite them."""

from liuhen.kernel.errors import UnusableError
from liuhen.papers.citing import own
from liuhen.process.case.papers.making import packs_of


def cited(text: str, organ: str) -> str:
    """Return the sources of a form in the words of the regulations in force in an organ; before any is, as written."""
    try:
        return own(text, packs_of(organ))
    except UnusableError:
        return text
