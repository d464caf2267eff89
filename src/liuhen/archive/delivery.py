"""Making the package of a case of this installation: seal, checkpoint, files."""

from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.archive.package import VERIFIER, Package, Progress, build
from liuhen.archive.payloads import PackageMade
from liuhen.kernel import clock
from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Actor, Checkpoint, Entry, append, checkpoint, entries, last_seq
from liuhen.ledger.storage import whole
from liuhen.ledger.writing import hold
from liuhen.office.actions import SYSTEM
from liuhen.office.in_force import in_force
from liuhen.people.models import Organ
from liuhen.process.case.reference import CaseRef

PURPOSE: Final = "归档"


def build_package(  # each is a choice of the caller
    case: CaseRef,
    target: Path,
    *,
    by: Actor = SYSTEM,
    channel: str = "cli",
    purpose: str = PURPOSE,
    disclosed: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Package:
    """Seal the case as it stands and write its package to `target`.

    The seal is an act on the organ: the case itself is not changed. Asked again while nothing changed in the case, it
    is the same seal. Permission and the access journal are the caller's.

    Args:
        case: the case.
        target: a name ending in `.zip` makes an archive, any other a folder; must not exist.
        by: who has it made; named in the seal when it is new.
        channel: web, api, cli or seed.
        purpose: what it is made for, in Chinese, printed in it.
        disclosed: SHA-256 of the heads whose sealed parts are shown.
        progress: gets bytes copied and bytes in all.

    Raises:
        BadInputError: something is at `target` already.
        NotFoundError: the case has no entries.
        UnusableError: a stored file is missing or differs, the key is missing, or the disk refused.
    """
    sealed, signed = seal(case, by=by, channel=channel, purpose=purpose)
    roots = (Path(settings.LIUHEN_ORIGINALS), Path(settings.LIUHEN_PAPERS))
    return build(sealed, signed, target, roots=roots, disclosed=disclosed, progress=progress)


@whole()
def seal(case: CaseRef, *, by: Actor, channel: str, purpose: str) -> tuple[Entry, Checkpoint]:
    """Record how long the case is now, and sign a checkpoint that covers it; errors as in `build_package`."""
    hold(case.organ)  # nobody adds to the case between counting its entries and saying how many there are
    force = in_force(case.organ)
    body = _statement(case, choices=force.choices, purpose=purpose)
    sealed = append(
        body,
        organ=case.organ,
        by=by,
        happened=clock.now(),
        # The same statement is the same request: nothing is sealed twice, and a changed case is sealed anew.
        key=f"package:{Digests.of(canonical([body.open_fields(), force.terms.as_json()])).sha256}",
        channel=channel,
        terms=force.terms,
    )
    return sealed, checkpoint(case.organ)


def _statement(case: CaseRef, *, choices: dict[str, str], purpose: str) -> PackageMade:
    seq = last_seq(case.dossier)
    last = next(entries(dossier=case.dossier, after=seq - 1), None) if seq else None
    if last is None:
        raise NotFoundError("这个案件还没有任何记录。")
    organ = Organ.objects.get(id=case.organ)
    return PackageMade(
        dossier=case.dossier,
        entries=seq,
        last=last.digests.as_json(),
        case_kind=case.kind,
        number=case.number,
        title=case.title,
        organ_name=organ.name,
        demo=organ.demo,
        verifier=Digests.of(VERIFIER.read_bytes()).as_json(),
        choices=choices,
        purpose=purpose,
    )
