"""Sessions and turns of citizen reception as tests need them."""

from datetime import date, time

from petitions.models import PetitionKind, Receiver, ReceptionKind
from petitions.services.receptions import SessionData, plan_session
from petitions.services.registering import SenderData
from petitions.services.turns import TurnData, record_turn

#: A Thursday before the law changed, and one after.
BEFORE, ON = date(2026, 6, 11), date(2026, 10, 8)
VISITOR = SenderData("Nguyễn Thị Sen", "xóm 3, xã Kim Liên", "0912345678", "040188001234")
WORDS = "Phản ánh mương tiêu sau chợ bị lấp"


class Receptions:
    """Receives for `owner`, as `officer`."""

    def __init__(self, owner, officer):
        self.owner, self.officer = owner, officer

    def data(self, **more):
        values = {
            "owner": self.owner,
            "kind": ReceptionKind.PERIODIC,
            "on": ON,
            "starts_at": time(7, 30),
            "place": "Trụ sở tiếp công dân",
            "leader": "Trần Văn Lâm, Trưởng ban",
        }
        values |= more
        if values["kind"] != ReceptionKind.ROUTINE:
            values.setdefault("receiver", Receiver.OTHER if values.get("delegate") else Receiver.HEAD)
        return SessionData(**values)

    def session(self, **more):
        return plan_session(self.data(**more), by=self.officer)

    def turn_data(self, kind=PetitionKind.RECOMMENDATION, **more):
        if kind == PetitionKind.DENUNCIATION:
            return TurnData(kind=kind, **more)
        return TurnData(**{"kind": kind, "summary": WORDS, "visitors": (VISITOR,), **more})

    def turn(self, session, kind=PetitionKind.RECOMMENDATION, **more):
        return record_turn(session, self.turn_data(kind, **more), on=session.on, by=self.officer)
