"""The parts that minutes are put together from, whatever the letterhead."""

from conferences.models import AttendanceStatus, DelegateGroup, Outcome

from .blocks import Annex, gloss, item, section, table, text

#: More opinions than these are listed in an annex, not in the body.
MOST_IN_BODY = 20
OPINION_WIDTHS = (10, 42, 88, 64, 34, 23)
ASSIGNED_WIDTHS = (10, 86, 42, 24)
DELEGATE_WIDTHS = (14, 54, 80, 44, 38, 31)


def numbered(sections):
    """Blocks of (heading, blocks) pairs, the headings numbered from 1 and their items after them: 3.1, 3.2."""
    found = []
    for number, (heading, blocks) in enumerate(sections, start=1):
        found.append(section(f"{number}. {heading}"))
        at = 0
        for block in blocks:
            if block.kind == "item":
                at += 1
                block = item(f"{number}.{at}. {block.text}")
            found.append(block)
    return found


def to_fill(words):
    """A dotted line, to be filled in by hand."""
    return [text(words["dots"])]


# --- who was there -------------------------------------------------------------------------------------------------


def chair_lines(record, words):
    return [f"{_official(chair.person, words)}, {chair.titles}." for chair in record.conference.chairs.all()]


def secretary_lines(record, words):
    return [f"{words['official']['']}{staff.user.full_name}." for staff in record.conference.staff.all()]


def _official(person, words):
    """The name as the letterhead addresses officials: comrade, or Mr and Ms where it is known which."""
    return f"{words['official'][person.salutation]}{person.full_name}"


def _citizen(full_name, salutation, words):
    """A citizen is never addressed as a comrade."""
    return f"{words['citizen'][salutation]}{full_name}" if full_name else ""


def delegate_groups(record, words):
    """Three lists of lines: delegates from above, delegates of the level, representatives of the people."""
    above = set(record.groups_from_above)
    lines = {"above": [], "own": [], "people": []}
    for group in DelegateGroup:
        number = len(record.delegates_of(group))
        if number:
            place = "above" if group in above else "people" if group == DelegateGroup.PEOPLE else "own"
            lines[place].append(words["group"].format(group=group.label, count=words["count"](number)))
    return lines["above"], lines["own"], lines["people"]


def attendance_lines(record, words):
    """Invited and present as listed, and how many people attended in all."""
    lines = []
    if record.delegates:
        excused = record.count_status(AttendanceStatus.EXCUSED)
        absent = record.count_status(AttendanceStatus.ABSENT)
        lines.append(
            words["attendance"].format(
                invited=words["count"](len(record.delegates)),
                present=words["count"](record.present),
                missing=words["count"](excused + absent),
                excused=words["count"](excused),
                substituted=words["count"](record.count_status(AttendanceStatus.SUBSTITUTED)),
            )
        )
    participants = words["participants"].format(count=words["count"](record.conference.participants or 0))
    annex = words["see_annex"].format(annex=_delegates_annex(record, words)) if record.delegates else ""
    return [*lines, f"{participants} {annex}".strip()]


# --- what was said -------------------------------------------------------------------------------------------------


def content(record, words):
    """(heading, blocks) of the course of the conference."""
    agenda = [line for line in record.conference.agenda.splitlines() if line.strip()]
    if agenda:
        # The agenda says what was reported, too.
        yield words["opening_item"], [text(f"- {line}") for line in agenda]
    else:
        yield words["opening_item"], [text(words["opening_usual"])]
        yield words["reports_item"], [text(words["reports_usual"])]
    if len(record.entries) > MOST_IN_BODY:
        yield words["opinions_and_answers_item"], [text(_counted_in_annex(record, words))]
    else:
        yield words["opinions_item"], _opinions(record, words)
        if record.entries:
            yield words["answers_item"], _answers(record, words)
    yield words["conclusion_item"], _conclusion(record, words)


def _counted_in_annex(record, words):
    line = words["opinions_count"].format(
        turns=words["count"](len(record.turns)), items=words["count"](len(record.entries))
    )
    return f"{line} {words['see_annex'].format(annex=_opinions_annex(record, words))}"


def _opinions(record, words):
    if not record.entries:
        return [text(words["no_opinions"])]
    blocks, last = [], 0
    for entry in record.entries:
        if entry.turn != last:
            blocks.append(item(f"{_speaker(record.turns[entry.turn - 1], words)}:"))
            last = entry.turn
        opinion = entry.opinion
        blocks.append(text(f"({entry.item}) {opinion.current_text.text} [{opinion.code}]"))
        blocks += _gloss(opinion, words)
    return blocks


def _gloss(opinion, words):
    return [gloss(opinion.current_text.gloss_en)] if words["glosses"] and opinion.current_text.gloss_en else []


def _answers(record, words):
    blocks = []
    for entry in record.entries:
        blocks += [
            text(f"- {words['to_opinion'].format(code=entry.opinion.code)} {line}") for line in _said(entry, words)
        ]
    noted = len(record.entries) - record.courses["in_hall"]
    if noted:
        sentence = words["noted_rest" if blocks else "noted_all"]
        blocks.append(text(sentence.format(noted=words["count"](noted), **_courses(record, words))))
    return blocks


def _courses(record, words):
    """The counts of answered, assigned, forwarded and open opinions, as printed."""
    return {name: words["count"](record.courses[name]) for name in ("in_hall", "assigned", "forwarded", "open")}


def _said(entry, words):
    """Who answered what in the hall, with the result."""
    resolved = entry.opinion.outcome == Outcome.AT_CONFERENCE
    result = words["result"].format(result=words["resolved" if resolved else "noted"])
    for answer in entry.hall_answers:
        by = answer.answerer or (answer.organisation.name if answer.organisation_id else "")
        yield f"{by}: {answer.text} {result}" if by else f"{answer.text} {result}"


def _speaker(turn, words):
    speaker = getattr(turn, "speaker", None)
    if speaker is None:
        return words["erased"]
    name = _speaker_name(speaker, words)
    shown = name or speaker.capacity
    beside = [part for part in (speaker.capacity if name else "", speaker.address) if part]
    spoken = f"{shown} ({', '.join(beside)})" if beside else shown
    return spoken or words["erased"]


def _speaker_name(speaker, words):
    if not speaker.delegate_id:
        return _citizen(speaker.full_name, "", words)
    person = speaker.delegate.person
    if speaker.delegate.group == DelegateGroup.PEOPLE:
        return _citizen(person.full_name, person.salutation, words)
    return _official(person, words)


def _conclusion(record, words):
    assigned = [entry for entry in record.entries if entry.course == "assigned"]
    said = _concluded(record, words)
    if not assigned:
        return [text(said)]
    if len(record.entries) > MOST_IN_BODY:
        return [text(f"{said} {words['assigned_in_annex'].format(annex=_opinions_annex(record, words))}")]
    rows = [
        (str(number), entry.opinion.current_text.text, entry.opinion.handling.lead.name, _due(entry.opinion))
        for number, entry in enumerate(assigned, start=1)
    ]
    return [text(said), table(words["assigned_head"], rows, ASSIGNED_WIDTHS)]


def _concluded(record, words):
    notice = record.conference.notice
    if notice is None:
        sentence = words["conclusion_assigned" if record.courses["assigned"] else "conclusion_none"]
        return sentence.format(**_courses(record, words))
    sentence = words["conclusion_notice" if notice.designation else "conclusion_notice_no_number"]
    return sentence.format(number=notice.printed_designation, date=words["date"](notice.date))


def _due(opinion):
    return f"{opinion.handling.due_on:%d/%m/%Y}" if opinion.handling.due_on else "–"


def statistics(record, words):
    return words["statistics_line"].format(
        turns=words["count"](len(record.turns)),
        items=words["count"](len(record.entries)),
        **_courses(record, words),
    )


# --- annexes -------------------------------------------------------------------------------------------------------


def annexes(record, words):
    """The list of opinions, when they are many, and the list of delegates."""
    found = []
    if len(record.entries) > MOST_IN_BODY:
        rows = [_opinion_row(number, entry, record, words) for number, entry in enumerate(record.entries, start=1)]
        blocks = (table(words["opinions_head"], rows, OPINION_WIDTHS),)
        found.append(Annex(_opinions_annex(record, words).upper(), words["opinions_title"], blocks))
    if record.delegates:
        rows = [_delegate_row(number, row, words) for number, row in enumerate(record.delegates, start=1)]
        total = text(words["annex_total"].format(count=words["count"](len(rows))))
        blocks = (table(words["delegates_head"], rows, DELEGATE_WIDTHS), total)
        subject = words["delegates_title"].format(name=record.conference.title)
        found.append(Annex(_delegates_annex(record, words).upper(), subject, blocks))
    return found


def _opinions_annex(record, words):
    return f"{words['annex']} 1" if record.delegates else words["annex"]


def _delegates_annex(record, words):
    return f"{words['annex']} 2" if len(record.entries) > MOST_IN_BODY else words["annex"]


def _opinion_row(number, entry, record, words):
    opinion = entry.opinion
    said = opinion.current_text.text
    if words["glosses"] and opinion.current_text.gloss_en:
        said = f"{said}\n{opinion.current_text.gloss_en}"
    lead = opinion.handling.lead.name if opinion.handling.lead_id else ""
    return (
        str(number),
        _speaker(record.turns[entry.turn - 1], words),
        f"{said} [{opinion.code}]",
        " ".join(_said(entry, words)),
        lead,
        _due(opinion) if lead else "",
    )


def _delegate_row(number, delegate, words):
    status = delegate.get_status_display()
    if delegate.substitute_id:
        status = words["substitute"].format(name=delegate.substitute.full_name)
    return (
        str(number),
        delegate.person.full_name,
        "; ".join(post.title for post in delegate.posts.all()),
        delegate.unit.name if delegate.unit_id else "",
        delegate.get_group_display(),
        status,
    )
