"""Opinions of commune A for tests of the screens: registered, and walked to a state by the people who may."""

from datetime import date

from conferences.models import Opinion, OpinionSearch, OpinionText, Speaker, SpeakerTurn
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import move
from handling.models import Handling

DAY = date(2026, 10, 5)
SPEAKER = SpeakerData(full_name="Nguyễn Văn Thường", capacity="Trưởng xóm", address="Xóm 3", phone="0912345678")


def registered(conference, by, *texts, speaker=SPEAKER, phase="at", gloss_en=""):
    """The opinions of one turn; one text is one opinion."""
    turn = TurnData(
        unit=conference.unit,
        conference=conference,
        taken_on=conference.held_on,
        phase=phase,
        speaker=speaker,
        items=tuple(ContentItem(text, gloss_en) for text in texts or ("Đề nghị nâng cấp đường thôn",)),
    )
    return register_turn(turn, by=by, on=DAY)


#: What each move needs on the way.
STEPS = {
    State.RECEIVED: [],
    State.CLASSIFIED: ["classify"],
    State.ASSIGNED: ["classify", "assign"],
    State.IN_PROGRESS: ["classify", "assign", "acknowledge"],
    State.ANSWERED: ["classify", "assign", "acknowledge", "answer"],
    State.VERIFIED: ["classify", "assign", "acknowledge", "answer", "verify"],
    State.CLOSED: ["classify", "assign", "acknowledge", "answer", "verify", "close"],
}


class Road:
    """Walks opinions of a conference; `people` are the users of the cast by role."""

    def __init__(self, conference, *, field, lead, assigner, clerk, chief, focal_point):
        self.conference, self.clerk, self.chief, self.focal_point = conference, clerk, chief, focal_point
        self.data = {
            "classify": {"field": field, "competent_level": conference.level},
            "assign": {"lead": lead, "assigner": assigner},
            "answer": {"text": "Đã kiểm tra và sửa xong."},
            "verify": {"outcome": "after_conference", "confirmed_by": "Trưởng xóm 3"},
        }

    def to(self, state, *texts, **kwargs):
        opinion = registered(self.conference, self.clerk, *texts, **kwargs)[0]
        for name in STEPS[State(state)]:
            by = self.focal_point if name in ("acknowledge", "answer") else self.chief
            opinion = move(opinion, name, by=by, on=DAY, data=dict(self.data.get(name, {})))
        return opinion


def many(conference, by, count):
    """So many received opinions of one more turn, written in bulk: for tests that only read lists."""
    before = SpeakerTurn.objects.count() * 10_000
    turn = SpeakerTurn.objects.create(
        conference=conference,
        unit=conference.unit,
        number=before + 1,
        phase="at",
        channel="spoken",
        taken_on=conference.held_on,
    )
    Speaker.objects.create(turn=turn, full_name="Nguyễn Văn Thường")
    handlings = Handling.objects.bulk_create(Handling(kind="opinion", unit=conference.unit) for _number in range(count))
    opinions = Opinion.objects.bulk_create(
        Opinion(
            code=f"YK-2026-{before + number:05d}",
            turn=turn,
            item=number,
            conference=conference,
            unit=conference.unit,
            level=conference.level,
            raised_on=conference.held_on,
            phase="at",
            channel="spoken",
            handling=handling,
            created_by=by,
        )
        for number, handling in enumerate(handlings, start=1)
    )
    texts = OpinionText.objects.bulk_create(OpinionText(opinion=row, text="Đường thôn hẹp", by=by) for row in opinions)
    for row, text in zip(opinions, texts, strict=True):
        row.current_text = text
    Opinion.objects.bulk_update(opinions, ["current_text"], batch_size=500)
    OpinionSearch.objects.bulk_create(OpinionSearch(opinion=row, words="duong thon hep") for row in opinions)
    return opinions
