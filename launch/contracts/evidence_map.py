"""W2: for every claim where it stands and the check that re-proves it."""

from launch.contracts.claims import Anchor, Check
from launch.contracts.model import Artifact, ClaimId, Contract
from launch.contracts.tree import RepoPin


class Evidence(Contract):
    """Why a claim may be made."""

    claim_id: ClaimId
    """The claim."""
    anchors: tuple[Anchor, ...]
    """Where it stands; at least one."""
    check: Check
    """The check that proves it again."""


class EvidenceMap(Artifact):
    """Evidence for every claim of the facts."""

    artifact = "evidence_map"

    pin: RepoPin
    """The product repository and commit."""
    evidence: tuple[Evidence, ...]
    """In the order of the facts' claims."""
