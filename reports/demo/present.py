"""The work of these weeks: the 30 sample opinions and some still under way, dated around `as_of`, through the services.

Every role's work list is alive: something overdue, something due soon, something waiting for the next move.
"""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from conferences.conference_workflow import move as move_conference
from conferences.models import Channel, Outcome, Phase, Salutation
from conferences.services.conferences import appoint_secretary, plan_conference
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.services.people import ChairRow, set_chairs
from conferences.workflow import move
from dialogue_portal.text import lower_first, upper_first
from handling.due import compute_due
from registers.models import AdministrativeUnit, Organisation
from registers.services import record_document

from .texts import DATA

#: Outcomes as the samples' file names them.
OUTCOMES = {
    "AT_CONFERENCE": Outcome.AT_CONFERENCE,
    "AFTER": Outcome.AFTER,
    "EXPLAINED": Outcome.EXPLAINED,
    "FORWARDED_UP": Outcome.FORWARDED_UP,
    "IN_PROGRESS": Outcome.STEP_BY_STEP,
    "UNRESOLVED": Outcome.UNRESOLVED,
}
AGRICULTURE = {"01", "02", "05", "07", "08"}
CONSTRUCTION = {"03", "04"}
LEADING = {"agriculture": "SNNMT", "construction": "SXD"}
AGENDA = (
    "Khai mạc, thông qua chương trình, nội quy\n"
    "Báo cáo kết quả thực hiện kết luận kỳ đối thoại trước\n"
    "Đối thoại với Nhân dân\nKết luận, bế mạc"
)
CHAIRS = ("Bí thư Đảng ủy, Chủ tịch HĐND xã", "Phó Bí thư Đảng ủy, Chủ tịch UBND xã")
#: The state that opinions under way are left in, how their due date lies, and who leads: (state, due, lead).
UNDER_WAY = (
    ("received", "", ""),
    ("received", "", ""),
    ("classified", "", ""),
    ("classified", "", ""),
    ("assigned", "overdue", "agriculture"),
    ("assigned", "soon", "construction"),
    ("assigned", "overdue", "clerk"),
    ("assigned", "later", "agriculture"),
    ("in_progress", "overdue", "construction"),
    ("in_progress", "soon", "agriculture"),
    ("in_progress", "soon", "clerk"),
    ("in_progress", "later", "construction"),
    ("answered", "later", "agriculture"),
    ("answered", "soon", "clerk"),
    ("verified", "later", "construction"),
    ("verified", "later", "clerk"),
)


def officer_of(field_code):
    """Whose work a matter of this field is."""
    if field_code[:2] in AGRICULTURE:
        return "agriculture"
    return "construction" if field_code[:2] in CONSTRUCTION else "clerk"


class PresentLoader:
    """Walks each opinion through the moves a person would make, on the days they would have made them."""

    def __init__(self, rng, writer, people, fields, as_of):
        self.rng, self.writer, self.people, self.fields, self.as_of = rng, writer, people, fields, as_of
        self.bodies = {body.code: body for body in Organisation.objects.filter(unit__parent__isnull=True)}

    def load(self, communes):
        """`communes` are (unit, clerk) pairs. Returns the opinions made from the samples."""
        samples = json.loads((Path(DATA) / "samples.json").read_text(encoding="utf-8"))["opinions"]
        loaded = []
        for number, (unit, clerk) in enumerate(communes):
            self.clerk = clerk
            conference = self._held(unit, clerk, self.as_of - timedelta(days=44 - 12 * number))
            share = samples[number :: len(communes)]
            loaded += [self._sample(conference, sample) for sample in share]
            self._under_way(conference)
            self._coming(unit, clerk, self.as_of + timedelta(days=11 + 9 * number))
        self._provincial_plan()
        return loaded

    # --- conferences ---

    def _values(self, unit, day, title, side="both"):
        local = Organisation.objects.filter(unit=unit, kind="committee").first()
        return {
            "title": title,
            "theme": "Lắng nghe ý kiến Nhân dân, xây dựng chính quyền gần dân, sát cơ sở",
            "unit": unit,
            "organiser": local,
            "side": side,
            "kind": "regular",
            "mode": "in_person",
            "held_on": day,
            "starts_at": datetime.combine(day, time(7, 30), tzinfo=timezone.get_default_timezone()),
            "ends_at": datetime.combine(day, time(11, 15), tzinfo=timezone.get_default_timezone()),
            "agenda": AGENDA,
            "planned_participants": 140,
        }

    def _announced(self, unit, clerk, day, title):
        leader = self.people["leader"]
        conference = plan_conference(
            by=clerk,
            on=day - timedelta(days=35),
            values=self._values(unit, day, title),
            venues=[f"Nhà văn hóa {lower_first(unit.name)}"],
            is_demo=True,
        )
        set_chairs(conference, [self._chair(titles) for titles in CHAIRS])
        plan = self._document("plan", "ĐU", day - timedelta(days=30), f"Kế hoạch tổ chức hội nghị năm {day.year}")
        conference = move_conference(
            conference, "approve_plan", by=leader, on=day - timedelta(days=30), data={"document": plan}
        )
        conference = move_conference(conference, "prepare", by=clerk, on=day - timedelta(days=25))
        announced = day - timedelta(days=12)
        return move_conference(conference, "announce", by=clerk, on=announced, data={"announced_on": announced})

    def _chair(self, titles):
        name, is_woman = self.writer.person()
        return ChairRow(name, titles, Salutation.MS if is_woman else Salutation.MR)

    def _held(self, unit, clerk, day):
        title = (
            "Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền "
            f"{lower_first(unit.name)} với Nhân dân năm {day.year}"
        )
        conference = self._announced(unit, clerk, day, title)
        conference = move_conference(
            conference, "hold", by=clerk, on=day, data={"participants": self.rng.randint(110, 150)}
        )
        appoint_secretary(conference, self.people["secretary"], by=self.people["leader"], on=day - timedelta(days=14))
        return conference

    def _coming(self, unit, clerk, day):
        title = f"Hội nghị đối thoại chuyên đề về đất đai, môi trường tại {lower_first(unit.name)}"
        return self._announced(unit, clerk, day, title) if day - timedelta(days=12) <= self.as_of else None

    def _provincial_plan(self):
        province = AdministrativeUnit.objects.on(self.as_of).get(code="40", parent__isnull=True)
        day = self.as_of + timedelta(days=46)
        values = self._values(province, day, f"Hội nghị đối thoại giữa Thường trực Tỉnh ủy với Nhân dân năm {day.year}")
        values["organiser"] = self.bodies["BTGDV"]
        plan_conference(by=self.people["specialist"], on=self.as_of, values=values, is_demo=True)

    def _document(self, kind, symbol, day, abstract):
        return record_document(type=kind, symbol=symbol, date=day, abstract=abstract, by=self.people["specialist"])

    # --- opinions ---

    def _register(self, conference, text, gloss=""):
        name, _woman = self.writer.person()
        turn = TurnData(
            unit=conference.unit,
            conference=conference,
            taken_on=conference.held_on,
            phase=Phase.AT,
            channel=Channel.SPOKEN,
            speaker=SpeakerData(
                full_name=name, capacity=self.writer.capacity(), address=upper_first(self.writer.place("xã"))
            ),
            items=(ContentItem(text, gloss),),
        )
        return register_turn(turn, by=self.clerk, on=conference.held_on, is_demo=True)[0]

    def _lead(self, conference, field_code):
        role = officer_of(field_code)
        if role in LEADING:
            return self.bodies[LEADING[role]], self.people[role]
        return Organisation.objects.get(unit=conference.unit, kind="authority"), self.clerk

    def _sample(self, conference, sample):
        """A sample walked to the outcome its file gives."""
        outcome = OUTCOMES[sample["outcome"]]
        day, specialist = conference.held_on, self.people["specialist"]
        opinion = self._register(conference, sample["text_vi"], sample["gloss_en"])
        data = {"field": self.fields[sample["field"]], "competent_level": sample["competent_level"].lower()}
        opinion = move(opinion, "classify", by=self.clerk, on=day, data=data)
        if outcome == Outcome.AT_CONFERENCE:
            return self._answered_in_hall(opinion, day)
        lead, officer = self._lead(conference, sample["field"])
        assigned = {"lead": lead, "assigner": self.bodies["BTGDV"]}
        opinion = move(opinion, "assign", by=specialist, on=day + timedelta(days=2), data=assigned)
        if outcome == Outcome.FORWARDED_UP:
            letter = self._document(
                "official_letter", "CV/BTGDVTU", day + timedelta(days=6), "Chuyển kiến nghị lên cấp trên"
            )
            data = {"addressee": self.bodies["TW-VPCP"], "document": letter}
            return move(opinion, "forward", by=specialist, on=day + timedelta(days=6), data=data)
        opinion = move(opinion, "acknowledge", by=officer, on=day + timedelta(days=3))
        if outcome in (Outcome.STEP_BY_STEP, Outcome.UNRESOLVED):
            return self._undecided(opinion, outcome, day)
        return self._answered_after(opinion, outcome, officer, lead, day)

    def _answered_in_hall(self, opinion, day):
        specialist = self.people["specialist"]
        answer = {
            "answerer": "Chủ tịch UBND xã",
            "text": self.writer.answer(after=False, body="Ủy ban nhân dân xã"),
        }
        opinion = move(opinion, "answer_in_hall", by=self.clerk, on=day, data=answer)
        data = {"outcome": Outcome.AT_CONFERENCE, "confirmed_by": "Biên bản hội nghị"}
        opinion = move(opinion, "verify", by=specialist, on=day + timedelta(days=4), data=data)
        return move(opinion, "close", by=self.people["leader"], on=day + timedelta(days=5))

    def _undecided(self, opinion, outcome, day):
        data = {"outcome": outcome}
        if outcome == Outcome.UNRESOLVED:
            data["unresolved_reason"] = "capital"
        else:
            data |= {
                "milestone": "Đã có kế hoạch và dự toán; thực hiện theo lộ trình được duyệt",
                "next_review_on": self.as_of + timedelta(days=60),
            }
        return move(opinion, "decide", by=self.people["specialist"], on=day + timedelta(days=10), data=data)

    def _answered_after(self, opinion, outcome, officer, lead, day):
        text = self.writer.answer(after=outcome == Outcome.AFTER, body=lead.short_name)
        opinion = move(opinion, "answer", by=officer, on=day + timedelta(days=12), data={"text": text})
        data = {"outcome": outcome, "confirmed_by": "Đại diện hộ dân ký xác nhận"}
        opinion = move(opinion, "verify", by=self.people["specialist"], on=day + timedelta(days=14), data=data)
        return move(opinion, "close", by=self.people["leader"], on=day + timedelta(days=15))

    # --- what is still under way ---

    def _under_way(self, conference):
        for state, due, lead in UNDER_WAY:
            entry = self._matter(conference, lead)
            text = self.writer.opinion(entry, place=self.writer.place("xã"), year=conference.held_on.year)
            self._walk(self._register(conference, text), conference, entry.code, state, due)

    def _matter(self, conference, lead):
        """A matter that this officer leads; any at all when none is named."""
        while True:
            entry = self.writer.field("commune", conference.held_on.month)
            if not lead or officer_of(entry.code) == lead:
                return entry

    def _walk(self, opinion, conference, field_code, state, due):
        specialist = self.people["specialist"]
        if state == "received":
            return
        lead, officer = self._lead(conference, field_code)
        level = "commune" if officer is self.clerk else "province"
        data = {"field": self.fields[field_code], "competent_level": level}
        opinion = move(opinion, "classify", by=self.clerk, on=conference.held_on, data=data)
        if state == "classified":
            return
        start = self._start(due)
        data = {"lead": lead, "assigner": self.bodies["BTGDV"]}
        opinion = move(opinion, "assign", by=specialist, on=start, data=data)
        if state == "assigned":
            return
        opinion = move(opinion, "acknowledge", by=officer, on=min(start + timedelta(days=1), self.as_of))
        if state == "in_progress":
            return
        text = self.writer.answer(after=True, body=lead.short_name)
        opinion = move(opinion, "answer", by=officer, on=self.as_of - timedelta(days=1), data={"text": text})
        if state == "verified":
            data = {"outcome": Outcome.AFTER, "confirmed_by": "Đại diện hộ dân ký xác nhận"}
            move(opinion, "verify", by=specialist, on=self.as_of, data=data)

    def _start(self, due) -> date:
        """A day of assignment from which the rule leads to a due date that lies as wanted."""
        for days in range(3, 60):
            start = self.as_of - timedelta(days=days)
            left = (compute_due("opinion.answer_after", start, level="commune").on - self.as_of).days
            if (due == "later" and left > 6) or (due == "soon" and 0 <= left <= 3) or (due == "overdue" and left < -2):
                return start
        return self.as_of - timedelta(days=3)
