"""What the ledger says about a package."""

from collections.abc import Mapping

from liuhen.ledger import Body


class PackageMade(Body, kind="package.made", version=1):
    """The seal of a package: how long the case was when it was made, and what was in force.

    `last` and `verifier` are digests (`sha256`, `sm3`): of the last entry's head, and of the program shipped along.
    See docs/package-format.md.
    """

    dossier: str
    entries: int
    last: Mapping[str, str]
    case_kind: str
    number: str
    title: str
    organ_name: str
    demo: bool
    verifier: Mapping[str, str]
    choices: Mapping[str, str]
    purpose: str
