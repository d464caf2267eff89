"""How far a request for approval has come: the steps that are still to be done, and who signed in the present one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from liuhen.forms.fields import choice, several, yes
from liuhen.kernel.canonical import Json
from liuhen.people.acts import APPROVALS
from liuhen.people.roles import POWERS, WORDS, Role
from liuhen.process.case.parts import Part
from liuhen.rulebook.approvals import step_words

APPROVERS: Final[Mapping[str, str]] = {str(role): WORDS[role] for role in Role if APPROVALS & set(POWERS[role])}
"""Role -> word, of those that an order of approvals may name."""


def level(**told: Any) -> Any:
    """Declare in which role an opinion was given."""
    return choice("签署岗位", dict(APPROVERS), **told)


LAST_WORD: Final = str(Role.CHIEF)
"""Who returned a request before entries said in which role."""


class Step(Part):
    """One step of the order that a request goes through: any of `roles` signs, or each of them where it is joint."""

    roles: list[str] = several("审批岗位", dict(APPROVERS), min_length=1)
    joint: bool = yes("会签", default=False)

    @property
    def words(self) -> str:
        """Return the step in words."""
        return step_words(self, APPROVERS)


def before_named(*roles: Role) -> Callable[[], list[Step]]:
    """Return what an entry says that was made before requests named their order: it went from role to role, so."""
    return lambda: [Step(roles=[str(role)]) for role in roles]


@dataclass(frozen=True, slots=True)
class Standing:
    """The steps that are left, the present one first, and who signed in it.

    Args:
        signed: role and person.
        begun: whether anybody has signed at all.
    """

    steps: tuple[Step, ...] = ()
    signed: tuple[tuple[str, str], ...] = ()
    begun: bool = False

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return what `written` wrote."""
        steps = tuple(Step.model_validate(one) for one in told.get("steps", ()))
        signed = tuple((role, person) for role, person in told.get("signed", ()))
        return cls(steps, signed, bool(told.get("begun")))

    def written(self) -> dict[str, Json]:
        """Return it as a table keeps it."""
        if not self.steps:
            return {}
        steps: list[Json] = [one.model_dump() for one in self.steps]
        return {"steps": steps, "signed": [list(one) for one in self.signed], "begun": self.begun}

    @property
    def owed(self) -> tuple[str, ...]:
        """Return the roles asked now: any of them, or in a joint step each of them."""
        done = {role for role, _ in self.signed}
        return tuple(role for role in self.steps[0].roles if role not in done) if self.steps else ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Return the ids of who signed in the present step: in a joint step nobody signs for two roles."""
        return tuple(person for _, person in self.signed)

    @property
    def final(self) -> bool:
        """Say whether the next signature is the last one: it approves."""
        return len(self.steps) == 1 and (not self.steps[0].joint or len(self.owed) == 1)

    def after(self, role: str, person: str) -> Self:
        """Return how it stands when one more has signed."""
        done = replace(self, signed=(*self.signed, (role, person)), begun=True)
        return done if self.steps[0].joint and done.owed else replace(done, steps=self.steps[1:], signed=())


def path_words(steps: Sequence[Step]) -> str:
    """Return an order in words, as a sentence tells it."""
    return "，然后".join(one.words for one in steps)
