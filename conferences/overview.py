"""Figures of one conference, or of the conferences of a page: opinions from the tallies, delegates counted once."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from .models import OpinionTally
from .models.vocabulary import UNCOUNTED_OUTCOMES, AttendanceStatus, DelegateGroup, Outcome, Phase
from .tallies import AWAITING, PENDING

#: Buckets as tables print them: what is settled first, what still waits last.
BUCKETS = (
    *((outcome.value, outcome.label) for outcome in Outcome if outcome not in UNCOUNTED_OUTCOMES),
    (AWAITING, _("Answered, to be verified")),
    (PENDING, _("Pending")),
)

#: How the list of opinions is asked for the two buckets that are no outcome.
_BUCKET_QUERY = {
    AWAITING: {"outcome": "pending", "state": "answered"},
    PENDING: {"outcome": "pending", "state": ["received", "classified", "assigned", "in_progress"]},
}


@dataclass(frozen=True)
class OpinionCounts:
    """Opinions of a conference: received, and those without an outcome yet."""

    total: int = 0
    pending: int = 0


def opinion_counts(conferences):
    """{conference id: OpinionCounts} of the given conferences, in one query."""
    rows = (
        OpinionTally.objects.filter(conference__in=[conference.pk for conference in conferences], count__gt=0)
        .values("conference", "outcome")
        .annotate(number=Sum("count"))
        .order_by()
    )
    totals, pending = {}, {}
    for row in rows:
        totals[row["conference"]] = totals.get(row["conference"], 0) + row["number"]
        if row["outcome"] in (PENDING, AWAITING):
            pending[row["conference"]] = pending.get(row["conference"], 0) + row["number"]
    return {pk: OpinionCounts(total, pending.get(pk, 0)) for pk, total in totals.items()}


@dataclass
class OutcomeLine:
    """One outcome over the phases. `query` is what asks the list of opinions for the line."""

    label: object
    query: str
    cells: list
    total: int


@dataclass
class OutcomeCell:
    number: int
    query: str


@dataclass
class OutcomeTable:
    """Opinions of a conference by outcome and phase. `phases` are (value, label) pairs, `totals` their sums."""

    phases: list
    lines: list
    totals: list
    total: int


def outcome_table(conference):
    """The opinions of a conference by outcome and phase, from the tallies, in one query; empty lines are left out."""
    numbers = {
        (row["outcome"], row["phase"]): row["number"]
        for row in conference.tallies.values("outcome", "phase").annotate(number=Sum("count")).order_by()
    }
    phases = [(phase.value, phase.label) for phase in Phase]
    lines = []
    for outcome, label in BUCKETS:
        asked = {"conference": conference.code, **_BUCKET_QUERY.get(outcome, {"outcome": outcome})}
        cells = [
            OutcomeCell(numbers.get((outcome, phase), 0), urlencode({**asked, "phase": phase}, doseq=True))
            for phase, _label in phases
        ]
        total = sum(cell.number for cell in cells)
        if total:
            lines.append(OutcomeLine(label, urlencode(asked, doseq=True), cells, total))
    totals = [sum(line.cells[index].number for line in lines) for index in range(len(phases))]
    return OutcomeTable(phases, lines, totals, sum(totals))


@dataclass
class GroupLine:
    """A group of delegates: how many persons, and how many in each attendance."""

    group: str
    label: object
    total: int = 0
    by_status: dict = field(default_factory=dict)

    @property
    def cells(self):
        return [self.by_status.get(status, 0) for status in AttendanceStatus.values]


@dataclass
class DelegateSummary:
    """Delegates of a conference: persons, the posts they hold between them, and who was there.

    Somebody with two posts is one person and two posts; both numbers are asked for in reports.
    """

    persons: int = 0
    posts: int = 0
    several_posts: int = 0
    lines: list = field(default_factory=list)
    by_status: dict = field(default_factory=dict)

    @property
    def present(self):
        """In the hall: themselves or by a substitute."""
        return self.by_status.get(AttendanceStatus.ATTENDED, 0) + self.by_status.get(AttendanceStatus.SUBSTITUTED, 0)

    @property
    def substituted(self):
        return self.by_status.get(AttendanceStatus.SUBSTITUTED, 0)

    @property
    def excused(self):
        return self.by_status.get(AttendanceStatus.EXCUSED, 0)

    @property
    def absent(self):
        return self.by_status.get(AttendanceStatus.ABSENT, 0)

    @property
    def away(self):
        return self.excused + self.absent

    @property
    def totals(self):
        return [self.by_status.get(status, 0) for status in AttendanceStatus.values]

    @property
    def is_marked(self):
        """Somebody has set the attendance of at least one delegate."""
        return self.by_status.get(AttendanceStatus.INVITED, 0) < self.persons


def delegate_summary(conference):
    """Persons, posts and attendance of the delegates of a conference, in two queries."""
    summary = DelegateSummary()
    by_group = {}
    counted = conference.delegates.order_by().values("group", "status").annotate(number=Count("pk"))
    for row in counted:
        line = by_group.setdefault(row["group"], GroupLine(row["group"], DelegateGroup(row["group"]).label))
        line.total += row["number"]
        line.by_status[row["status"]] = row["number"]
        summary.persons += row["number"]
        summary.by_status[row["status"]] = summary.by_status.get(row["status"], 0) + row["number"]
    summary.lines = [by_group[group] for group in DelegateGroup.values if group in by_group]
    summary.posts, summary.several_posts = conference.delegates.post_counts()
    return summary


def most_held_posts(conference, *, most=12):
    """[(title, number of delegates who hold it)], the commonest first."""
    rows = (
        conference.delegates.order_by()
        .filter(posts__isnull=False)
        .values("posts__title")
        .annotate(number=Count("pk"))
        .order_by("-number", "posts__title")[:most]
    )
    return [(row["posts__title"], row["number"]) for row in rows]
