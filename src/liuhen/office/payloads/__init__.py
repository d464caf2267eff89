"""What entries about the bureau itself hold, and what people enter for them."""

from liuhen.office.payloads.keepers import KeeperConfirmed, KeeperProposed
from liuhen.office.payloads.organ import NumberingSet, OrganDescribed, OrganEstablished, SealKept
from liuhen.office.payloads.persons import (
    CertificateIssued,
    CertificateRevoked,
    DepartmentClosed,
    DepartmentOpened,
    OfficerAppointed,
    OfficerLeft,
    OfficerMoved,
    RoleGranted,
)
from liuhen.office.payloads.signing import (
    CodeRenewed,
    PasswordResetConfirmed,
    PasswordResetRequested,
    SignInPolicySet,
)
from liuhen.office.payloads.standards import (
    CalendarArranged,
    CatalogueSet,
    ChoicePicked,
    HolderAssigned,
    PackDay,
    PacksAdopted,
    TermSet,
    ThresholdSet,
)
from liuhen.office.payloads.working import ChainSet, DelegationEnded, DelegationGiven, Step

__all__ = [
    "CalendarArranged",
    "CatalogueSet",
    "CertificateIssued",
    "CertificateRevoked",
    "ChainSet",
    "ChoicePicked",
    "CodeRenewed",
    "DelegationEnded",
    "DelegationGiven",
    "DepartmentClosed",
    "DepartmentOpened",
    "HolderAssigned",
    "KeeperConfirmed",
    "KeeperProposed",
    "NumberingSet",
    "OfficerAppointed",
    "OfficerLeft",
    "OfficerMoved",
    "OrganDescribed",
    "OrganEstablished",
    "PackDay",
    "PacksAdopted",
    "PasswordResetConfirmed",
    "PasswordResetRequested",
    "RoleGranted",
    "SealKept",
    "SignInPolicySet",
    "Step",
    "TermSet",
    "ThresholdSet",
]
