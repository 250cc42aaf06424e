"""The opinions of 2018 to 31/07/2023 in bulk: the same rows as the services leave, written thousands at a time.

`tests/reports/demo/test_history.py` walks samples of it through the services and compares row by row.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from accounts.demo import load_record_keeper
from audit.actions import Action
from conferences.models import (
    Answer,
    DecisionRecord,
    Opinion,
    OpinionMove,
    OpinionSearch,
    OpinionText,
    Outcome,
    Speaker,
    SpeakerTurn,
)
from dialogue_portal.text import upper_first
from handling.due import due_by
from handling.models import Handling, NumberSeries
from handling.numbering import format_code
from handling.search import index_words
from registers.models import Field, Organisation, RuleParameter

from .audit_rows import AuditRows
from .bulk import insert_rows, link_texts
from .conference_history import ConferenceLoader
from .texts import Writer

BATCH = 2000
#: Who makes which move; the commission's specialist makes the others.
MOVERS = {"acknowledge": "keeper", "answer": "keeper", "close": "leader"}
DECIDING = ("answer", "verify", "decide", "close")
MOVE_COLUMNS = ("opinion", "move", "from_state", "to_state", "on", "at", "by", "version", "facts")
ANSWER_COLUMNS = (
    "opinion",
    "organisation",
    "answerer",
    "in_hall",
    "text",
    "answered_on",
    "accepted",
    "by",
    "at",
)
DECISION_COLUMNS = (
    "opinion",
    "outcome",
    "confirmed_by",
    "milestone",
    "next_review_on",
    "reason",
    "withdrawn",
    "on",
    "by",
)
AUDITED = ["speaker", "text", "unit"]
HOUSING = "0303"
#: The two provincial matters resolved step by step, as the source names them.
STEP_BY_STEP = (
    ("Nhà lưu trú, nhà ở xã hội cho công nhân: hoàn thành giai đoạn 1 của dự án", date(2026, 12, 31)),
    ("Công trình phúc lợi cho công nhân khu công nghiệp: bố trí quỹ đất", date(2026, 12, 31)),
)
REASONS = ("capital", "policy", "waiting_superior", "dispute", "missing_file", "delay")
#: Who leads what, by field of level 1, among provincial bodies of the time.
LEADS = {"01": "STNMT", "02": "STNMT", "03": "SXD", "04": "SGTVT", "05": "SNNPTNT", "06": "SCT", "07": "STNMT"}
LEADS |= {"08": "SNNPTNT", "09": "SKHDT", "10": "SGDDT", "11": "SYT", "12": "SLDTBXH", "13": "SVHTT", "14": "CA"}
LEADS |= {"15": "BDV", "16": "SNV", "17": "SNV", "18": "STP", "99": "VPUB"}


class HistoryLoader:
    """Builds the rows of planned conferences and writes them table by table."""

    def __init__(self, rng, people, calendar, as_of):
        """`as_of` is the day on which the old papers were entered."""
        self.rng, self.people, self.calendar, self.as_of = rng, dict(people), calendar, as_of
        self.writer = Writer(rng)
        self.fields = {field.code: field for field in Field.objects.all()}
        self.bodies = {body.code: body for body in Organisation.objects.filter(unit__parent__isnull=True)}
        self.local = {
            body.unit_id: body for body in Organisation.objects.filter(kind="authority", unit__parent__isnull=False)
        }
        self.numbers = defaultdict(int)
        self.rule = RuleParameter.objects.get(key="opinion.answer_after")
        self.steps = 0

    def load(self, planned):
        """Write everything; returns the number of opinions."""
        loader = ConferenceLoader(self.people, self.bodies, self.local, self._code)
        conferences = loader.load(planned)
        rows = [
            self._opinion_rows(conference, index, outcome)
            for conference, plan in zip(conferences, planned, strict=True)
            for index, outcome in enumerate(plan.outcomes, start=1)
        ]
        leads = {handling.lead_id for _turn, _speaker, handling, _opinion, _text in rows} - {None}
        self.people["keeper"] = load_record_keeper(leads, self.as_of)
        self._write(rows)
        loader.write_history(conferences, _last_days(rows))
        for series, last in self.numbers.items():
            NumberSeries.objects.update_or_create(series=series[0], year=series[1], defaults={"last": last})
        return len(rows)

    def _code(self, series, year):
        self.numbers[(series, year)] += 1
        return format_code(series, year, self.numbers[(series, year)])

    # --- one opinion ---

    def _opinion_rows(self, conference, number, outcome):
        entry = self.writer.field(conference.level, conference.held_on.month)
        if outcome == Outcome.STEP_BY_STEP:
            entry = self.writer.named(HOUSING)
        place = self.writer.place(conference.unit.kind)
        field = self.fields[entry.code]
        turn = SpeakerTurn(
            conference=conference,
            unit=conference.unit,
            number=number,
            phase="at",
            channel="spoken",
            taken_on=conference.held_on,
        )
        full_name, _woman = self.writer.person()
        speaker = (full_name, self.writer.capacity(), upper_first(place))
        handling = self._handling(conference, field, outcome)
        opinion = Opinion(
            code=self._code("YK", conference.held_on.year),
            turn=turn,
            item=1,
            conference=conference,
            unit=conference.unit,
            level=conference.level,
            raised_on=conference.held_on,
            phase="at",
            channel="spoken",
            field=field,
            competent_level=conference.level,
            state="verified" if outcome == Outcome.STEP_BY_STEP else "closed",
            outcome=outcome,
            handling=handling,
            created_by=self.people["specialist"],
            is_demo=True,
        )
        text = OpinionText(
            opinion=opinion,
            text=self.writer.opinion(entry, place=place, year=conference.held_on.year),
            by=self.people["specialist"],
        )
        return turn, speaker, handling, opinion, text

    def _handling(self, conference, field, outcome):
        day = conference.held_on
        handling = Handling(kind="opinion", unit=conference.unit, done_on=day)
        if outcome == Outcome.AT_CONFERENCE:
            return handling
        due = due_by(self.rule, day, self.calendar)
        handling.lead = self._lead(conference, field)
        handling.assigner = self.bodies["BDV"]
        handling.assigned_on = handling.acknowledged_on = day
        handling.due_on = handling.original_due_on = due.on
        handling.due_basis = due.basis
        late = self.rng.random() < 0.09
        span = (due.on - day).days
        handling.done_on = day + timedelta(days=span + self.rng.randint(1, 25) if late else self.rng.randint(2, span))
        return handling

    def _lead(self, conference, field):
        if conference.level == "commune" and self.rng.random() < 0.6:
            return self.local[conference.unit_id]
        return self.bodies[LEADS[field.code[:2]]]

    # --- all rows ---

    def _write(self, rows):
        turns, speakers, handlings, opinions, texts = zip(*rows, strict=True)
        SpeakerTurn.objects.bulk_create(turns, batch_size=BATCH)
        insert_rows(
            Speaker,
            ("turn", "kind", "full_name", "name_words", "capacity", "address", "phone"),
            (
                (turn.pk, "citizen", name, index_words(name), *rest, "")
                for turn, (name, *rest) in zip(turns, speakers, strict=True)
            ),
        )
        Handling.objects.bulk_create(handlings, batch_size=BATCH)
        for opinion in opinions:
            opinion.version = len(_steps(opinion))
        Opinion.objects.bulk_create(opinions, batch_size=BATCH)
        now = timezone.now()
        insert_rows(
            OpinionText,
            ("opinion", "text", "gloss_en", "by", "at"),
            ((text.opinion.pk, text.text, "", text.by_id, now) for text in texts),
        )
        link_texts(Opinion, OpinionText)
        insert_rows(
            OpinionSearch,
            ("opinion", "words"),
            ((opinion.pk, index_words(opinion.code, text.text)) for opinion, text in zip(opinions, texts, strict=True)),
        )
        insert_rows(OpinionMove, MOVE_COLUMNS, (row for opinion in opinions for row in self._moves(opinion)))
        self._write_answers(opinions)
        self._write_audit(opinions)

    def _moves(self, opinion):
        """The history rows the services would have written, in order."""
        done, now = opinion.handling.done_on, timezone.now()
        for version, (name, before, after, facts) in enumerate(_steps(opinion), start=1):
            on = done if name in DECIDING else opinion.raised_on
            yield opinion.pk, name, before, after, on, now, self._mover(name).pk, version, facts

    def _mover(self, name):
        return self.people[MOVERS.get(name, "specialist")]

    def _write_audit(self, opinions):
        audit = AuditRows()
        for opinion in opinions:
            audit.add(Action.CREATED, opinion, self.people["specialist"], fields=AUDITED, label=opinion.code)
            for name, before, after, facts in _steps(opinion)[1:]:
                audit.add_move(opinion, self._mover(name), before, after, facts)
        audit.write()

    def _write_answers(self, opinions):
        answers, now = [], timezone.now()
        for opinion in opinions:
            in_hall = opinion.outcome == Outcome.AT_CONFERENCE
            if in_hall or opinion.outcome == Outcome.AFTER:
                body = opinion.handling.lead or self._own_body(opinion)
                text = self.writer.answer(after=not in_hall, body=body.short_name)
                on = opinion.raised_on if in_hall else opinion.handling.done_on
                who = "Chủ trì hội nghị" if in_hall else ""
                by = self._mover("answer_in_hall" if in_hall else "answer").pk
                answers.append((opinion.pk, body.pk, who, in_hall, text, on, True, by, now))
        insert_rows(Answer, ANSWER_COLUMNS, answers)
        insert_rows(DecisionRecord, DECISION_COLUMNS, (self._decision(opinion) for opinion in opinions))

    def _own_body(self, opinion):
        return self.bodies["UBND"] if opinion.level == "province" else self.local[opinion.unit_id]

    def _decision(self, opinion):
        confirmed = milestone = reason = ""
        review = None
        if opinion.outcome in (Outcome.AT_CONFERENCE, Outcome.AFTER):
            confirmed = "Đại diện hộ dân" if opinion.handling.lead_id else "Ghi trong biên bản hội nghị"
        elif opinion.outcome == Outcome.UNRESOLVED:
            reason = self.rng.choice(REASONS)
        else:
            milestone, review = STEP_BY_STEP[self.steps % len(STEP_BY_STEP)]
            self.steps += 1
        by, on = self.people["specialist"].pk, opinion.handling.done_on
        return opinion.pk, str(opinion.outcome), confirmed, milestone, review, reason, False, on, by


def _steps(opinion):
    """(move, from, to, facts) of everything that happened to the opinion."""
    steps = [("register", "", "received", {}), ("classify", "received", "classified", _classified(opinion))]
    decided = {"outcome": str(opinion.outcome)}
    if opinion.outcome == Outcome.AT_CONFERENCE:
        steps.append(("answer_in_hall", "classified", "answered", {"in_hall": True}))
        steps.append(("verify", "answered", "verified", decided))
    else:
        lead, due = opinion.handling.lead.code, opinion.handling.due_on.isoformat()
        steps.append(("assign", "classified", "assigned", {"lead": lead, "due_on": due}))
        steps.append(("acknowledge", "assigned", "in_progress", {}))
        if opinion.outcome == Outcome.AFTER:
            steps.append(("answer", "in_progress", "answered", {"organisation": lead}))
            steps.append(("verify", "answered", "verified", decided))
        else:
            steps.append(("decide", "in_progress", "verified", decided))
    if opinion.state == "closed":
        steps.append(("close", "verified", "closed", {}))
    return steps


def _last_days(rows):
    """The day the last opinion of each conference was decided, by the conference's key."""
    last = {}
    for _turn, _speaker, handling, opinion, _text in rows:
        last[opinion.conference_id] = max(last.get(opinion.conference_id, handling.done_on), handling.done_on)
    return last


def _classified(opinion):
    return {"field": opinion.field.code, "competent_level": opinion.competent_level}
