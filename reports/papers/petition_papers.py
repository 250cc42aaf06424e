"""The papers of a petition: which there are, when each is offered, and as what its number is recorded.

Of a denunciation nothing is printed here: its papers are written from the paper file (docs/petitions.md).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from petitions.effects.settling import is_with_another_body
from petitions.models import Direction, PaperKind, PetitionPaper, Source
from petitions.models import PetitionState as State

from .letterheads import Letterhead, of_side


@dataclass(frozen=True)
class PaperType:
    """`prepared(petition)` says whether it may be made before its number is recorded; a recorded one always may."""

    key: str
    label: object
    #: Of the type, in the number: "PHD" in "12-PHD/BTGDVTU".
    symbol: str
    file_stem: str
    prepared: Callable
    recorded_as: str = ""


def handed_in(petition):
    return petition.source in (Source.IN_PERSON, Source.RECEPTION) and petition.is_counted


def proposed(petition):
    return petition.direction != ""


def decided(direction):
    """The leader has approved this direction, and it is not carried out yet."""
    return lambda petition: petition.state == State.APPROVED and petition.direction == direction


def awaited(petition):
    """Another body has it, or settles it; nobody writes a letter to itself."""
    if petition.state == State.TRANSFERRED:
        return True
    return petition.state in (State.ACCEPTED, State.IN_PROGRESS) and is_with_another_body(petition)


PAPER_TYPES = (
    PaperType("receipt", _("Receipt"), "GBN", "giay-bien-nhan", handed_in),
    PaperType("proposal_slip", _("Proposal slip"), "PĐX", "phieu-de-xuat", proposed),
    PaperType(
        *("guidance_slip", _("Guidance slip"), "PHD", "phieu-huong-dan"),
        *(decided(Direction.GUIDE), PaperKind.GUIDANCE),
    ),
    PaperType(
        *("transfer_slip", _("Transfer slip"), "PC", "phieu-chuyen-don"),
        *(decided(Direction.TRANSFER), PaperKind.TRANSFER),
    ),
    PaperType(
        *("acceptance_notice", _("Acceptance notice"), "TB", "thong-bao-thu-ly"),
        *(decided(Direction.ACCEPT), PaperKind.ACCEPTANCE),
    ),
    PaperType(
        *("refusal_notice", _("Refusal notice"), "TB", "thong-bao-khong-thu-ly"),
        *(decided(Direction.DECLINE), PaperKind.REFUSAL),
    ),
    PaperType("urging_letter", _("Urging letter"), "CV", "cong-van-don-doc", awaited, PaperKind.URGING),
)
TYPES = {known.key: known for known in PAPER_TYPES}


@dataclass(frozen=True)
class Offer:
    """A paper that may be made: with the number of a recorded one, or with the number open."""

    type: PaperType
    recorded: PetitionPaper | None = None

    @property
    def value(self):
        return f"{self.type.key}:{self.recorded.pk}" if self.recorded else self.type.key

    @property
    def label(self):
        return f"{self.type.label} {self.recorded.document.label}" if self.recorded else str(self.type.label)


def offers_of(petition, recorded):
    """The papers that may be made of a petition as it stands; `recorded` are its papers with their documents."""
    if petition.is_denunciation:
        return []
    offers = []
    for known in PAPER_TYPES:
        offers += [Offer(known, paper) for paper in recorded if paper.kind == known.recorded_as]
        if known.prepared(petition):
            offers.append(Offer(known))
    return offers


def letterheads_of(body):
    """The letterheads in which a body issues papers, its own first.

    A Party committee and the People's Committee of its unit receive petitions together; other bodies have one side.
    """
    order = [Letterhead.PARTY, Letterhead.STATE] if body.side == "party" else [Letterhead.STATE, Letterhead.PARTY]
    return order if body.kind in ("committee", "authority") and body.side in ("party", "state") else order[:1]


def document_on(owner, paper, letterhead):
    """The document whose number a paper bears. On the other side of a joint body it is a paper of its own."""
    if paper is None:
        return None
    return of_side(paper.document, letterhead) if len(letterheads_of(owner)) > 1 else paper.document
