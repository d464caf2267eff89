"""The ledger: one door `append`, hash chains, signed checkpoints, and tables that follow from the entries alone.

It knows opaque ids and printed names, no officer and no case. What stores something is imported on first use,
because Django loads this package before any table can exist.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from liuhen.ledger.body import Body, Sealed, body_type, kinds
from liuhen.ledger.commitment import Disclosure, disclosure_holds
from liuhen.ledger.errors import BodyDestroyedError, UnknownKindError
from liuhen.ledger.head import Actor, Entry, Ref, Terms

if TYPE_CHECKING:
    from liuhen.ledger.checkers import Counted, Problem, Unchecked, checks
    from liuhen.ledger.checkpoints import Checkpoint, checkpoint, latest_checkpoint
    from liuhen.ledger.destruction import BodyDestroyed, destroy
    from liuhen.ledger.organ_keys import make_organ_key, public_key
    from liuhen.ledger.projections import Destroyed, Projection, projects, projects_every
    from liuhen.ledger.proofs import consistency_proof, inclusion_proof
    from liuhen.ledger.reading import body_of, disclose, entries, entry, last_seq
    from liuhen.ledger.triggers import install_triggers, missing_triggers, require_usable
    from liuhen.ledger.verification import Report, verify
    from liuhen.ledger.writing import append

_LATER: Final = {
    "append": "writing",
    "body_of": "reading",
    "BodyDestroyed": "destruction",
    "Checkpoint": "checkpoints",
    "checkpoint": "checkpoints",
    "checks": "checkers",
    "consistency_proof": "proofs",
    "Counted": "checkers",
    "destroy": "destruction",
    "Destroyed": "projections",
    "disclose": "reading",
    "entries": "reading",
    "entry": "reading",
    "inclusion_proof": "proofs",
    "install_triggers": "triggers",
    "last_seq": "reading",
    "latest_checkpoint": "checkpoints",
    "make_organ_key": "organ_keys",
    "missing_triggers": "triggers",
    "Problem": "checkers",
    "Projection": "projections",
    "projects": "projections",
    "projects_every": "projections",
    "public_key": "organ_keys",
    "Report": "verification",
    "require_usable": "triggers",
    "Unchecked": "checkers",
    "verify": "verification",
}

if not TYPE_CHECKING:  # pragma: no branch  # type checkers see the imports above, and no other name

    def __getattr__(name: str) -> object:
        if name in _LATER:
            return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
        raise AttributeError(name)


__all__ = [
    "Actor",
    "Body",
    "BodyDestroyed",
    "BodyDestroyedError",
    "Checkpoint",
    "Counted",
    "Destroyed",
    "Disclosure",
    "Entry",
    "Problem",
    "Projection",
    "Ref",
    "Report",
    "Sealed",
    "Terms",
    "Unchecked",
    "UnknownKindError",
    "append",
    "body_of",
    "body_type",
    "checkpoint",
    "checks",
    "consistency_proof",
    "destroy",
    "disclose",
    "disclosure_holds",
    "entries",
    "entry",
    "inclusion_proof",
    "install_triggers",
    "kinds",
    "last_seq",
    "latest_checkpoint",
    "make_organ_key",
    "missing_triggers",
    "projects",
    "projects_every",
    "public_key",
    "require_usable",
    "verify",
]
