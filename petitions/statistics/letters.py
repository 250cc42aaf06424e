"""What the history of petitions says about a period: one row of dated facts per letter.

A letter is what entered the book: a petition, and again each time it came back rewritten. It enters on the day of that
entry, is processed on the day its direction was carried out, and is settled on the day the matter ended. Only moves up
to the last day of the period are read, so that the figures of a closed period stay what they were.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef

from ..models import Competence, PaperKind, Petition, PetitionKind, PetitionMove, PetitionPaper, Round
from ..models.vocabulary import PREFIXES
from ..services.registering import REGISTERED

ENTRIES = (REGISTERED, "resubmit")
#: Moves that carry a direction out, or end the work before there was one.
PROCESSING = ("accept", "decline", "guide", "transfer", "return_to_sender", "ask_rewrite", "file", "withdraw")
#: Moves after which the matter is settled, as far as the body knows.
#: Papers of another body that count as a reply, whether it settled the matter or not.
REPLIES = (PaperKind.REPLY, PaperKind.INTERIM)
SETTLING = ("settle", "reply", "record_reply", "terminate", "withdraw")
#: Moves after which a petition is in no statistic any more.
LEAVING = ("split", "strike")
_READ = {*ENTRIES, *PROCESSING, *SETTLING, "classify", "urge", *LEAVING}
_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


@dataclass
class Letter:
    """One letter, as of the last day of the period."""

    kind: str
    entered_on: date
    case: tuple
    is_repeat: bool = False
    eligible: bool | None = None
    competence: str = ""
    processed_by: str = ""
    processed_on: date | None = None
    urged_on: date | None = None
    settled_on: date | None = None
    left_on: date | None = None
    denounced_on: date | None = None

    @property
    def is_own(self):
        return self.competence == Competence.OWN


@dataclass
class Facts:
    """Everything the columns count of one body: letters of the period, and papers dated in it."""

    letters: list[Letter] = field(default_factory=list)
    replies: int = 0
    urgings: int = 0
    # Waiting when the period began, and in its forms no more: split or struck out; found to be a denunciation.
    left: int = 0
    denounced: int = 0

    def where(self, holds):
        return sum(1 for letter in self.letters if holds(letter))


def read_facts(owners, period):
    """{(id of the owner, is a denunciation): Facts} of the letters to be processed in a period. Three queries."""
    found = defaultdict(Facts)
    petitions = _concerned(owners, period)
    rows = {row[0]: row[1:] for row in petitions.values_list(*_COLUMNS)}
    for pk, moves in _moves(petitions, period).items():
        owner, *columns = rows[pk]
        letters = _letters(columns, moves)
        for letter in letters:
            if letter.left_on is None and (letter.processed_on is None or letter.processed_on >= period.first):
                found[owner, letter.kind == PetitionKind.DENUNCIATION].letters.append(letter)
        _add_what_went(found, owner, letters, period)
    _add_papers(found, owners, period)
    return found


def _add_what_went(found, owner, letters, period):
    """Letters that waited when the period began, and are not where they were then; one may be both."""
    for letter in letters:
        if letter.entered_on >= period.first or (letter.processed_on or period.first) < period.first:
            continue
        if letter.denounced_on and letter.denounced_on >= period.first:
            found[owner, False].denounced += 1
        if letter.left_on and letter.left_on >= period.first:
            found[owner, letter.kind == PetitionKind.DENUNCIATION].left += 1


_COLUMNS = (
    "pk",
    "owner_id",
    "pk",
    "code",
    "is_repeat",
    "round",
    "earlier_id",
    "content__case_id",
    "earlier__content__case_id",
)


def _concerned(owners, period):
    """Petitions with a letter to process in the period: entered by its last day, not done with before its first."""
    moves = PetitionMove.objects.filter(petition=OuterRef("pk"))
    entered = moves.filter(move=REGISTERED, on__lte=period.last)
    came_again = moves.filter(move="resubmit", on__lte=period.last)
    done_before = moves.filter(move__in=[*PROCESSING, *LEAVING], on__lt=period.first)
    found = Petition.objects.filter(Exists(entered), owner__in=owners)
    return found.filter(~Exists(done_before) | Exists(came_again)).order_by()


def _moves(petitions, period):
    rows = PetitionMove.objects.filter(petition__in=petitions.values("pk"), move__in=_READ, on__lte=period.last)
    found = defaultdict(list)
    for pk, *move in rows.order_by("pk").values_list("petition_id", "move", "on", "facts"):
        found[pk].append(move)
    return found


def _letters(columns, moves):
    """The letters of one petition, in order. Of what was split, whose parts count, or struck out the last one left."""
    pk, code, is_repeat, round_of_today, earlier, case, earlier_case = columns
    letters, kind = [], _KINDS.get(code.partition("-")[0], "")
    matter = ("case", case or earlier_case) if case or earlier_case else ("petition", earlier or pk)
    for name, on, facts in moves:
        if name in ENTRIES:
            letters.append(Letter(kind, on, matter, is_repeat))
        elif letters:
            before, kind = kind, facts.get("kind", kind) if name == "classify" else kind
            if kind == PetitionKind.DENUNCIATION != before:
                letters[-1].denounced_on = on
            _apply(letters[-1], name, on, facts)
            if name == "classify":
                # Moves made before the round stood in the history have that of today.
                letters[-1].is_repeat = is_repeat or facts.get("round", round_of_today) == Round.SECOND
    return letters


def _apply(letter, name, on, facts):
    if name == "classify":
        letter.kind, letter.eligible, letter.competence = facts["kind"], facts["eligible"], facts["competence"]
    if name in PROCESSING and letter.processed_on is None:
        letter.processed_by, letter.processed_on = name, on
    if name in LEAVING:
        letter.left_on = on
    # A body may write again after its reply, which settled the matter.
    if name in SETTLING and letter.settled_on is None:
        letter.settled_on = on
    if name == "urge":
        letter.urged_on = on


def _add_papers(found, owners, period):
    papers = PetitionPaper.objects.filter(
        kind__in=[*REPLIES, PaperKind.URGING], petition__owner__in=owners, on__range=(period.first, period.last)
    )
    counted = papers.order_by().values_list("petition__owner", "petition__kind", "kind").annotate(Count("pk"))
    for owner, kind, paper, number in counted:
        facts = found[owner, kind == PetitionKind.DENUNCIATION]
        if paper in REPLIES:
            facts.replies += number
        else:
            facts.urgings += number
