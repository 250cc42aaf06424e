"""Citizen receptions of the commission and of one commune: a year of fixed days, and who came."""

from datetime import time, timedelta

from accounts.demo import load_reception_keeper
from petitions.models import PetitionKind, Receiver, ReceptionKind
from petitions.services.receptions import SessionData, cancel_session, hold_session, plan_series, plan_session
from petitions.services.registering import SenderData
from petitions.services.turns import TurnData, record_turn, turn_into_petition
from registers.models import Organisation

#: How long the record goes back, and how far ahead is planned.
BACK, AHEAD = 290, 75
#: What came in these last days and was accepted went on as a petition.
LATELY = 20
#: What visitors come for: kind, words.
MATTERS = (
    (PetitionKind.RECOMMENDATION, "Đề nghị sửa mương tiêu sau chợ, mưa là ngập sân các hộ."),
    (PetitionKind.RECOMMENDATION, "Phản ánh xe tải chở cát chạy qua xóm ban đêm, hỏng mặt đường."),
    (PetitionKind.COMPLAINT, "Không đồng ý diện tích đất bị thu hồi trong phương án bồi thường."),
    (PetitionKind.RECOMMENDATION, "Hỏi chế độ trợ cấp cho người cao tuổi sống một mình."),
    (PetitionKind.DENUNCIATION, ""),
    (PetitionKind.COMPLAINT, "Hồ sơ cấp giấy chứng nhận bị trả lại hai lần không nêu rõ lý do."),
    (PetitionKind.RECOMMENDATION, "Kiến nghị mở lối đi chung qua thửa đất công của xóm."),
)
DIRECTIONS = ("explain", "explain", "accept", "guide")


class ReceptionLoader:
    """Plans, holds and records as an officer would have done, up to the day `as_of`."""

    def __init__(self, rng, writer, people, as_of):
        self.rng, self.writer, self.people, self.as_of = rng, writer, people, as_of
        self.matters = 0

    def load(self):
        """Returns how many sessions were held."""
        leaders = {
            "petitions": "Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy",
            "commune_petitions": "Bí thư Đảng ủy xã",
        }
        own = sum(self._body(self.people[role], post) for role, post in leaders.items())
        return own + self._body(self._keeper(), "Bí thư Tỉnh ủy")

    def _keeper(self):
        """Who entered the days of the provincial secretary, to whom the province's quota applies."""
        head = Organisation.objects.get(code="TU")
        return load_reception_keeper(head, self.as_of - timedelta(days=BACK))

    def _body(self, officer, post):
        owner = officer.memberships.select_related("organisation__unit").get().organisation
        name, _woman = self.writer.person()
        first = self.as_of - timedelta(days=BACK)
        people = {"leader": f"{name}, {post}", "receiver": Receiver.HEAD}
        place = f"Trụ sở tiếp công dân, {owner.name}"
        data = SessionData(owner, ReceptionKind.PERIODIC, first, time(7, 30), place, **people)
        repeat = "weekday" if owner.unit.level == "province" else "weekly"
        sessions, _skipped = plan_series(data, repeat=repeat, until=self.as_of + timedelta(days=AHEAD), by=officer)
        sessions.append(self._ad_hoc(data, officer))
        held = sorted((session for session in sessions if session.on <= self.as_of), key=lambda one: one.on)
        if len(held) > 3:
            missed = held.pop(1)
            cancel_session(missed, reason="away", version=missed.version, by=officer)
        for session in held:
            self._hold(session, officer)
        return len(held)

    def _ad_hoc(self, data, officer):
        on = self.as_of - timedelta(days=12)
        values = vars(data) | {"on": on, "kind": ReceptionKind.AD_HOC, "starts_at": time(14), "grounds": ("complex",)}
        return plan_session(SessionData(**values), by=officer)

    def _hold(self, session, officer):
        number = self.rng.randint(0, 3)
        if not number:
            hold_session(session, version=session.version, on=session.on, by=officer)
        for _turn in range(number):
            turn = record_turn(session, self._turn(), on=session.on, by=officer)
            recent = self.as_of - session.on < timedelta(days=LATELY)
            if recent and turn.direction == "accept":
                turn_into_petition(turn, version=turn.version, by=officer, on=session.on)
        if session.kind == ReceptionKind.AD_HOC:
            record_turn(session, self._delegation(), on=session.on, by=officer)

    def _turn(self):
        kind, summary = MATTERS[self.matters % len(MATTERS)]
        self.matters += 1
        if kind == PetitionKind.DENUNCIATION:
            return TurnData(kind=kind, has_letter=True)
        direction = DIRECTIONS[self.matters % len(DIRECTIONS)]
        again = self.rng.random() < 0.2
        return TurnData(kind=kind, summary=summary, direction=direction, is_again=again, visitors=(self._visitor(),))

    def _delegation(self):
        visitors = tuple(self._visitor(represents=True) for _one in range(2))
        return TurnData(
            kind=PetitionKind.COMPLAINT,
            people=9,
            summary="Chín hộ đề nghị đo lại ranh giới thu hồi đất trước khi chi trả bồi thường.",
            direction="explain",
            has_letter=True,
            visitors=visitors,
        )

    def _visitor(self, **more):
        name, _woman = self.writer.person()
        return SenderData(name, self.writer.place("xã"), id_number="000000000000", **more)
