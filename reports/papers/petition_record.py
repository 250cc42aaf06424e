"""What the papers of a petition read from its record, once for all of them."""

from dataclasses import dataclass

from django.db.models import Prefetch

from petitions.models import Petition, PetitionMove, PetitionPaper
from registers.models import Organisation

from .deciders import decider_of


class NothingToPrint(Exception):
    """The petition has no content: it is a denunciation, or has become one."""


@dataclass(frozen=True)
class PetitionRecord:
    petition: Petition
    senders: tuple
    papers: tuple
    #: The last move of each name.
    moves: dict
    #: To whose leader a proposal goes.
    decider: Organisation

    @property
    def approved(self):
        """The move that approved what is proposed now; None before it."""
        return _approved(self.moves)

    def recorded(self, pk):
        """The recorded paper of this key; None for a paper whose number is open, or that is no longer recorded."""
        return next((paper for paper in self.papers if paper.pk == pk), None)

    def said_with(self, move):
        """The words given with the last move of this name."""
        note = getattr(self.moves.get(move), "note", None)
        return note.text if note else ""


def read_petition(pk):
    """The record of a petition in a constant number of queries. Raises `NothingToPrint` for a denunciation."""
    rows = Petition.objects.without_denunciations().filter(content__isnull=False)
    rows = rows.select_related(
        *("owner__unit__parent", "content", "field__parent", "addressee", "sent_by", "handling__lead", "created_by")
    )
    papers = PetitionPaper.objects.select_related("document", "body")
    history = PetitionMove.objects.select_related("by", "note")
    rows = rows.prefetch_related("content__senders", Prefetch("papers", papers), Prefetch("history", history))
    petition = rows.filter(pk=pk).first()
    if petition is None:
        raise NothingToPrint
    moves = {row.move: row for row in petition.history.all()}
    return PetitionRecord(
        petition,
        tuple(petition.content.senders.all()),
        tuple(petition.papers.all()),
        moves,
        decider_of(petition, _approved(moves)),
    )


def _approved(moves):
    proposed, approved = moves.get("propose"), moves.get("approve")
    return None if approved and proposed and approved.pk < proposed.pk else approved
