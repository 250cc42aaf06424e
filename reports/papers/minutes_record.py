"""What the minutes of a conference read from its record, in a number of queries that does not grow with it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Min, Prefetch, Q

from conferences.models import (
    AttendanceStatus,
    Conference,
    ConferenceStaff,
    DelegateGroup,
    Opinion,
    OpinionState,
    Outcome,
    Phase,
)
from registers.levels import Level

#: Groups of delegates that come from above, by the level of the conference.
FROM_ABOVE = {
    Level.PROVINCE: (DelegateGroup.CENTRAL,),
    Level.DISTRICT: (DelegateGroup.CENTRAL, DelegateGroup.PROVINCE),
    Level.COMMUNE: (DelegateGroup.CENTRAL, DelegateGroup.PROVINCE, DelegateGroup.DISTRICT),
}


@dataclass(frozen=True)
class Entry:
    """An opinion with its place in the minutes: the `item`-th content of the `turn`-th speaker, both from 1."""

    turn: int
    item: int
    opinion: Opinion

    @property
    def hall_answers(self):
        return [answer for answer in self.opinion.answers.all() if answer.in_hall]

    @property
    def course(self):
        """What became of it, once: in_hall (answered there), else forwarded, else assigned to a body, else open."""
        if self.hall_answers:
            return "in_hall"
        if self.opinion.outcome == Outcome.FORWARDED_UP:
            return "forwarded"
        return "assigned" if self.opinion.handling.lead_id else "open"


@dataclass(frozen=True)
class Record:
    """The conference, its delegates in protocol order, its speakers, and [Entry] in the order of speaking."""

    conference: Conference
    delegates: list
    turns: list
    entries: list

    @property
    def courses(self):
        """How many entries took each course; what every sentence with such a count reads."""
        return Counter(entry.course for entry in self.entries)

    def delegates_of(self, *groups):
        return [delegate for delegate in self.delegates if delegate.group in groups]

    def count_status(self, *statuses):
        return sum(delegate.status in statuses for delegate in self.delegates)

    @property
    def present(self):
        return self.count_status(AttendanceStatus.ATTENDED, AttendanceStatus.SUBSTITUTED)

    @property
    def groups_from_above(self):
        return FROM_ABOVE[Level(self.conference.level)]


def read_record(conference_id):
    """The `Record` of a conference. What was refused, became a petition, or came when the conference was over, stands
    in no minutes.
    """
    conference = (
        Conference.objects.select_related("unit__parent", "organiser", "minutes", "notice")
        .prefetch_related("chairs__person", "venues", Prefetch("staff", queryset=_secretaries()))
        .get(pk=conference_id)
    )
    turns = _turns(conference)
    entries = [
        Entry(turn=number, item=item, opinion=opinion)
        for number, turn in enumerate(turns, start=1)
        for item, opinion in enumerate(turn.opinions.all(), start=1)
    ]
    return Record(conference, _delegates(conference), turns, entries)


def _secretaries():
    """Who served the conference, the first appointed first. One released before its day took no minutes."""
    served = Q(valid_until__isnull=True) | Q(valid_until__gte=F("conference__held_on"))
    return ConferenceStaff.objects.filter(served).select_related("user").order_by("valid_from", "pk")


def _delegates(conference):
    """Delegates in protocol order: by their highest post, those without one last, then unit, then given name."""
    return list(
        conference.delegates.select_related("person", "unit", "substitute")
        .prefetch_related("posts")
        .annotate(highest=Min("posts__rank"))
        .order_by(F("highest").asc(nulls_last=True), F("unit__sort_key").asc(nulls_last=True), "person__sort_key", "pk")
    )


def _turns(conference):
    # What became a petition is recorded there: beside entries with words an erased one would tell of a denunciation.
    said = Opinion.objects.exclude(state=OpinionState.REFUSED).exclude(outcome=Outcome.PETITION)
    opinions = said.select_related("current_text", "handling__lead")
    opinions = opinions.prefetch_related("answers__organisation").order_by("item")
    turns = conference.turns.exclude(phase=Phase.AFTER).select_related("speaker__delegate__person")
    turns = turns.prefetch_related(Prefetch("opinions", queryset=opinions))
    return [turn for turn in turns.order_by("number") if turn.opinions.all()]
