"""One authorisation: a scope is data; `can` asks it of one object, `queries` turns it into a filter."""

from dataclasses import dataclass

from liuhen.kernel.errors import NotAllowedError
from liuhen.people.officers import Officer
from liuhen.people.roles import POWERS, Reach


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act touches, as far as permission depends on it."""

    organ: str
    department: str = ""
    officers: frozenset[str] = frozenset()
    submitted: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The objects on which `person` may do one act: any of `reaches`, inside `organ`."""

    person: str
    organ: str
    department: str
    reaches: frozenset[Reach]

    def covers(self, subject: Subject) -> bool:
        """Say whether the scope takes in `subject`."""
        return subject.organ == self.organ and any(self._within(reach, subject) for reach in self.reaches)

    def _within(self, reach: Reach, subject: Subject) -> bool:
        match reach:
            case Reach.OWN:
                return self.person in subject.officers
            case Reach.DEPARTMENT:
                return subject.department == self.department
            case Reach.SUBMITTED:
                return subject.submitted
            case Reach.CLOSED:
                return subject.closed
            case Reach.ORGAN:
                return True


def scope(by: Officer, act: str) -> Scope:
    """Return where `by` may do `act`; an empty scope covers nothing."""
    reaches = frozenset(POWERS[role][act] for role in by.roles if act in POWERS[role])
    return Scope(by.id, by.organ, by.department, reaches)


def can(by: Officer, act: str, subject: Subject) -> bool:
    """Say whether `by` may do `act` to `subject`."""
    return scope(by, act).covers(subject)


def require(by: Officer, act: str, subject: Subject, *, doing: str) -> None:
    """Let pass, or refuse.

    Args:
        doing: the act in Chinese, for the message.

    Raises:
        NotAllowedError: the person's roles do not reach this object.
    """
    if not can(by, act, subject):
        raise NotAllowedError(
            f"您不能{doing}。",
            why=f"您的岗位是{by.role_words}，这一步不在您对本件的权限之内。",
            remedy="请由有权限的人员办理；确需由您办理的，请安全员调整岗位。",
        )
