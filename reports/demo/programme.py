"""The provincial meeting and dialogue programme of 3-4 August 2023, through the services a click calls.

Names of public figures, numbers of documents and of delegates are those of the articles; delegates' names and the
18 questions are invented.
"""

import json
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.utils import timezone

from conferences.conference_workflow import move as move_conference
from conferences.models import Channel, Conference, Delegate, Phase, Salutation, SpeakerKind
from conferences.services.conferences import appoint_secretary
from conferences.services.delegate_import import confirm_import, start_import
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.services.people import ChairRow, CommitteeRow
from conferences.services.planning import plan_with_people
from conferences.workflow import move
from registers.models import AdministrativeUnit, Organisation
from registers.services import record_document

DATA = Path(__file__).resolve().parent / "data"
DAY = date(2023, 8, 3)
DISTRICT_DELEGATES, COMMUNE_DELEGATES = 93, 1_028
#: Posts of the 1,028 commune delegates: at least 334 people hold two (1,362 posts).
SECRETARY, CHAIR_COUNCIL, CHAIR_COMMITTEE = "Bí thư Đảng ủy", "Chủ tịch HĐND", "Chủ tịch UBND"
POSTS = {SECRETARY: 451, CHAIR_COUNCIL: 455, CHAIR_COMMITTEE: 456}


def load_programme(writer, people, fields):
    """Create the programme with its committee, documents, delegates and questions; returns the conference."""
    province = AdministrativeUnit.objects.on(DAY).get(code="40", parent__isnull=True)
    bodies = {body.code: body for body in Organisation.objects.filter(unit=province)}
    facts = json.loads((DATA / "programme.json").read_text(encoding="utf-8"))
    conference = _plan(facts, province, bodies, people)
    conference = _walk_to_announced(conference, facts, bodies, people)
    _load_delegates(conference, writer, people["specialist"])
    opinions = _load_questions(conference, facts, people)
    conference = _hold(conference, facts, bodies, people)
    _resolve(opinions, facts, bodies, fields, people)
    Conference.objects.filter(pk=conference.pk).update(is_demo=True)
    return conference


def _document(by, *, type, number, symbol, day, abstract, issuer):
    return record_document(
        type=type, number=number, symbol=symbol, date=day, abstract=abstract, issuing_organisation=issuer, by=by
    )


def _plan(facts, province, bodies, people):
    zone = timezone.get_default_timezone()
    return plan_with_people(
        by=people["specialist"],
        on=date(2023, 5, 15),
        values={
            "title": facts["title"],
            "theme": facts["theme"],
            "unit": province,
            "organiser": bodies["BDV"],
            "side": "both",
            "kind": "programme",
            "mode": "in_person",
            "held_on": DAY,
            "starts_at": datetime(2023, 8, 3, 14, 0, tzinfo=zone),
            "ends_at": datetime(2023, 8, 4, 11, 30, tzinfo=zone),
            "agenda": "\n".join(facts["agenda"]),
            "planned_participants": DISTRICT_DELEGATES + COMMUNE_DELEGATES,
        },
        venues=facts["venues"],
        chairs=[ChairRow(*chair) for chair in facts["chairs"]],
        committee=[
            CommitteeRow(
                duty=row["duty"],
                full_name=row.get("name", ""),
                organisation=bodies.get(row.get("organisation")),
                titles=row.get("titles", ""),
            )
            for row in facts["committee"]
        ],
        token=None,
    )


def _walk_to_announced(conference, facts, bodies, people):
    plan = _document(
        people["specialist"],
        type="plan",
        number="187",
        symbol="KH/TU",
        day=date(2023, 5, 30),
        abstract=facts["plan_abstract"],
        issuer=bodies["TU"],
    )
    decision = _document(
        people["specialist"],
        type="decision",
        number="1960",
        symbol="QĐ/TU",
        day=date(2023, 6, 8),
        abstract=facts["decision_abstract"],
        issuer=bodies["TU"],
    )
    Conference.objects.filter(pk=conference.pk).update(decision=decision)
    step = partial(move_conference, by=people["leader"])
    conference = step(conference, "approve_plan", on=date(2023, 5, 30), data={"document": plan})
    conference = step(conference, "prepare", on=date(2023, 6, 1))
    return step(conference, "announce", on=date(2023, 7, 20), data={"announced_on": date(2023, 7, 20)})


def _hold(conference, facts, bodies, people):
    step = partial(move_conference, by=people["leader"])
    present = Delegate.objects.filter(conference=conference).count()
    conference = step(conference, "hold", on=date(2023, 8, 4), data={"participants": present})
    conference = step(conference, "draft_minutes", on=date(2023, 8, 8))
    minutes = _document(
        people["specialist"],
        type="minutes",
        number="",
        symbol="BB/TU",
        day=date(2023, 8, 10),
        abstract=facts["title"],
        issuer=bodies["TU"],
    )
    conference = step(conference, "sign_minutes", on=date(2023, 8, 10), data={"document": minutes})
    notice = _document(
        people["specialist"],
        type="notice",
        number="",
        symbol="TB/TU",
        day=date(2023, 8, 29),
        abstract=facts["notice_abstract"],
        issuer=bodies["TU"],
    )
    conference = step(conference, "conclude", on=date(2023, 8, 29), data={"document": notice})
    conference = step(conference, "follow_up", on=date(2023, 8, 30))
    appoint_secretary(conference, people["secretary"], by=people["leader"], on=date(2023, 7, 1))
    return conference


# --- delegates -----------------------------------------------------------------------------------------------------


def _load_delegates(conference, writer, by):
    rows = _district_rows(writer) + _commune_rows(writer)
    for number, row in enumerate(rows, start=2):
        row["number"] = number
    batch = confirm_import(start_import(conference, rows, file_name="danh-sach-dai-bieu.xlsx", by=by), by=by)
    if batch.counts["new"] != len(rows):
        raise RuntimeError(f"The delegates' list was not taken whole: {batch.counts}")


def _row(writer, unit, posts, group, used):
    """A delegate's row as the import reads it; no two delegates of a unit share a name."""
    name, is_woman = writer.person()
    while (unit.pk, name) in used:
        name, is_woman = writer.person()
    used.add((unit.pk, name))
    return {
        "full_name": name,
        "salutation": Salutation.MS if is_woman else Salutation.MR,
        "posts": posts,
        "organisation": "",
        "unit": unit.full_name(),
        "group": group,
        "group_typed": group,
        "status": "attended",
        "status_typed": "attended",
        "substitute": "",
    }


def _district_rows(writer):
    """93 delegates of the 21 districts: secretary, standing deputy, chair, head of mass mobilization, some more."""
    posts = ["Bí thư", "Phó Bí thư Thường trực", "Phó Bí thư, Chủ tịch UBND", "Trưởng Ban Dân vận", "Chánh Văn phòng"]
    districts = list(
        AdministrativeUnit.objects.on(DAY)
        .filter(parent__code="40", parent__parent__isnull=True)
        .select_related("parent")
    )
    used, rows = set(), []
    for title in posts:
        for unit in districts:
            if len(rows) < DISTRICT_DELEGATES:
                rows.append(_row(writer, unit, [title], "district", used))
    return rows


def _commune_rows(writer):
    """1,028 delegates of 460 communes holding 1,362 posts between them: 334 hold two."""
    communes = list(
        AdministrativeUnit.objects.on(DAY)
        .filter(parent__parent__code="40")
        .select_related("parent")
        .order_by("sort_key", "code")
    )
    left = dict(POSTS)
    dual = sum(POSTS.values()) - COMMUNE_DELEGATES
    used, rows = set(), []
    for index, unit in enumerate(communes):
        groups = _posts_of(index, left, dual_left=dual - sum(len(row["posts"]) == 2 for row in rows))
        rows += [_row(writer, unit, posts, "commune", used) for posts in groups]
    return rows


def _posts_of(index, left, *, dual_left):
    """The posts of one commune's delegates: the secretary often chairs the council as well."""
    available = [title for title in POSTS if left[title] > 0]
    for title in available:
        left[title] -= 1
    if dual_left > 0 and SECRETARY in available and CHAIR_COUNCIL in available:
        groups = [[SECRETARY, CHAIR_COUNCIL]]
        available = [title for title in available if title == CHAIR_COMMITTEE]
    else:
        groups = []
    return groups + [[title] for title in available]


# --- questions -----------------------------------------------------------------------------------------------------


def _load_questions(conference, facts, people):
    """The 18 questions chosen for the dialogue of the morning of 4 August, sent in by delegates beforehand."""
    delegates = list(conference.delegates.filter(group="commune").select_related("unit").order_by("position"))
    found = []
    for number, question in enumerate(facts["questions"]):
        delegate = delegates[number * 53 % len(delegates)]
        turn = TurnData(
            unit=conference.unit,
            conference=conference,
            taken_on=date(2023, 7, 10),
            phase=Phase.BEFORE,
            channel=Channel.COLLECTED,
            speaker=SpeakerData(kind=SpeakerKind.DELEGATE, delegate=delegate, capacity=delegate.unit.name),
            items=(ContentItem(question["text"], question["gloss"]),),
        )
        found += register_turn(turn, by=people["specialist"], on=date(2023, 7, 10), is_demo=True)
    return found


def _resolve(opinions, facts, bodies, fields, people):
    """Each question goes the way the data says: answered in the hall, or assigned and answered afterwards."""
    leader = people["leader"]
    for opinion, question in zip(opinions, facts["questions"], strict=True):
        data = {"field": fields[question["field"]], "competent_level": question["competent"]}
        opinion = move(opinion, "classify", by=leader, on=date(2023, 7, 12), data=data)
        if question["way"] == "hall":
            answer = {
                "answerer": question["answerer"],
                "text": question["answer"],
                "organisation": bodies[question["lead"]],
            }
            opinion = move(opinion, "answer_in_hall", by=leader, on=date(2023, 8, 4), data=answer)
            outcome = {"outcome": "at_conference", "confirmed_by": "Biên bản Chương trình ngày 04/8/2023"}
            opinion = move(opinion, "verify", by=leader, on=date(2023, 8, 10), data=outcome)
            move(opinion, "close", by=leader, on=date(2023, 8, 30))
            continue
        start = date(2023, 8, 30)
        data = {"lead": bodies[question["lead"]], "assigner": bodies["BDV"], "is_complex": True}
        opinion = move(opinion, "assign", by=leader, on=start, data=data)
        opinion = move(opinion, "forward", by=leader, on=start + timedelta(days=5), data=_forwarding(bodies, people))
        move(opinion, "close", by=leader, on=start + timedelta(days=40))


def _forwarding(bodies, people):
    letter = _document(
        people["specialist"],
        type="official_letter",
        number="",
        symbol="CV/TU",
        day=date(2023, 9, 4),
        abstract="Kiến nghị Trung ương xem xét theo thẩm quyền",
        issuer=bodies["TU"],
    )
    return {"addressee": bodies["TW-VPCP"], "document": letter}
