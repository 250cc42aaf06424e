"""The minutes of a conference (biên bản): the one context from which PDF and Word are made.

Anatomy: Party letterhead as in Hướng dẫn 36-HD/VPTW, State letterhead as in NĐ 30/2020, Mẫu 1.9.
"""

from django.db.models import Min, Prefetch
from django.utils import timezone, translation

from conferences.models import AttendanceStatus, Conference, DelegateGroup, Opinion, OpinionState, Outcome
from dialogue_portal.text import two_digits

from .letterheads import Letterhead, head_of
from .wording import WORDS

FOLLOWED_UP = (OpinionState.ASSIGNED, OpinionState.IN_PROGRESS)


def minutes_context(conference_id, *, letterhead, language):
    """Everything the minutes print, as plain values. A constant number of queries, whatever the size."""
    with translation.override(language):
        conference = (
            Conference.objects.select_related("unit__parent", "organiser", "minutes", "notice")
            .prefetch_related("chairs__person", "venues", "staff__user")
            .get(pk=conference_id)
        )
        words = WORDS[language]
        head = head_of(conference, letterhead, conference.minutes)
        delegates = _delegates(conference)
        turns = _turns(conference)
        return {
            "language": language,
            "words": words,
            "letterhead": letterhead,
            "head": head,
            "date_line": f"{head.place}, {words['date'](conference.held_on)}",
            "is_draft": conference.minutes_id is None,
            "name": conference.title,
            "theme": conference.theme,
            "opening": _opening(conference, head, words),
            "chairs": [
                f"{words['honorific'][letterhead]}{chair.person.full_name}, {chair.titles}"
                for chair in conference.chairs.all()
            ],
            "groups": _groups(delegates),
            "attendance": _attendance(delegates, words),
            "participants": words["participants"].format(count=two_digits(conference.participants or 0)),
            "secretaries": [staff.user.full_name for staff in conference.staff.all()],
            "agenda": [line for line in conference.agenda.splitlines() if line.strip()],
            "turns": [_turn_lines(number, turn, words) for number, turn in enumerate(turns, start=1)],
            "assigned": _assigned(turns),
            "conclusion": _conclusion(conference, words),
            "statistics": _statistics(turns, words),
            "closing": _closing(conference, words),
            "seal": words["seal"].format(issuer=head.issuer),
            "sign_left": words["sign_left"][letterhead],
            "sign_right": words["sign_right"][letterhead],
            "signers": [chair.person.full_name for chair in conference.chairs.all()][:1],
            "recipients": words["recipients_lines"][letterhead],
            "annex_title": words["annex_title"].format(name=conference.title),
            "delegates": [_delegate_row(number, row, words) for number, row in enumerate(delegates, start=1)],
            "annex_total": words["annex_total"].format(count=two_digits(len(delegates))),
        }


def _delegates(conference):
    """Delegates in protocol order: by their highest post, then unit, then given name."""
    return list(
        conference.delegates.select_related("person", "unit", "substitute")
        .prefetch_related("posts")
        .annotate(highest=Min("posts__rank"))
        .order_by("highest", "unit__sort_key", "person__sort_key", "pk")
    )


def _turns(conference):
    opinions = Opinion.objects.exclude(state=OpinionState.REFUSED).select_related("current_text", "handling__lead")
    opinions = opinions.prefetch_related("answers__organisation").order_by("item")
    turns = conference.turns.select_related("speaker__delegate__person").prefetch_related(
        Prefetch("opinions", queryset=opinions)
    )
    return [turn for turn in turns.order_by("number") if turn.opinions.all()]


def _local(moment):
    return timezone.localtime(moment) if moment else None


def _opening(conference, head, words):
    places = "; ".join(venue.name for venue in conference.venues.all()) or words["no_place"]
    values = {
        "date": words["date"](conference.held_on),
        "place": places,
        "issuer": _sentence_case(head.issuer),
        "name": conference.title,
    }
    starts = _local(conference.starts_at)
    if starts is None:
        return words["opening_no_time"].format(**values)
    return words["opening"].format(time=words["time"](starts), **values)


def _sentence_case(upper):
    """ "ĐẢNG ỦY XÃ KIM LIÊN" → "Đảng ủy xã Kim Liên": names keep capitals, the kinds of bodies lose them."""
    small = {"ỦY", "BAN", "NHÂN", "DÂN", "XÃ", "PHƯỜNG", "TỈNH", "HUYỆN", "THỊ", "TRẤN", "THÀNH", "PHỐ", "KHU"}
    spelled = [word.lower() if word in small else word.capitalize() for word in upper.split()]
    text = " ".join(spelled)
    return text[:1].upper() + text[1:]


def _closing(conference, words):
    ends = _local(conference.ends_at)
    if ends is None:
        return words["closing_no_time"]
    if ends.date() != conference.held_on:
        return words["closing_date"].format(time=words["time"](ends), date=words["date"](ends.date()))
    return words["closing"].format(time=words["time"](ends))


def _groups(delegates):
    """[(group name, count)] in the order of the vocabulary, groups without a delegate left out."""
    counts = {}
    for delegate in delegates:
        counts[delegate.group] = counts.get(delegate.group, 0) + 1
    return [(group.label, two_digits(counts[group])) for group in DelegateGroup if group in counts]


def _attendance(delegates, words):
    if not delegates:
        return ""
    by_status = dict.fromkeys(AttendanceStatus, 0)
    for delegate in delegates:
        by_status[AttendanceStatus(delegate.status)] += 1
    excused, absent = by_status[AttendanceStatus.EXCUSED], by_status[AttendanceStatus.ABSENT]
    substituted = by_status[AttendanceStatus.SUBSTITUTED]
    return words["attendance"].format(
        invited=two_digits(len(delegates)),
        present=two_digits(by_status[AttendanceStatus.ATTENDED] + substituted),
        missing=two_digits(excused + absent),
        excused=two_digits(excused),
        substituted=two_digits(substituted),
    )


def _turn_lines(number, turn, words):
    return {
        "heading": words["turn"].format(number=number, speaker=_speaker(turn, words)),
        "entries": [_item(opinion) for opinion in turn.opinions.all()],
    }


def _speaker(turn, words):
    speaker = getattr(turn, "speaker", None)
    if speaker is None:
        return words["erased"]
    name = speaker.delegate.person.full_name if speaker.delegate_id else speaker.full_name
    shown = f"{words['citizen']}{name}" if name else speaker.capacity
    beside = [part for part in (speaker.capacity if name else "", speaker.address) if part]
    text = f"{shown} ({', '.join(beside)})" if beside else shown
    return text or words["erased"]


def _item(opinion):
    answers = [answer for answer in opinion.answers.all() if answer.in_hall]
    return {
        "code": opinion.code,
        "text": opinion.current_text.text,
        "gloss": opinion.current_text.gloss_en,
        "answers": [
            {"by": answer.answerer or str(answer.organisation or ""), "text": answer.text} for answer in answers
        ],
        "outcome": opinion.get_outcome_display() if opinion.outcome == Outcome.AT_CONFERENCE else "",
    }


def _opinions(turns):
    return [opinion for turn in turns for opinion in turn.opinions.all()]


def _assigned(turns):
    """What was assigned for later: (number, text, lead, due date)."""
    rows = [opinion for opinion in _opinions(turns) if opinion.handling.lead_id]
    return [
        (
            number,
            opinion.current_text.text,
            str(opinion.handling.lead),
            f"{opinion.handling.due_on:%d/%m/%Y}" if opinion.handling.due_on else "–",
        )
        for number, opinion in enumerate(rows, start=1)
    ]


def _conclusion(conference, words):
    if conference.notice_id:
        return words["conclusion_notice"].format(document=conference.notice.label)
    return words["conclusion_none"]


def _statistics(turns, words):
    opinions = _opinions(turns)
    in_hall = [opinion for opinion in opinions if any(answer.in_hall for answer in opinion.answers.all())]
    forwarded = [opinion for opinion in opinions if opinion.outcome == Outcome.FORWARDED_UP]
    assigned = [
        opinion
        for opinion in opinions
        if opinion.handling.lead_id and opinion not in in_hall and opinion not in forwarded
    ]
    return words["statistics_line"].format(
        turns=two_digits(len(turns)),
        items=two_digits(len(opinions)),
        in_hall=two_digits(len(in_hall)),
        assigned=two_digits(len(assigned)),
        forwarded=two_digits(len(forwarded)),
        open=two_digits(len(opinions) - len(in_hall) - len(assigned) - len(forwarded)),
    )


def _delegate_row(number, delegate, words):
    status = delegate.get_status_display()
    if delegate.substitute_id:
        status = words["substitute"].format(name=delegate.substitute.full_name)
    return (
        number,
        delegate.person.full_name,
        "; ".join(post.title for post in delegate.posts.all()),
        delegate.unit.name if delegate.unit_id else "",
        delegate.get_group_display(),
        status,
    )


def both_letterheads(conference):
    """The letterheads to offer, the one that follows from the organising side first (joint papers use the Party's)."""
    order = [Letterhead.PARTY, Letterhead.STATE]
    return order[::-1] if conference.side == "state" else order
