"""The ten sample petitions walked to the states their file gives, and some under way, dated around `as_of`.

Everything goes through the services a click calls. Of the denunciations there is a code and a paper file, no more.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from handling.numbering import skip_to
from petitions.models import Direction, PetitionKind, Source
from petitions.services.registering import PetitionData, SenderData, code_series, register_petition
from petitions.workflow import move
from registers.models import Organisation
from registers.services import record_document

from .texts import DATA

KINDS = {
    "COMPLAINT": PetitionKind.COMPLAINT,
    "DENUNCIATION": PetitionKind.DENUNCIATION,
    "RECOMMENDATION": PetitionKind.RECOMMENDATION,
    "MIXED": PetitionKind.MIXED,
}
SOURCES = {
    "Bưu chính": Source.POST,
    "Trực tiếp": Source.IN_PERSON,
    "Hộp thư góp ý": Source.LETTER_BOX,
    "Lãnh đạo giao": Source.LEADER,
}
#: The type in the number of the paper that a step brings; the others are decisions.
PAPERS = {"transfer": "PC", "guide": "PHD", "accept": "TB", "reply": "CV"}
ACCEPT, GUIDE, TRANSFER, FILE = Direction.ACCEPT, Direction.GUIDE, Direction.TRANSFER, Direction.FILE
COMMISSION, COMMUNE = "commission", "commune"


@dataclass(frozen=True)
class Way:
    """How a petition went: who received it how many days ago, what was decided, and the moves after the decision."""

    owner: str
    days_ago: int
    direction: str = ""
    steps: tuple = ()
    addressee: str = ""
    round: str = "first"
    signatories: int | None = None
    ineligible: tuple = ()


#: The ten samples, by their code.
SAMPLES = {
    "KN-2026-0001": Way(COMMISSION, 40, TRANSFER, ("transfer",), "SNNMT"),
    "KN-2026-0002": Way(COMMISSION, 38, GUIDE, ("guide",), "SNNMT"),
    "KN-2026-0003": Way(COMMISSION, 36, ACCEPT, ("accept",), round="second"),
    "TC-2026-0004": Way(COMMISSION, 34, TRANSFER, ("transfer",), "TTT"),
    "TC-2026-0005": Way(COMMISSION, 33, TRANSFER, ("transfer",), "UBKT"),
    "PA-2026-0006": Way(COMMUNE, 31, ACCEPT, ("accept", "start", "reply")),
    "PA-2026-0007": Way(COMMUNE, 29, ACCEPT, ("accept", "start"), signatories=27),
    "PA-2026-0008": Way(COMMISSION, 27, TRANSFER, ("transfer", "record_reply"), "SNNMT"),
    "DT-2026-0009": Way(COMMISSION, 16, "classify only"),
    "PA-2026-0010": Way(COMMISSION, 20, FILE, ("file",), ineligible=("no_date", "no_signature", "no_content")),
}
#: What is under way beside them: (kind, field, source, summary, way); a denunciation has no summary.
UNDER_WAY = (
    ("RECOMMENDATION", "0401", Source.POST, "Kiến nghị sửa cầu tạm qua kênh chính", Way(COMMISSION, 1)),
    ("COMPLAINT", "0203", Source.IN_PERSON, "Khiếu nại việc chưa được hỗ trợ chuyển đổi nghề", Way(COMMISSION, 2)),
    ("DENUNCIATION", "0904", Source.POST, "", Way(COMMISSION, 3)),
    (
        "RECOMMENDATION",
        "0701",
        Source.LETTER_BOX,
        "Phản ánh điểm tập kết rác cạnh chợ",
        Way(COMMISSION, 8, "propose only"),
    ),
    (
        "COMPLAINT",
        "0104",
        Source.BODY,
        "Khiếu nại cách tính tiền sử dụng đất",
        Way(COMMISSION, 9, TRANSFER, (), "SNNMT"),
    ),
    ("RECOMMENDATION", "1203", Source.ONLINE, "Kiến nghị rà soát hộ nghèo năm nay", Way(COMMUNE, 4)),
    (
        "RECOMMENDATION",
        "0603",
        Source.IN_PERSON,
        "Kiến nghị về nước sạch của xóm cuối tuyến",
        Way(COMMUNE, 41, ACCEPT, ("accept", "start")),
    ),
)


class PetitionLoader:
    """Makes the moves a person would make, on the days they would have made them."""

    def __init__(self, rng, writer, people, fields, as_of):
        self.rng, self.writer, self.people, self.fields, self.as_of = rng, writer, people, fields, as_of
        self.bodies = {body.code: body for body in Organisation.objects.filter(unit__parent__isnull=True)}
        self.officers = {COMMISSION: people["petitions"], COMMUNE: people["commune_petitions"]}
        self.leaders = {COMMISSION: people["leader"], COMMUNE: people["commune_leader"]}

    def load(self):
        """Returns the petitions made from the samples, in the order of their codes."""
        samples = json.loads((DATA / "samples.json").read_text(encoding="utf-8"))["petitions"]
        loaded = [self._walk_sample(sample) for sample in samples]
        for kind, field, source, summary, way in UNDER_WAY:
            self._walk(way, KINDS[kind], field, source, summary)
        return loaded

    def _walk_sample(self, sample):
        """The samples were numbered elsewhere, in one series for every kind."""
        way, kind = SAMPLES[sample["code"]], KINDS[sample["kind"]]
        year = (self.as_of - timedelta(days=way.days_ago)).year
        skip_to(code_series(kind == PetitionKind.DENUNCIATION), year, int(sample["code"][-4:]))
        summary, gloss = sample.get("summary_vi", ""), sample.get("gloss_en", "")
        return self._walk(way, kind, sample["field"], SOURCES[sample["channel"]], summary, gloss)

    def _walk(self, way, kind, field, source, summary, gloss=""):
        officer, day = self.officers[way.owner], self.as_of - timedelta(days=way.days_ago)
        petition = register_petition(
            self._data(way, kind, source, day, summary, gloss), by=officer, on=day, is_demo=True
        )
        if not way.direction:
            return petition
        day = self._later(day, 1)
        petition = move(petition, "classify", by=officer, on=day, data=self._classified(way, kind, field))
        if way.direction == "classify only":
            return petition
        return self._decide(petition, way, officer, day)

    def _data(self, way, kind, source, day, summary, gloss):
        owner = self.officers[way.owner].memberships.select_related("organisation__unit").get().organisation
        values = {"owner": owner, "kind": kind, "source": source, "received_on": day}
        if source == Source.BODY:
            values["sent_by"] = self.bodies["VPUB"]
        if kind == PetitionKind.DENUNCIATION:
            return PetitionData(**values, paper_file=f"{self.rng.randint(10, 99)}/HSM-{day.year}")
        senders = ()
        if "no_signature" not in way.ineligible:
            name, _woman = self.writer.person()
            senders = (
                SenderData(name, self.writer.place("xã"), id_number="000000000000", represents=bool(way.signatories)),
            )
        return PetitionData(
            **values, summary=summary, gloss_en=gloss, senders=senders, signatories=way.signatories or 1
        )

    def _classified(self, way, kind, field):
        own = way.direction in (ACCEPT, "classify only", "propose only")
        return {
            "kind": kind,
            "field": self.fields[field],
            "is_eligible": not way.ineligible,
            "ineligibilities": list(way.ineligible),
            "competence": "own" if own else "other_body",
            "round": way.round if kind == PetitionKind.COMPLAINT else "",
            "first_decided_elsewhere": True,
            "is_mass": bool(way.signatories),
        }

    def _decide(self, petition, way, officer, day):
        leader = officer if petition.is_denunciation else self.leaders[way.owner]
        day = self._later(day, 1)
        proposed = ACCEPT if way.direction == "propose only" else way.direction
        data = {"direction": proposed, "addressee": self.bodies.get(way.addressee)}
        petition = move(petition, "propose", by=officer, on=day, data=data)
        if way.direction == "propose only":
            return petition
        day = self._later(day, 1)
        paper = {"document": self._paper(petition, day)} if petition.is_denunciation else {}
        petition = move(petition, "approve", by=leader, on=day, data=paper)
        for step in way.steps:
            day = self._later(day, 2)
            data = {} if step == "file" else {"document": self._paper(petition, day, step)}
            if step == "start" and not petition.is_denunciation:
                data["lead"] = petition.owner
            petition = move(petition, step, by=officer, on=day, data=data)
        return petition

    def _later(self, day, days):
        return min(day + timedelta(days=days), self.as_of)

    def _paper(self, petition, day, step="approve"):
        number, owner = str(self.rng.randint(20, 180)), petition.owner
        by_step = PAPERS.get(step, "QĐ")
        symbol = petition.addressee.symbol if step == "record_reply" else f"{by_step}/{owner.symbol}"
        return record_document(type="notice", number=number, symbol=symbol, date=day, by=petition.created_by)
