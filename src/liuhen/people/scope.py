"""One authorisation: a scope is data; `can` asks it of one object, `queries` turns it into a filter.

What somebody may do in his own roles and what others have lent him for some days (委托代理) stand side by side in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from liuhen.kernel.errors import NotAllowedError
from liuhen.people.acts import APPROVALS, SEEING
from liuhen.people.officers import Mandate, Officer
from liuhen.people.roles import DELEGABLE, POWERS, WORDS, Reach, Role


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act touches, as far as permission depends on it.

    Args:
        officers: who belongs to it now.
        former: who handled it before and was replaced.
    """

    organ: str
    department: str = ""
    officers: frozenset[str] = frozenset()
    submitted: bool = False
    closed: bool = False
    former: frozenset[str] = frozenset()

    def handled_by(self, person: str) -> bool:
        """Say whether a person belongs to it or ever did."""
        return person in self.officers or person in self.former


@dataclass(frozen=True, slots=True)
class Lent:
    """What another's roles lend: they reach as far as his, from his department.

    Args:
        apart: cases that the giver handles or handled are left out: what he may not do himself nobody does for him.
    """

    giver: str
    department: str
    reaches: frozenset[Reach]
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """The objects on which `person` may do one act: any of `reaches`, or of what is lent, inside `organ`.

    Args:
        apart: who handles or handled a case is left out of it there (审办分离).
    """

    person: str
    organ: str
    department: str
    reaches: frozenset[Reach]
    lent: tuple[Lent, ...] = ()
    apart: bool = False

    @property
    def anywhere(self) -> bool:
        """Say whether there may be any object at all."""
        return bool(self.reaches or self.lent)

    def covers(self, subject: Subject) -> bool:
        """Say whether the scope takes in `subject`."""
        if subject.organ != self.organ or (self.apart and subject.handled_by(self.person)):
            return False
        own = any(self._within(reach, subject, self.department) for reach in self.reaches)
        return own or any(self._lends(one, subject) for one in self.lent)

    def _lends(self, one: Lent, subject: Subject) -> bool:
        if one.apart and subject.handled_by(one.giver):
            return False
        return any(self._within(reach, subject, one.department) for reach in one.reaches)

    def _within(self, reach: Reach, subject: Subject, department: str) -> bool:
        match reach:
            case Reach.OWN:
                return self.person in subject.officers
            case Reach.DEPARTMENT:
                return subject.department == department
            case Reach.SUBMITTED:
                return subject.submitted
            case Reach.CLOSED:
                return subject.closed
            case Reach.ORGAN:
                return True


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which role somebody acts; `mandate` says for whom, where the role is lent."""

    role: Role
    mandate: Mandate | None = None


def roles_of(by: Officer) -> Iterator[Capacity]:
    """Yield every role in which somebody may act: his own ones first, then those that others lend him."""
    yield from (Capacity(role) for role in Role if role in by.roles)
    for mandate in by.mandates:
        yield from (Capacity(role, mandate) for role in Role if role in mandate.roles)


def scope_as(by: Officer, act: str, acting: Capacity) -> Scope:
    """Return where `by` may do `act` in one of his roles."""
    reach = POWERS[acting.role].get(act)
    apart = act in APPROVALS
    if reach is None:
        return Scope(by.id, by.organ, by.department, frozenset(), apart=apart)
    if acting.mandate is None:
        return Scope(by.id, by.organ, by.department, frozenset({reach}), apart=apart)
    lent = Lent(acting.mandate.giver, acting.mandate.department, frozenset({reach}), apart=act not in SEEING)
    return Scope(by.id, by.organ, by.department, frozenset(), (lent,) if act in DELEGABLE else (), apart)


def scope(by: Officer, act: str) -> Scope:
    """Return where `by` may do `act`; an empty scope covers nothing."""
    parts = [scope_as(by, act, one) for one in roles_of(by)]
    reaches = frozenset(reach for one in parts for reach in one.reaches)
    lent = dict.fromkeys(lent for one in parts for lent in one.lent)
    return Scope(by.id, by.organ, by.department, reaches, tuple(lent), act in APPROVALS)


def capacities(by: Officer, act: str, subject: Subject) -> tuple[Capacity, ...]:
    """Return the roles in which `by` may do `act` to `subject`, his own ones first; none where he may not."""
    return tuple(one for one in roles_of(by) if scope_as(by, act, one).covers(subject))


def can(by: Officer, act: str, subject: Subject) -> bool:
    """Say whether `by` may do `act` to `subject`."""
    return scope(by, act).covers(subject)


def require(by: Officer, act: str, subject: Subject, *, doing: str) -> None:
    """Let pass, or refuse.

    Args:
        doing: the act in Chinese, for the message.

    Raises:
        NotAllowedError: the person's roles do not reach this object, or he handles what he would approve.
    """
    told = scope(by, act)
    if told.covers(subject):
        return
    if told.apart and told.anywhere and subject.handled_by(by.id):
        raise NotAllowedError(
            f"您办理过本案，不能{doing}。",
            why="承办和审批须由不同的人进行；本人审批、受托代为审批都不行。",
            remedy="请由其他有权限的人员审批，或者委托未办理本案的人代理。",
        )
    if any(one.apart and subject.handled_by(one.giver) for one in told.lent):
        raise NotAllowedError(
            f"您不能{doing}。",
            why="委托您的人办理过本案，他自己不能办这一步，受托人也不能代他办。",
            remedy="请由其他有权限的人员办理。",
        )
    raise NotAllowedError(
        f"您不能{doing}。",
        why=f"您的岗位是{_roles_words(by)}，这一步不在您对本件的权限之内。",
        remedy="请由有权限的人员办理；确需由您办理的，请安全员调整岗位。",
    )


def _roles_words(by: Officer) -> str:
    lent = [f"{WORDS[one.role]}（受{one.mandate.name}委托）" for one in roles_of(by) if one.mandate]
    return "、".join(word for word in (by.role_words, *lent) if word) or "（没有岗位）"
