"""Invented answers that fit an opinion: they take up what was asked. Reasons and milestones where it was not resolved.

Texts are in `data/answers.txt`. Outcomes are named as in `conferences.models.Outcome`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dialogue_portal.text import lower_first

from .grammar import pick, read_lists
from .slots import Slots

DATA = Path(__file__).resolve().parent / "data"
#: Why an opinion stays unresolved, by field of level 1; elsewhere `OTHER_REASONS`.
REASONS = {
    "01": ("missing_file", "dispute", "delay", "policy"),
    "02": ("waiting_superior", "dispute", "capital"),
    "03": ("capital", "policy", "delay"),
    "04": ("capital", "capital", "waiting_superior", "delay"),
    "05": ("capital", "capital", "delay"),
    "06": ("capital", "waiting_superior"),
    "07": ("delay", "capital", "dispute"),
    "12": ("missing_file", "policy"),
    "15": ("delay", "waiting_superior"),
    "16": ("policy", "waiting_superior"),
    "18": ("dispute", "missing_file", "delay"),
}
#: What was asked by a certain time was done at another: the time of the request stays out of the answer.
_BY_WHEN = re.compile(r",? (ngay )?trong (tuần|tháng|năm|quý|học kỳ|dịp hè)( tới| này| nay| [IV]+| \d+)?$")
_START = re.compile(r"(?:^|(?<=[.?] ))\w")
#: Requests for works, which nobody finishes within a week.
_WORKS = re.compile(
    r"(nâng cấp|mở rộng|xây|làm (đường|kè|nhà|rãnh|bếp)|đầu tư|cứng hóa|kiên cố|đổ bê tông|thảm|gia cố|bố trí vốn|lắp"
    r"|kéo|thay|sửa chữa|nạo vét|di dời|tu (bổ|sửa)|cải tạo|khôi phục|mở đường|đóng cửa bãi|trang bị|hoàn thiện|đưa"
    r"|bổ sung (biên chế|thiết bị|quỹ đất)|hạ thấp|khoan|bàn giao)"
)
_NAMES = ("Nhà nước", "Công an", "Nhân dân")
OTHER_REASONS = ("capital", "policy", "waiting_superior", "delay")


@dataclass(frozen=True)
class StepByStep:
    """One of the two provincial matters that the source says are being resolved step by step."""

    subject: str
    case_key: str
    milestone: str
    next_review_on: date


#: The subjects are the source's; milestones and review days are invented.
STEP_BY_STEP = (
    StepByStep(
        "Nhà lưu trú, nhà ở xã hội cho công nhân lao động",
        "0303.3",
        "Đã phê duyệt quy hoạch và chủ trương đầu tư hai dự án; lựa chọn nhà đầu tư, khởi công giai đoạn 1.",
        date(2026, 12, 31),
    ),
    StepByStep(
        "Công trình phúc lợi cho công nhân lao động",
        "0303.4",
        "Đã bố trí quỹ đất thiết chế công đoàn; hoàn thành nhà văn hóa, sân thể thao, sau đó đến nhà trẻ.",
        date(2027, 6, 30),
    ),
)


@cache
def _lists():
    return read_lists(DATA / "answers.txt")


@cache
def _facts(field_code, *, reasons_only):
    """What there is to explain about a field of level 2; and, unless a reason is wanted, what can always be said."""
    own = [phrase for name, phrases in _lists().items() if field_code in name.split() for phrase in phrases]
    general = _lists()["fact any"]
    if reasons_only:
        return tuple(own) or general[:1]
    return (*own, *own, *general)


class AnswerWriter:
    """Writes what a body answered to a draft opinion."""

    def __init__(self, rng):
        self.rng = rng

    def answer(self, draft, *, place, level, outcome, organisation, answered_on):
        """The text of an answer given by `organisation` on a day.

        `outcome` is "at_conference", "after_conference", "explained", "not_accepted" or "forwarded_up".
        """
        kind = {"at_conference": "hall", "after_conference": "after"}.get(outcome, outcome)
        return self._write(kind, draft, place, level, organisation, answered_on)

    def reason(self, draft):
        """A reason code that suits the field of the draft."""
        return pick(self.rng, REASONS.get(draft.field_code[:2], OTHER_REASONS))

    def unresolved(self, draft, *, place, level, organisation, on):
        """(reason code, explanation) of an opinion that stays unresolved."""
        reason = self.reason(draft)
        return reason, self._write(f"unresolved {reason}", draft, place, level, organisation, on)

    def milestone(self, draft, *, place, level, organisation, on):
        """How far a matter resolved step by step has come."""
        return self._write("milestone", draft, place, level, organisation, on)

    def post(self, *, place, level):
        """The post of whoever answers in the hall."""
        return self.rng.choice(_lists()[f"post {level}"]).render(self.rng, Slots(self.rng, place, date(2020, 1, 1)))

    def _write(self, kind, draft, place, level, organisation, day):
        # A promise names a day to come, an answer given later the day by which the thing was done.
        done_by = self.rng.randint(4, 30) if kind == "hall" else -self.rng.randint(0, 3)
        fill = _AnswerSlots(self.rng, draft, place, level, organisation, day, day + timedelta(days=done_by))
        fill.reasons_only = kind in ("explained", "not_accepted")
        return _capitals(pick(self.rng, _lists()[kind]).render(self.rng, fill))


class _AnswerSlots:
    """Fills the slots of one answer: its own first, then those that opinions have too."""

    def __init__(self, rng, draft, place, level, organisation, day, done_by):
        self.rng, self.day, self.done_by = rng, day, done_by
        self.field, self.level = draft.field_code, level
        self.officer = "officer now" if level == "commune" and not place.has_district else f"officer {level}"
        self.soon = "soon works" if _WORKS.match(draft.request) else "soon"
        self.reasons_only = False
        self.general = Slots(rng, place, day)
        subject, request = draft.subject, _BY_WHEN.sub("", draft.request)
        self.kept = {
            "org": organisation,
            "R": request,
            "do": f"đề nghị {subject} {request}" if subject else request,
            "did": f"{subject} đã {request}" if subject else f"đã {request}",
            "done": f"{subject or organisation} đã {request}",
            "next": str(day.month % 12 + 1),
        }

    def __call__(self, name):
        if name not in self.kept:
            self.kept[name] = self._words(name)
        return self.kept[name]

    def _words(self, name):
        if name == "fact_low":
            return _lower(self("fact"))
        if name in ("d0", "d1", "doc"):
            return self._dated(name)
        lists = _lists()
        if name == "fact":
            return pick(self.rng, _facts(self.field, reasons_only=self.reasons_only)).render(self.rng, self) + "."
        key = {"post": f"post {self.level}", "officer": self.officer, "soon": self.soon}.get(name, name)
        key = next((each for each in (key, f"{key} {self.field[:2]}", f"{key} 01") if each in lists), name)
        return pick(self.rng, lists[key]).render(self.rng, self) if key in lists else self.general(name)

    def _dated(self, name):
        if name == "doc":
            return f"Công văn số {self.rng.randint(11, 980)} ngày {_day(self.day)}"
        return _day(self.done_by if name == "d1" else self.day - timedelta(days=self.rng.randint(4, 12)))


def _day(day):
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _lower(sentence):
    """A sentence of its own as part of another: without its point, with a small letter unless it begins with a name."""
    sentence = sentence.removesuffix(".")
    return sentence if sentence.startswith(_NAMES) else lower_first(sentence)


def _capitals(text):
    return _START.sub(lambda found: found.group().upper(), text.strip())
