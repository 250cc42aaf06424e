"""Pages in the states people meet them in: forms with errors, conflicts, previews, figures, work in progress."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import xlsxwriter
from django.utils import timezone

from conferences.forms.opinion_moves import FORMS
from conferences.models import Conference, Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.services.opinions import revise_text
from conferences.workflow import OPINIONS, move
from handling.models import Handling
from jobs.models import Job
from jobs.running import run_waiting
from jobs.states import ACTIVE, JobState
from registers.models import Field, OfficialDocument, RuleParameter
from reports.models import Summary
from tests.browser.test_page_matrix import Tour
from tests.conferences.opinion_roads import DAY, Road
from tests.permissions.world import build_world

pytestmark = pytest.mark.slow

LONG = "Đề nghị sớm nâng cấp tuyến đường liên xóm; mùa mưa học sinh không đi được, người dân phải đi vòng xa. " * 6


@pytest.fixture
def tour(request, site, page_at, sign_in, axe):
    tour = Tour(build_world(request), page_at, sign_in, axe)
    yield tour
    assert not tour.faults, "\n".join(tour.faults)


@pytest.fixture
def road(tour):
    world, people = tour.world, tour.world.people
    for key, days in (("opinion.answer_after", 15), ("opinion.answer_after_complex", 30)):
        RuleParameter.objects.create(
            key=key, value=days, unit="working", valid_from=timezone.localdate() - timedelta(days=3000), verified=True
        )
    parent = Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport")
    conference = Conference.objects.create(
        code="HN-2026-9001",
        title="Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân xã Kim Liên",
        level=world.commune_a.level,
        unit=world.commune_a,
        organiser=world.organisations["BTGDV"],
        held_on=DAY - timedelta(days=4),
        participants=118,
        state="held",
    )
    return Road(
        conference,
        field=Field.objects.create(code="0401", name_vi="Đường thôn, xã", name_en="Village roads", parent=parent),
        lead=world.organisations["SNNMT"],
        assigner=world.organisations["BTGDV"],
        clerk=people["clerk"],
        chief=people["commission_leader"],
        focal_point=people["focal_point"],
    )


def who_makes(name):
    """Somebody of the cast who may make a move in the state it starts from."""
    return "focal_point" if name in ("acknowledge", "answer", "return_assignment") else "commission_leader"


def start_of(road, name):
    """An opinion in a state from which the move goes."""
    source = OPINIONS.move_named(name).sources[0]
    if source != State.FORWARDED:
        text = LONG if name == "classify" else f"Ý kiến cho bước {name}"
        return road.to(source, text)
    opinion = road.to(State.CLASSIFIED, f"Ý kiến cho bước {name}")
    letter = OfficialDocument.objects.create(type="official_letter", number="120", date=DAY, issuer_name="Ban")
    data = {"addressee": road.data["assign"]["assigner"], "document": letter}
    return move(opinion, "forward", by=road.chief, on=DAY, data=data)


def test_every_form_of_a_move_empty_with_errors_and_too_late(tour, road):
    for name in FORMS:
        opinion, who = start_of(road, name), who_makes(name)
        path = f"/opinions/{opinion.code}/moves/{name}/"
        tour.get(who, path, name)
        tour.get(who, f"/opinions/{opinion.code}/", f"the opinion before {name}")
        if FORMS[name].base_fields.keys() - {"version"}:
            tour.post(who, path, {"version": opinion.version, "document_number": "12"}, f"{name}, with errors")
        tour.post(
            who, path, {"version": opinion.version - 1, "reason": "Lý do", "text": "Trả lời"}, f"{name}, too late"
        )
    tour.get("specialist", "/opinions/", "the list in every state")


def test_keeping_an_opinion(tour, road):
    opinion = road.to(State.ANSWERED, LONG)
    here, chief = f"/opinions/{opinion.code}", "commission_leader"
    tour.post(chief, f"{here}/edit/", {"version": opinion.version, "text": ""}, "text with an error")
    revise_text(opinion, text="Bản của người khác", version=opinion.version, by=road.clerk, on=DAY)
    tour.post(chief, f"{here}/edit/", {"version": opinion.version, "text": "Bản của tôi"}, "conflict of texts")
    tour.post("focal_point", f"{here}/attach/", {}, "attach without a file")
    late = road.to(State.IN_PROGRESS, "Ý kiến cần gia hạn")
    extend = f"/opinions/{late.code}/extend/"
    tour.get(chief, extend, "extend")
    tour.post(chief, extend, {"new_due_on": "31/2/2026", "reason": ""}, "extend, with errors")
    for state in (State.CLOSED, State.VERIFIED):
        tour.get("supervisor", f"/opinions/{road.to(state, 'Đề nghị').code}/", f"{state}, names masked")


def test_registering_and_listing_opinions(tour, road):
    tour.get("clerk", f"/opinions/new/?conference={road.conference.code}", "new opinion")
    tour.get("clerk", "/opinions/new/?conference=none", "new opinion without a conference")
    tour.post("clerk", "/opinions/new/", {"received_on": "45/13/2026", "phase": "at"}, "new opinion with errors")
    tour.get("specialist", "/opinions/", "empty list")
    picked = [road.to(State.CLASSIFIED, LONG), road.to(State.RECEIVED, "Chưa phân loại"), road.to(State.CLASSIFIED)]
    filters = "?q=duong&state=open&state=closed&level=commune&from=1/1/2026&to=31/12/2026&due=waiting&sort=-due"
    tour.get("specialist", f"/opinions/{filters}", "filtered list")
    tour.get("specialist", "/opinions/?q=khongcotunay", "nothing found")
    tour.get("specialist", "/opinions/?from=45/45&unit=nowhere", "filters in error")
    ticked = {"pick": [opinion.pk for opinion in picked]}
    tour.post("specialist", "/opinions/assign/", ticked, "bulk preview")
    tour.post("specialist", "/opinions/assign/", {**ticked, "confirm": "1"}, "bulk preview with errors")
    lead = tour.world.organisations["SNNMT"].pk
    tour.post("specialist", "/opinions/assign/", {**ticked, "confirm": "1", "lead": lead}, "bulk done")
    page = tour.page("specialist")
    page.goto("/opinions/")
    for details in page.locator("main details").all():
        details.evaluate("box => { box.open = true; }")
    page.check("[data-tick-all]")
    tour.look(page, "list with open filters and ticks", "open filters")
    assert Opinion.objects.filter(state=State.ASSIGNED).count() == 2


def test_the_dashboard_summaries_and_jobs(tour, road):
    today = timezone.localdate()
    for state in (State.RECEIVED, State.ASSIGNED, State.CLOSED, State.VERIFIED):
        road.to(state, LONG)
    nine_days_ago = today - timedelta(days=9)
    Handling.objects.open().filter(due_on__isnull=False).update(due_on=nine_days_ago, original_due_on=nine_days_ago)
    leader = "commission_leader"
    tour.get(leader, "/dashboard/", "dashboard")
    tour.get(leader, "/dashboard/?from=2026-01-01&to=2026-12-31&level=commune&grouping=now", "dashboard, a range")
    tour.get(leader, "/dashboard/?from=nonsense&to=1999-01-01", "dashboard, a range in error")
    tour.get("focal_point", "/", "work list with late work")
    new = "/reports/new/"
    tour.post(leader, new, {"from": "", "to": "31/12/2099"}, "summary with errors")
    asked = {
        "from": f"{today - timedelta(days=90):%d/%m/%Y}",
        "to": f"{today:%d/%m/%Y}",
        "unit": tour.world.province.pk,
    }
    for number in (1, 2):
        token = f"00000000-0000-0000-0000-00000000000{number}"
        tour.post(leader, new, {**asked, "token": token}, "summary asked for")
    run_waiting()
    for summary in Summary.objects.all():
        tour.get(leader, f"/reports/{summary.pk}/", "summary")
    tour.get(leader, "/reports/", "summaries")
    job = Job.objects.order_by("pk").first()
    now = timezone.now()
    for state in JobState.values:
        held = {"token": uuid4(), "lease_until": now + timedelta(hours=1)} if state == JobState.RUNNING else {}
        facts = {"state": state, "token": None, "lease_until": None, "progress_done": 1, "progress_total": 3, **held}
        Job.objects.filter(pk=job.pk).update(**facts, finished_at=None if state in ACTIVE else now)
        tour.get(leader, f"/jobs/{job.pk}/", f"job {state}")
    tour.get(leader, "/jobs/", "jobs")
    tour.get("registry_clerk", f"/conferences/{road.conference.code}/", "conference with its papers")


def test_an_import_of_delegates_with_rejected_rows(tour, road):
    page = tour.page("clerk")
    here = f"/conferences/{road.conference.code}/delegates"
    page.goto(f"{here}/import/")
    template = page.context.request.get(f"{here}/template/").body()
    page.set_input_files("input[type=file]", files=[workbook_file(sheet_like(template))])
    with page.expect_navigation():
        page.click("main form button.btn-main")
    tour.look(page, "import preview", "import preview")
    page.goto(f"{here}/import/")
    with page.expect_navigation():
        page.click("main form button.btn-main")
    tour.look(page, "import without a file", "import error")


def sheet_like(template):
    """The columns of the template with three rows: one that fits, one without a name, one of an unknown unit."""
    from registers.office import open_workbook

    sheet = open_workbook(BytesIO(template)).get_sheet_by_index(0).to_python()
    heads = next(row for row in sheet if sum(bool(cell) for cell in row) > 3)
    rows = [["Lê Thị Hoa", "Bí thư chi bộ xóm 3"], ["", "Trưởng xóm"], ["Trần Văn Bình", "Chủ tịch", "Xã Không Có"]]
    return [heads, *rows]


def workbook_file(rows):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "ds.xlsx", "mimeType": kind, "buffer": stream.getvalue()}


def test_pages_that_refuse(tour):
    tour.get("clerk", "/no-such-page/", "404", 404)
    page = tour.page("clerk")
    for path, status in (("/no-such-page/", 404), ("/people/", 403)):
        assert page.goto(path).status == status
        tour.look(page, str(status), str(status))
    page = tour.page_at()
    page.goto("/accounts/login/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", "wrong")
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    tour.look(page, "a wrong password", "login")
