"""Walks a petition of any kind to any state by the moves of the table, with what each needs."""

from datetime import date

from petitions.models import Direction, PetitionKind, Source
from petitions.models import PetitionState as State
from petitions.services.registering import PetitionData, SenderData, register_petition
from petitions.workflow import move
from registers.services import record_document

C, D, R, M = PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION, PetitionKind.MIXED
RECEIVED = date(2026, 10, 5)
DAY = date(2026, 10, 7)
#: The direction by which a petition comes to a state, and the moves after its approval.
AFTER_APPROVAL = {
    State.ACCEPTED: (Direction.ACCEPT, ["accept"]),
    State.IN_PROGRESS: (Direction.ACCEPT, ["accept", "start"]),
    State.SUSPENDED: (Direction.ACCEPT, ["accept", "start", "suspend"]),
    State.SETTLED: (Direction.ACCEPT, ["accept", "start", "settle"]),
    State.PUBLISHED: (Direction.ACCEPT, ["accept", "start", "settle", "publish"]),
    State.EXECUTED: (Direction.ACCEPT, ["accept", "start", "settle", "execute"]),
    State.REPLIED: (Direction.TRANSFER, ["transfer", "record_reply"]),
    State.TERMINATED: (Direction.ACCEPT, ["accept", "terminate"]),
    State.TRANSFERRED: (Direction.TRANSFER, ["transfer"]),
    State.GUIDED: (Direction.GUIDE, ["guide"]),
    State.DECLINED: (Direction.DECLINE, ["decline"]),
    State.RETURNED: (Direction.RETURN, ["return_to_sender"]),
    State.REWRITING: (Direction.REWRITE, ["ask_rewrite"]),
    State.FILED: (Direction.FILE, ["file"]),
    State.CLOSED: (Direction.FILE, ["file", "close"]),
}
#: Why each kind is declined.
DECLINED = {C: "time_limit", D: "no_basis", R: "time_limit", M: ""}
#: States that a kind never has.
IMPOSSIBLE = {
    C: {State.SPLIT},
    D: {State.SPLIT, State.GUIDED, State.REWRITING},
    R: {State.SPLIT, State.SETTLED, State.PUBLISHED, State.EXECUTED, State.TERMINATED},
    M: set(State) - {State.RECEIVED, State.CLASSIFIED, State.SPLIT, State.STRUCK, State.WITHDRAWN},
}


class Road:
    """`people` has an officer and a leader of the owner; `addressee` is another body."""

    def __init__(self, owner, people, addressee, field):
        self.owner, self.people, self.addressee, self.field = owner, people, addressee, field

    def registered(self, kind, *, on=DAY, **more):
        values = {"source": Source.BODY, "received_on": RECEIVED}
        if kind == D:
            values["paper_file"] = "15/HS-2026"
        else:
            values |= {
                "summary": "Không đồng ý phương án bồi thường tại thửa 15",
                "senders": (SenderData("Nguyễn Văn A", "xóm 3, xã Kim Liên", "0900000001", "000000000000", True),),
                "signatories": 3,
            }
        data = PetitionData(owner=self.owner, kind=kind, **{**values, **more})
        return register_petition(data, by=self.people["officer"], on=on)

    def document(self, on=DAY):
        return record_document(type="notice", number="12", symbol="TB", date=on, by=self.people["officer"])

    def data(self, name, petition, direction=Direction.ACCEPT, on=DAY):
        """What a move needs; its paper is dated on the day `on`."""
        kind = petition.kind
        words = {} if kind == D else {"reason": "Theo đề nghị của cán bộ"}
        own = direction in (Direction.ACCEPT, Direction.DECLINE)
        eligible = direction != Direction.REWRITE
        return {
            "classify": {
                "kind": kind,
                "field": self.field,
                "is_eligible": eligible,
                "ineligibilities": [] if eligible else ["no_date"],
                "competence": "own" if own else "other_body",
                "round": "first" if kind == C else "",
            },
            "split": {
                "parts": [
                    {"kind": C, "field": self.field, "summary": "Khiếu nại thu hồi đất"},
                    {"kind": R, "field": self.field, "summary": "Kiến nghị tái định cư"},
                ]
            },
            "propose": {
                "direction": direction,
                "addressee": self.addressee if direction in (Direction.GUIDE, Direction.TRANSFER) else None,
                "decline_reason": DECLINED[kind] if direction == Direction.DECLINE else "",
                "complexity": "complex" if kind == D else "ordinary",
                **words,
            },
            "strike": {"ground": "twice"},
            "return_proposal": words,
            "approve": {"document": self.document(on)},
            "resubmit": {"received_on": DAY},
            "start": {"document": self.document(on), **({} if kind == D else {"lead": self.owner})},
            "change_lead": {"lead": self.addressee, **words},
            "settle": {"document": self.document(on), "finding": "partly"},
            "publish": {"day": DAY, "way": "posted"},
            "execute": {"day": DAY, **words},
            "withdraw": {"day": DAY, "has_request": True, **words},
            "suspend": {"document": self.document(on), "ground": "expert"},
            "terminate": {"document": self.document(on), "ground": "withdrawn"},
            "extend": {"document": self.document(on), "new_due_on": date(2026, 11, 30)},
            "mark": {"is_prolonged": True},
            "resume": {"document": self.document(on)},
            "file": {},
            "close": {"is_complete": True},
        }.get(name, {"document": self.document(on)})

    def to(self, kind, state, direction=Direction.ACCEPT, **more):
        """A petition in a state; `direction` is what is proposed where the state does not say it."""
        steps = {
            State.RECEIVED: [],
            State.CLASSIFIED: ["classify"],
            State.SPLIT: ["classify", "split"],
            State.PROPOSED: ["classify", "propose"],
            State.APPROVED: ["classify", "propose", "approve"],
            State.WITHDRAWN: ["withdraw"],
            State.STRUCK: ["strike"],
        }.get(state)
        if steps is None:
            direction, last = AFTER_APPROVAL[state]
            steps = ["classify", "propose", "approve", *last]
        petition = self.registered(kind, **more)
        for name in steps:
            petition = self.make(petition, name, direction)
        return petition

    def make(self, petition, name, direction=Direction.ACCEPT, *, on=DAY, **more):
        """Make a move with what it needs, as whoever may."""
        leads = name in ("approve", "return_proposal", "suspend", "resume", "terminate", "extend")
        by = self.people["leader" if leads and petition.kind != D else "officer"]
        data = {**self.data(name, petition, direction, on), **more}
        return move(petition, name, by=by, on=on, data=data)
