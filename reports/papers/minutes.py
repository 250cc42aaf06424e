"""The minutes of a conference (biên bản): the one context from which PDF and Word are made.

Party letterhead: the anatomy of Hướng dẫn 36-HD/VPTW. State letterhead: NĐ 30/2020, Mẫu 1.9.
"""

from django.utils import timezone, translation

from . import minutes_parts as parts
from .blocks import Signature, part, section, text
from .letterheads import Letterhead, head_of
from .minutes_record import read_record
from .wording import words_of


def minutes_context(conference_id, *, letterhead, language):
    """Everything the minutes print, as plain values. A constant number of queries, whatever the size."""
    with translation.override(language):
        words = words_of(language, letterhead)
        record = read_record(conference_id)
        conference = record.conference
        head = head_of(conference, letterhead)
        body = _party_body if letterhead == Letterhead.PARTY else _state_body
        secretaries = [staff.user.full_name for staff in conference.staff.all()]
        chairs = [chair.person.full_name for chair in conference.chairs.all()]
        hint = words["sign_hint"]
        return {
            "language": language,
            "letterhead": str(letterhead),
            "working_copy": words["working_copy"],
            "head": head,
            # The State's form has the day in its first line and none in the head.
            "date_line": f"{head.place}, {words['date'](_last_day(conference))}" if head.is_party else "",
            "draft": words["draft"] if conference.minutes_id is None else "",
            "title": words["title"],
            "abstract": "",
            "addressed": (),
            "subject": conference.title,
            "blocks": body(record, head, words),
            "signatures": [
                Signature(words["sign_left"], hint, next(iter(secretaries), "")),
                Signature(words["sign_right"], hint, next(iter(chairs), "")),
            ],
            "seal": words["seal"].format(issuer=head.issuer) if head.is_party else "",
            "seal_hint": words["seal_hint"],
            "recipients_beside": False,
            "recipients": words["recipients"],
            "recipients_lines": words["recipients_lines"],
            "annexes": parts.annexes(record, words),
        }


# --- Party ---------------------------------------------------------------------------------------------------------


def _party_body(record, head, words):
    conference = record.conference
    blocks = [text(_party_opening(conference, head, words))]
    if conference.theme:
        blocks.append(text(f"{words['theme']}: {conference.theme}."))
    blocks.append(part(words["composition"]))
    blocks += parts.numbered(_party_composition(record, words))
    blocks.append(part(words["content"]))
    blocks += parts.numbered(parts.content(record, words))
    blocks += [part(words["statistics"]), text(parts.statistics(record, words)), text(_party_closing(record, words))]
    return blocks


def _party_opening(conference, head, words):
    values = {
        "date": words["date"](conference.held_on),
        "place": _places(conference, words),
        "issuer": head.issuer_name,
        "name": conference.title,
    }
    starts = _local(conference.starts_at)
    if starts is None:
        return words["opening_no_time"].format(**values)
    return words["opening"].format(time=words["time"](starts), **values)


def _party_composition(record, words):
    """(heading, blocks) of who was there."""
    above, own, people = parts.delegate_groups(record, words)
    yield words["chairs"], [text(line) for line in parts.chair_lines(record, words)] or parts.to_fill(words)
    if above:
        yield words["guests"], [text(line) for line in above]
    yield words["delegates"], [text(line) for line in (*own, *people, *parts.attendance_lines(record, words))]
    yield words["secretary"], [text(line) for line in parts.secretary_lines(record, words)] or parts.to_fill(words)


def _party_closing(record, words):
    ends = _local(record.conference.ends_at)
    if ends is None:
        return words["closing_no_time"]
    if ends.date() != record.conference.held_on:
        return words["closing_date"].format(time=words["time"](ends), date=words["date"](ends.date()))
    return words["closing"].format(time=words["time"](ends))


# --- State ---------------------------------------------------------------------------------------------------------


def _state_body(record, head, words):
    conference, state = record.conference, words["state"]
    starts = _local(conference.starts_at)
    day = f"{conference.held_on:%d/%m/%Y}"
    begins = state["begins"].format(time=words["time"](starts), day=day) if starts else state["day"].format(day=day)
    above, own, people = parts.delegate_groups(record, words)
    blocks = [text(begins), text(state["place"].format(place=_places(conference, words)))]
    if conference.theme:
        blocks.append(text(f"{words['theme']}: {conference.theme}."))
    blocks.append(section(state["composition"]))
    blocks += [text(line) for line in (*above, *own, *people, *parts.attendance_lines(record, words))]
    blocks.append(section(state["chair"]))
    blocks += [text(line) for line in parts.chair_lines(record, words)] or parts.to_fill(words)
    blocks.append(section(state["secretary"]))
    blocks += [text(line) for line in parts.secretary_lines(record, words)] or parts.to_fill(words)
    blocks.append(section(state["content"]))
    statistics = (state["statistics"], [text(parts.statistics(record, words))])
    blocks += parts.numbered([*parts.content(record, words), statistics])
    return [*blocks, text(_state_closing(conference, words))]


def _state_closing(conference, words):
    ends = _local(conference.ends_at)
    if ends is None:
        return words["state"]["ends_on"].format(date=words["date"](conference.held_on))
    return words["state"]["ends"].format(time=words["time"](ends), date=words["date"](ends.date()))


# --- both ----------------------------------------------------------------------------------------------------------


def _local(moment):
    return timezone.localtime(moment) if moment else None


def _last_day(conference):
    """Minutes are drawn up at the end of a conference."""
    ends = _local(conference.ends_at)
    return max(ends.date(), conference.held_on) if ends else conference.held_on


def _places(conference, words):
    return "; ".join(venue.name for venue in conference.venues.all()) or words["no_place"]


def both_letterheads(conference):
    """The letterheads to offer, the one that follows from the organising side first (joint papers use the Party's)."""
    order = [Letterhead.PARTY, Letterhead.STATE]
    return order[::-1] if conference.side == "state" else order
