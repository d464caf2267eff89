"""Every act of a case, in one table: its kind, its form, what must stand before it, and how its body is composed."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

from liuhen.forms.fields import Form
from liuhen.kernel.clock import When
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.people.roles import POWERS, Role
from liuhen.people.scope import Capacity
from liuhen.process.case.reference import PENALTY, CaseRef

F = TypeVar("F", bound=Form)


HANDLING: Final = Capacity(Role.HANDLER)


@dataclass(frozen=True, slots=True)
class Doing:
    """The circumstances of an act: who does it, in which role, when it happened, what it puts right."""

    by: Officer
    happened: When
    corrects: int | None = None  # the earlier entry of the kind that it puts right
    acting: Capacity = HANDLING

    @property
    def for_whom(self) -> str:
        """Return the name of who lent the role, or nothing."""
        return self.acting.mandate.name if self.acting.mandate else ""


Compose = Callable[[CaseRef, Any, Doing], Body]
Prefill = Callable[[CaseRef, Officer], dict[str, Any]]
Known = Callable[[CaseRef, int], dict[str, Any]]
Further = TypeVar("Further", bound="Callable[[str, str], ActType | None]")


@dataclass(frozen=True, slots=True)
class ActType:
    """One kind of act that people do in a case."""

    kind: str
    label: str  # the paper or matter: 现场检查笔录
    verb: str  # what the button says: 登记现场检查笔录
    phase: str
    form: type[Form]
    body: type[Body]
    compose: Compose
    needs: tuple[str, ...] = ()  # kinds of entry it stands on
    once: bool = False
    help: str = ""
    article: str = ""
    starts_dossier: bool = False
    correctable: bool = False  # a later entry of the kind may put an earlier one right
    ends: str = ""  # the field of the form that says when it was over: then it happened, unless told otherwise
    roles: frozenset[Role] = frozenset()
    power: str = ""  # what one must be allowed to do; the act itself where nothing else is said
    of: tuple[str, ...] = (PENALTY,)  # the kinds of dossier that have such acts
    ruled: bool = False  # offered only where a rule in force takes such an entry for an answer

    @property
    def permitted_as(self) -> str:
        """Return the word under which the table of roles lets it be done."""
        return self.power or self.kind


_acts: Final[dict[str, ActType]] = {}
_prefills: Final[dict[str, Prefill]] = {}
_knows: Final[dict[str, Known]] = {}
ACTS: Final = MappingProxyType(_acts)


def act(  # noqa: PLR0913 - one row of the table of acts
    body: type[Body],
    *,
    label: str,
    verb: str,
    phase: str,
    needs: tuple[str, ...] = (),
    once: bool = False,
    help: str = "",  # noqa: A002 - the word the page uses
    article: str = "",
    starts_dossier: bool = False,
    correctable: bool = False,
    ends: str = "",
    of: tuple[str, ...] = (PENALTY,),
    ruled: bool = False,
) -> Callable[[Callable[[CaseRef, F, Doing], Body]], Callable[[CaseRef, F, Doing], Body]]:
    """Enter the decorated function in the table; it composes the body and may refuse, but writes nothing."""

    def enter(compose: Callable[[CaseRef, F, Doing], Body]) -> Callable[[CaseRef, F, Doing], Body]:
        form = compose.__annotations__["form"]
        holders = frozenset(role for role in Role if body.kind in POWERS[role])
        _acts[body.kind] = ActType(
            kind=body.kind,
            label=label,
            verb=verb,
            phase=phase,
            form=form,
            body=body,
            compose=compose,
            needs=needs,
            once=once,
            help=help,
            article=article,
            starts_dossier=starts_dossier,
            correctable=correctable,
            ends=ends,
            of=of,
            ruled=ruled,
            roles=holders,
        )
        return compose

    return enter


def prefills(body: type[Body]) -> Callable[[Prefill], Prefill]:
    """Let the decorated function say what a form already knows from the case."""

    def enter(fill: Prefill) -> Prefill:
        _prefills[body.kind] = fill
        return fill

    return enter


def knows(body: type[Body]) -> Callable[[Known], Known]:
    """Let the decorated function say what a form already knows of the entry that a link names as what it is about."""

    def enter(know: Known) -> Known:
        _knows[body.kind] = know
        return know

    return enter


def told_by(kind: str, case: CaseRef, of: int | None) -> dict[str, Any]:
    """Return what a form of this kind knows of entry `of`; nothing where no entry is named."""
    know = _knows.get(kind)
    return {} if know is None or of is None else know(case, of)


_further: Final[list[Callable[[str, str], ActType | None]]] = []


def look_further(look: Further) -> Further:
    """Let `look` be asked for acts that are not in the table: given kind and organ, it knows what packs name."""
    _further.append(look)
    return look


def find_act(kind: str, organ: str) -> ActType | None:
    """Return the act of this kind, from the table or as the packs in force in `organ` name it; None: there is none."""
    if kind in _acts:
        return _acts[kind]
    return next((found for look in _further if (found := look(kind, organ)) is not None), None)


def act_type(kind: str, organ: str = "") -> ActType:
    """Return the act of this kind; raise NotFoundError when no such act exists.

    Args:
        organ: whose packs are asked for a kind that is not in the table; "" asks none.
    """
    found = find_act(kind, organ) if organ else _acts.get(kind)
    if found is None:
        raise NotFoundError("没有这种办理事项。", remedy="请从案件页面选择要办的事项。")
    return found


def prefill(kind: str, case: CaseRef, by: Officer) -> dict[str, Any]:
    """Return the values with which a form of this kind opens."""
    fill = _prefills.get(kind)
    return {} if fill is None else fill(case, by)
