"""The register of receptions: twelve columns on the page, what others see, what leaves the portal and is taken back."""

import io
from datetime import date

import pytest
from django.urls import reverse

from handling import book_files
from jobs.models import JobFile
from petitions.models import Direction, PetitionKind, ReceptionTurn
from petitions.reception_register import REGISTER
from petitions.services.turns import correct_turn, strike_turn, turn_into_petition
from petitions.workflow import move
from registers.models import Field, RuleParameter
from registers.office import open_workbook
from tests.jobs.helpers import run_jobs
from tests.petitions.receptions_cast import ON, VISITOR, WORDS

pytestmark = pytest.mark.usefixtures("petition_rules")
PAGE, FILE = reverse("petitions:reception_register"), reverse("petitions:reception_register_file")
OCTOBER = "from=2026-10-01&to=2026-10-31"
#: Mẫu 03, Thông tư 04/2021/TT-TTCP (domain §3.5).
HEADINGS = [
    *("STT", "Ngày tiếp", "Họ tên – Địa chỉ", "CMND/Hộ chiếu", "Nội dung vụ việc", "Phân loại đơn/Số người"),
    *("Cơ quan đã giải quyết", "Thụ lý để giải quyết", "Trả lại đơn và hướng dẫn"),
    *("Chuyển đơn đến cơ quan có thẩm quyền", "Theo dõi kết quả giải quyết", "Ghi chú"),
]
SECRET = "Mật – hồ sơ giấy"


@pytest.fixture(autouse=True)
def closing_day(db):
    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=date(2018, 1, 1))


@pytest.fixture
def client(client_of, petition_officer):
    return client_of(petition_officer)


def lines(client):
    response = client.get(f"{PAGE}?{OCTOBER}")
    assert response.status_code == 200
    return [[words for _column, words in line.cells] for line in response.context["lines"]]


def sheet(client):
    response = client.post(FILE, {"format": "xlsx", "query": OCTOBER})
    assert response.status_code == 200
    return open_workbook(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_the_register_has_the_columns_of_the_form(db):
    assert [str(column.heading) for column in REGISTER.columns] == HEADINGS
    assert REGISTER.columns[7].group == REGISTER.columns[9].group == "Hướng xử lý"


def test_a_row_says_who_came_what_for_and_what_became_of_it(client, receptions, lead_department):
    session = receptions.session()
    receptions.turn(session, people=2, direction="transfer", body=lead_department, is_again=True, settled_by="UBND xã")
    assert lines(client) == [
        [
            "1",
            "08/10/2026",
            "Nguyễn Thị Sen, xóm 3, xã Kim Liên",
            "040188001234",
            WORDS,
            "Kiến nghị, phản ánh; 2 người",
            "UBND xã",
            "–",
            "–",
            str(lead_department),
            "–",
            "Đã tiếp trước đây",
        ]
    ]


def test_what_went_on_as_a_petition_is_followed_there(client, receptions, petition_road):
    turn = receptions.turn(receptions.session(), kind=PetitionKind.COMPLAINT)
    petition = turn_into_petition(turn, version=1, by=receptions.officer, on=ON)
    [row] = lines(client)
    assert (row[4], row[10], row[11]) == (WORDS, "Tiếp nhận", petition.code)
    for step in ("classify", "propose", "approve", "transfer"):
        petition = petition_road.make(petition, step, Direction.TRANSFER)
    [row] = lines(client)
    assert (row[9], row[10]) == ("x", petition.get_state_display())


def test_refused_and_struck_out_stand_in_the_notes(client, receptions):
    session = receptions.session()
    receptions.turn(session, refusal="breach", summary="", visitors=())
    strike_turn(receptions.turn(session), version=1, by=receptions.officer)
    refused, struck = lines(client)
    assert refused[11].startswith("Từ chối tiếp: ")
    assert struck[2:5] == ["–", "–", "Gạch bỏ: ghi nhầm."]


def test_a_denunciation_is_a_coded_row_for_its_officers_alone_and_on_no_copy(
    client, client_of, commission_leader, receptions
):
    session = receptions.session()
    receptions.turn(session)
    receptions.turn(session, kind=PetitionKind.DENUNCIATION)
    assert [row[2:5] for row in lines(client)][1] == [SECRET, "–", SECRET]
    assert len(lines(client_of(commission_leader))) == 1
    printed = sheet(client)
    assert sum(WORDS in row for row in printed) == 1
    assert not any(SECRET in row for row in printed)


def test_names_are_masked_on_page_and_copy(client_of, auditor, receptions):
    receptions.turn(receptions.session())
    reader = client_of(auditor)
    [row] = lines(reader)
    assert (VISITOR.full_name in row[2], row[3]) == (False, "–")
    assert not any(VISITOR.id_number in str(cell) for row in sheet(reader) for cell in row)


def to_strike(turn, receptions):
    strike_turn(turn, version=1, by=receptions.officer)


def to_a_denunciation(turn, receptions):
    correct_turn(turn, receptions.turn_data(PetitionKind.DENUNCIATION), version=1, by=receptions.officer)


def to_a_petition_that_is_one(turn, receptions):
    petition = turn_into_petition(turn, version=1, by=receptions.officer, on=ON)
    data = {
        "kind": PetitionKind.DENUNCIATION,
        "field": Field.objects.get(code="0201"),
        "is_eligible": True,
        "ineligibilities": [],
        "competence": "own",
        "paper_file": "15/HS-2026",
    }
    move(petition, "classify", by=receptions.officer, on=ON, data=data)


def to_a_petition_split_beside_one(turn, receptions, beside=PetitionKind.DENUNCIATION):
    ReceptionTurn.objects.filter(pk=turn.pk).update(kind=PetitionKind.MIXED)
    turn.refresh_from_db()
    petition = turn_into_petition(turn, version=1, by=receptions.officer, on=ON)
    field = Field.objects.get(code="0201")
    data = {"kind": PetitionKind.MIXED, "field": field, "is_eligible": True, "ineligibilities": []}
    petition = move(petition, "classify", by=receptions.officer, on=ON, data=data)
    parts = [
        {"kind": PetitionKind.RECOMMENDATION, "field": field, "summary": "Mương tiêu"},
        {"kind": beside, "field": field, "paper_file": "15/HS-2026"},
    ]
    if beside != PetitionKind.DENUNCIATION:
        parts[1] = {"kind": beside, "field": field, "summary": "Cống qua đường"}
    move(petition, "split", by=receptions.officer, on=ON, data={"parts": parts, "erases_words": True})


@pytest.mark.parametrize(
    "erased", [to_strike, to_a_denunciation, to_a_petition_that_is_one, to_a_petition_split_beside_one]
)
def test_files_written_of_words_that_go_are_taken_back(client, monkeypatch, receptions, land, erased):
    """A long register is written by a job; its file holds the words until they are erased."""
    workbook = book_files.find_format("xlsx")
    monkeypatch.setitem(book_files._formats, "xlsx", type(workbook)(**{**vars(workbook), "at_once": 0}))
    turn = receptions.turn(receptions.session())
    client.post(FILE, {"format": "xlsx", "query": OCTOBER})
    run_jobs()
    assert JobFile.objects.filter(job__kind=REGISTER.kind).count() == 1
    erased(turn, receptions)
    assert not JobFile.objects.filter(job__kind=REGISTER.kind).exists()


@pytest.mark.parametrize("beside", [PetitionKind.DENUNCIATION, PetitionKind.COMPLAINT])
def test_a_turn_whose_petition_was_split_tells_others_the_same_with_and_without(
    beside, receptions, commission_leader, client_of, land
):
    turn = receptions.turn(receptions.session())
    to_a_petition_split_beside_one(turn, receptions, beside)
    (line,) = lines(client_of(commission_leader))
    assert line[2:5] == ["–", "–", "Đã tách theo nội dung."]
    page = client_of(commission_leader).get(reverse("petitions:reception", args=[turn.session.code]))
    assert VISITOR.full_name not in page.content.decode()


def test_its_officers_read_who_came_where_no_part_is_one(client, receptions, land):
    to_a_petition_split_beside_one(receptions.turn(receptions.session()), receptions, PetitionKind.COMPLAINT)
    (line,) = lines(client)
    assert (line[2].startswith(VISITOR.full_name), line[4]) == (True, WORDS)


def test_the_page_asks_as_many_questions_for_many_rows(client, receptions, django_assert_num_queries):
    session = receptions.session()
    receptions.turn(session)
    client.get(f"{PAGE}?{OCTOBER}")
    with django_assert_num_queries(17):
        client.get(f"{PAGE}?{OCTOBER}")
    for _ in range(15):
        receptions.turn(session)
    with django_assert_num_queries(17):
        client.get(f"{PAGE}?{OCTOBER}")
    assert ReceptionTurn.objects.count() == 16
