"""The closed conferences of the record in bulk: their papers, every move from plan to close, and the audit rows.

`tests/reports/demo/test_history.py` walks samples through the services and compares row by row.
"""

import random
from datetime import timedelta

from audit.actions import Action
from conferences.conference_workflow import CONFERENCES
from conferences.models import Conference, ConferenceMove
from registers.documents import mark_of
from registers.models import OfficialDocument

from .audit_rows import AuditRows
from .bulk import insert_rows

BATCH = 2000
SEED = 20_230_804
#: The letters of the Party committee that issues the papers, by what its unit is called.
COMMITTEES = {"Tỉnh": "TU", "Huyện": "HU", "Thành phố": "ThU", "Thị xã": "ThU"}
#: Each move of a conference that went its whole way, and the paper it brings.
ROAD = (
    "approve_plan",
    "prepare",
    "announce",
    "hold",
    "draft_minutes",
    "sign_minutes",
    "conclude",
    "follow_up",
    "close",
)
PAPERS = {"approve_plan": "plan", "sign_minutes": "minutes", "conclude": "notice"}
MOVE_COLUMNS = ("conference", "move", "from_state", "to_state", "on", "at", "by", "version", "facts")
PLANNED = ("held_on", "kind", "organiser", "planned_participants", "side", "title", "unit")


class ConferenceLoader:
    """Writes planned conferences as closed ones; `code` gives the next code of a series and year."""

    def __init__(self, people, bodies, local, code):
        # A chance of its own: what is drawn here changes nothing of the opinions.
        self.chance = random.Random(SEED)
        self.people, self.bodies, self.local, self.code = people, bodies, local, code

    def load(self, planned):
        """Conferences with their papers, in the order of `planned`; their history is written by `write_history`."""
        rows = [self._conference(plan) for plan in planned]
        papers = [paper for row in rows for paper in (row.plan, row.minutes, row.notice)]
        OfficialDocument.objects.bulk_create(papers, batch_size=BATCH)
        Conference.objects.bulk_create(rows, batch_size=BATCH)
        return rows

    def _conference(self, plan):
        chance, day = self.chance, plan.day
        announced_on = day - timedelta(days=chance.randint(7, 14))
        row = Conference(
            code=self.code("HN", day.year),
            title=_title(plan),
            level=plan.level,
            unit=plan.unit,
            organiser=self.bodies["BDV"] if plan.level == "province" else self.local[plan.unit.pk],
            side="both",
            kind=chance.choices(["regular", "ad_hoc", "thematic"], [80, 8, 12])[0],
            held_on=day,
            planned_participants=plan.participants + chance.randint(0, 12),
            participants=plan.participants,
            announced_on=announced_on,
            state="closed",
            version=1 + len(ROAD),
            created_by=self.people["specialist"],
            is_demo=True,
        )
        row.plan = self._paper(row, "plan", "KH", announced_on - timedelta(days=chance.randint(5, 15)))
        row.minutes = self._paper(row, "minutes", "", day + timedelta(days=chance.randint(1, 4)))
        row.notice = self._paper(row, "notice", "TB", row.minutes.date + timedelta(days=chance.randint(3, 12)))
        return row

    def _paper(self, conference, kind, letters, day):
        committee = COMMITTEES.get(conference.unit.kind, "ĐU")
        symbol = f"{letters}/{committee}" if letters else ""
        return OfficialDocument(
            type=kind,
            number=str(self.chance.randint(3, 280)) if letters else "",
            mark=mark_of(symbol),
            symbol=symbol,
            date=day,
            issuer_name=f"Ban Thường vụ ({committee})",
            created_by=self.people["leader"],
        )

    # --- history ---

    def write_history(self, conferences, last_days):
        """Moves and audit rows. `last_days` maps a conference's key to the day its last opinion was decided."""
        moves, audit = [], AuditRows()
        for row in conferences:
            for paper in (row.plan, row.minutes, row.notice):
                audit.add(Action.CREATED, paper, paper.created_by, fields=["date", "number", "symbol", "type"])
            audit.add(Action.CREATED, row, row.created_by, fields=PLANNED, label=row.code)
            moves += self._moves(row, max(last_days.get(row.pk, row.notice.date), row.notice.date), audit)
        insert_rows(ConferenceMove, MOVE_COLUMNS, moves)
        audit.write()

    def _moves(self, row, last_day, audit):
        """The history rows in the order of `MOVE_COLUMNS`."""
        now, planned_on = audit.at, row.plan.date - timedelta(days=2)
        yield row.pk, "plan", "", "draft_plan", planned_on, now, self.people["specialist"].pk, 1, {}
        days = self._days(row, last_day)
        state = "draft_plan"
        for version, name in enumerate(ROAD, start=2):
            target = CONFERENCES.move_named(name).target.value
            by = self.people["leader" if name in PAPERS or name == "close" else "specialist"]
            facts = _facts(row, name)
            yield row.pk, name, state, target, days[name], now, by.pk, version, facts
            audit.add_move(row, by, state, target, facts)
            state = target

    def _days(self, row, last_day):
        return {
            "approve_plan": row.plan.date,
            "prepare": row.plan.date + timedelta(days=1),
            "announce": row.announced_on,
            "hold": row.held_on,
            "draft_minutes": row.held_on + timedelta(days=1),
            "sign_minutes": row.minutes.date,
            "conclude": row.notice.date,
            "follow_up": row.notice.date + timedelta(days=1),
            "close": last_day + timedelta(days=self.chance.randint(3, 20)),
        }


def _facts(row, name):
    """What the effect of the move tells the history."""
    if name in PAPERS:
        return {PAPERS[name]: str(getattr(row, PAPERS[name]))}
    if name == "announce":
        return {"announced_on": row.announced_on.isoformat()}
    if name == "hold":
        return {"participants": row.participants}
    return {}


def _title(plan):
    """The title as notices word it."""
    if plan.level == "province":
        return f"Hội nghị tiếp xúc, đối thoại của Thường trực Tỉnh ủy với Nhân dân năm {plan.day.year}"
    kind = plan.unit.kind.lower()
    return (
        f"Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền {kind} "
        f"{plan.unit.name[len(plan.unit.kind) :].strip()} với Nhân dân năm {plan.day.year}"
    )
