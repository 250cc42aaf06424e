"""What each paper says: letterhead, number, day, forms of address, body, signature and recipients; the same in Word."""

import io
import unicodedata
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accounts.roles import Role
from handling.models import Handling
from petitions.models import Direction, Petition
from petitions.models import PetitionState as State
from petitions.services.registering import SenderData
from registers.models import ListedReason
from reports.papers import petition_wording as words
from reports.papers.pdf import render_pdf
from reports.papers.petition_context import context_of, petition_paper_context
from reports.papers.petition_papers import letterheads_of, offers_of
from reports.papers.petition_record import NothingToPrint, read_petition
from reports.papers.word import paper_docx
from tests.conftest import make_user
from tests.petitions.petition_roads import DAY, C, D, R
from tests.reports.petition_papers.conftest import SENDER, SUMMARY
from tests.reports.reading import docx_lines, pdf_words

pytestmark = pytest.mark.django_db
#: The paper, and the state, kind and direction in which it is made.
PAPERS = [
    ("receipt", C, State.RECEIVED, Direction.ACCEPT),
    ("proposal_slip", C, State.APPROVED, Direction.TRANSFER),
    ("guidance_slip", R, State.APPROVED, Direction.GUIDE),
    ("transfer_slip", R, State.APPROVED, Direction.TRANSFER),
    ("acceptance_notice", C, State.APPROVED, Direction.ACCEPT),
    ("refusal_notice", C, State.APPROVED, Direction.DECLINE),
    ("urging_letter", C, State.TRANSFERRED, Direction.TRANSFER),
]


def lines(context):
    """The paper line by line, as Word has it."""
    return docx_lines(paper_docx(context))


def context(petition, kind, letterhead="party", recorded=None):
    return petition_paper_context(petition.pk, kind=kind, letterhead=letterhead, recorded=recorded)


@pytest.mark.parametrize(("kind", "of", "state", "direction"), PAPERS, ids=[row[0] for row in PAPERS])
@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_pdf_and_word_hold_the_same_words(commune_road, kind, of, state, direction, letterhead):
    made = context(commune_road.to(of, state, direction), kind, letterhead)
    pdf = render_pdf("papers/paper.html", made)
    rules = {"-----", "_______"}
    in_word = sorted(word for line in lines(made) if line not in rules for word in line.split())
    assert in_word == sorted(word for word in pdf_words(pdf).split() if word not in rules)
    assert unicodedata.is_normalized("NFC", " ".join(in_word))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert unembedded_fonts(pdf) == set()


def unembedded_fonts(data):
    fonts = {}
    for page in PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = (one.get_object() for one in font["/DescendantFonts"])
            fonts[inner["/BaseFont"]] = (
                "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            )
    assert fonts
    return {name for name, is_embedded in fonts.items() if not is_embedded}


# --- the head ---


def test_the_head_of_a_commission_and_of_a_commune_on_both_sides(paper_road, commune_road):
    of_commission, of_commune = paper_road.registered(C), commune_road.registered(C)
    assert lines(context(of_commission, "receipt"))[:6] == [
        *("TỈNH ỦY NGHỆ AN", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        *("Số ……-GBN/BTGDVTU", "Nghệ An, ngày 05 tháng 10 năm 2026"),
    ]
    assert lines(context(of_commune, "receipt"))[:6] == [
        *("ĐẢNG BỘ TỈNH NGHỆ AN", "ĐẢNG ỦY XÃ KIM LIÊN", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        *("Số ……-GBN/ĐU", "Kim Liên, ngày 05 tháng 10 năm 2026"),
    ]
    assert lines(context(of_commune, "receipt", "state"))[:7] == [
        *("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "ỦY BAN NHÂN DÂN XÃ KIM LIÊN", "_______"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("Số: ……/GBN-UBND", "Kim Liên, ngày 05 tháng 10 năm 2026"),
    ]


def test_a_department_stands_under_the_peoples_committee(paper_road, lead_department):
    lead_department.kind, lead_department.symbol = "department", "SNNMT"
    lead_department.save()
    petition = paper_road.registered(C)
    Petition.objects.filter(pk=petition.pk).update(owner=lead_department)
    assert letterheads_of(lead_department) == ["state"]
    assert lines(context(petition, "receipt", "state"))[:2] == [
        "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN",
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    ]


def test_number_and_day_are_left_open_until_the_paper_is_recorded(paper_road):
    petition = paper_road.to(R, State.APPROVED, Direction.TRANSFER)
    before = context(petition, "transfer_slip")
    assert (before["head"].number_line, before["date_line"]) == (
        "Số ……-PC/BTGDVTU",
        "Nghệ An, ngày … tháng … năm ……",
    )
    petition = paper_road.make(petition, "transfer", Direction.TRANSFER)
    after = context(petition, "transfer_slip", recorded=petition.papers.get(kind="transfer").pk)
    assert (after["head"].number_line, after["date_line"]) == (
        "Số 12-PC/BTGDVTU",
        "Nghệ An, ngày 07 tháng 10 năm 2026",
    )


def test_on_the_other_side_of_a_joint_body_the_number_stays_open(commune_road):
    petition = commune_road.to(R, State.TRANSFERRED)
    recorded = petition.papers.get(kind="transfer").pk
    numbers = [
        context(petition, "transfer_slip", side, recorded)["head"].number_line
        for side in letterheads_of(petition.owner)
    ]
    assert numbers == ["Số 12-PC/BTGDVTU", "Số: ……/PC-UBND"]


def test_an_urging_letter_has_its_subject_under_the_number_and_no_title(commune_road):
    petition = commune_road.to(C, State.TRANSFERRED)
    party, state = context(petition, "urging_letter"), context(petition, "urging_letter", "state")
    assert [party["head"].number_line, state["head"].number_line] == ["Số ……-CV/ĐU", "Số: ……/UBND"]
    assert (party["title"], party["abstract"]) == ("", "V/v đôn đốc giải quyết đơn khiếu nại")


# --- the text ---


def test_a_receipt_says_who_handed_in_what_and_when_the_answer_comes(paper_road):
    petition = paper_road.registered(C)
    said = lines(context(petition, "receipt"))
    assert "GIẤY BIÊN NHẬN" in said
    assert "Ngày 05 tháng 10 năm 2026, Ban Tuyên giáo và Dân vận Tỉnh ủy đã tiếp nhận đơn của:" in said
    assert "Họ và tên: Nguyễn Thị Thắm." in said
    assert "Số căn cước (CMND, hộ chiếu): 012345678901." in said
    assert f"Số đến: {petition.arrival_number}/2026; mã đơn: {petition.code}." in said
    assert "Kết quả xử lý đơn được thông báo đến ông (bà) chậm nhất ngày 19 tháng 10 năm 2026." in said
    assert said[-2:] == ["Nguyễn Thị Thắm", paper_road.people["officer"].full_name]


def test_what_a_department_proposes_goes_to_the_commission_by_name(paper_road, lead_department, commission_leader):
    lead_department.kind, lead_department.symbol = "department", "SNNMT"
    lead_department.save()
    own = paper_road.to(C, State.PROPOSED)
    assert context(own, "proposal_slip")["addressed"] == ["Kính gửi: Lãnh đạo Ban Tuyên giáo và Dân vận Tỉnh ủy"]
    people = {
        "officer": make_user("so.don", "Lê Sở", Role.PETITION_OFFICER, lead_department),
        "leader": commission_leader,
    }
    road = type(paper_road)(lead_department, people, paper_road.owner, paper_road.field)
    for petition in (road.to(C, State.PROPOSED), road.to(C, State.APPROVED)):
        slip = context(petition, "proposal_slip", "state")
        assert slip["addressed"] == ["Kính gửi: Lãnh đạo Ban Tuyên giáo và Dân vận Tỉnh ủy"]
        assert slip["signatures"][0].title == "PHÊ DUYỆT CỦA LÃNH ĐẠO\nBAN TUYÊN GIÁO VÀ DÂN VẬN TỈNH ỦY"


def test_a_receipt_names_each_person_with_their_own_number_and_address(paper_road):
    people = [SenderData("Nguyễn A", "xóm 1", "", "012345678901", True), SenderData("Trần B", "xóm 2", "", "", True)]
    said = lines(context(paper_road.registered(C, senders=tuple(people), signatories=5), "receipt"))
    start = said.index("Họ và tên: Nguyễn A.")
    assert said[start : start + 6] == [
        *("Họ và tên: Nguyễn A.", "Số căn cước (CMND, hộ chiếu): 012345678901.", "Địa chỉ: xóm 1."),
        *("Họ và tên: Trần B.", f"Số căn cước (CMND, hộ chiếu): {words.DOTS}.", "Địa chỉ: xóm 2."),
    ]


@pytest.mark.parametrize("kind", ["acceptance_notice", "transfer_slip", "urging_letter"])
def test_no_other_paper_tells_telephone_and_identity_number(paper_road, kind):
    said = " ".join(lines(context(paper_road.to(C, State.TRANSFERRED), kind)))
    assert "Nguyễn Thị Thắm" in said
    assert SENDER.phone not in said and SENDER.id_number not in said


def test_a_guidance_slip_says_where_to_go_once(paper_road):
    said = lines(context(paper_road.to(R, State.GUIDED), "guidance_slip"))
    assert "Kính gửi: Ông (bà) Nguyễn Thị Thắm và 02 người khác" in said
    assert "Địa chỉ: xóm 3, xã Kim Liên" in said
    assert (
        "Sau khi nghiên cứu nội dung đơn, đối chiếu với quy định của Đảng và pháp luật của Nhà nước, Ban Tuyên giáo và "
        "Dân vận Tỉnh ủy nhận thấy đơn không thuộc thẩm quyền giải quyết của Ban Tuyên giáo và Dân vận Tỉnh ủy mà "
        "thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường." in said
    )
    assert "Việc hướng dẫn chỉ thực hiện một lần đối với đơn có cùng nội dung./." in said
    assert said[-5:] == ["Nơi nhận:", "- Như trên,", "- Lưu hồ sơ đơn.", "TRƯỞNG BAN", "(ký, ghi rõ họ tên, đóng dấu)"]


def test_a_transfer_slip_goes_to_the_competent_body_and_the_sender_knows(commune_road):
    said = lines(context(commune_road.to(C, State.TRANSFERRED), "transfer_slip", "state"))
    assert "Kính gửi: Sở Nông nghiệp và Môi trường" in said
    assert (
        "Ngày 05 tháng 10 năm 2026, Ủy ban nhân dân xã Kim Liên nhận được đơn khiếu nại của ông (bà) Nguyễn Thị Thắm "
        "và 02 người khác, địa chỉ: xóm 3, xã Kim Liên." in said
    )
    assert f"Nội dung đơn: {SUMMARY}" in said
    assert "- Ông (bà) Nguyễn Thị Thắm và 02 người khác (để biết);" in said
    assert said[-3:-1] == ["- Lưu: VT, hồ sơ đơn.", "CHỦ TỊCH"]


def test_a_proposal_slip_bears_the_decision_once_there_is_one(paper_road):
    petition = paper_road.to(C, State.PROPOSED, Direction.DECLINE)
    proposed = lines(context(petition, "proposal_slip"))
    assert "Kính gửi: Lãnh đạo Ban Tuyên giáo và Dân vận Tỉnh ủy" in proposed
    assert "1. Phân loại: đơn khiếu nại lần đầu; lĩnh vực: Bồi thường, hỗ trợ." in proposed
    assert "2. Điều kiện xử lý: đủ điều kiện." in proposed
    assert "4. Đề xuất: không thụ lý để giải quyết, với lý do: hết thời hiệu mà không có lý do chính đáng." in proposed
    assert "5. Lý do đề xuất: Theo đề nghị của cán bộ." in proposed
    assert proposed[-1] == paper_road.people["officer"].full_name
    approved = lines(context(paper_road.make(petition, "approve"), "proposal_slip"))
    assert "Đồng ý, ngày 07 tháng 10 năm 2026" in approved
    assert paper_road.people["leader"].full_name in approved
    assert paper_road.people["leader"].full_name not in proposed


def test_an_acceptance_notice_tells_day_and_due_date_once_accepted(paper_road):
    petition = paper_road.to(C, State.APPROVED, Direction.ACCEPT)
    assert "Thời hạn giải quyết: đến hết ngày … tháng … năm ……." in lines(context(petition, "acceptance_notice"))
    petition = paper_road.make(petition, "accept")
    said = lines(context(petition, "acceptance_notice"))
    assert "Về việc thụ lý giải quyết khiếu nại lần đầu" in said
    assert any(line.endswith("Đơn được thụ lý để giải quyết từ ngày 07 tháng 10 năm 2026.") for line in said)
    assert "Thời hạn giải quyết: đến hết ngày 06 tháng 11 năm 2026." in said
    extended = paper_road.make(paper_road.make(petition, "start"), "extend")
    assert extended.handling.due_on != extended.handling.original_due_on
    assert lines(context(extended, "acceptance_notice")) == said


def test_an_acceptance_notice_printed_again_keeps_the_date_that_was_told(paper_road):
    petition = paper_road.to(C, State.ACCEPTED)
    handling = petition.handling
    before = lines(context(petition, "acceptance_notice"))
    moved = handling.original_due_on + timedelta(days=3)
    Handling.objects.filter(pk=handling.pk).update(original_due_on=moved, due_on=moved)
    assert lines(context(petition, "acceptance_notice")) == before
    assert "Thời hạn giải quyết: đến hết ngày 06 tháng 11 năm 2026." in before


def test_a_refusal_notice_gives_the_reason(paper_road):
    said = lines(context(paper_road.to(C, State.DECLINED), "refusal_notice"))
    assert "Về việc không thụ lý giải quyết khiếu nại lần đầu" in said
    assert any("với lý do: hết thời hiệu mà không có lý do chính đáng." in line for line in said)


def test_the_reason_has_the_name_of_the_day_it_was_proposed(paper_road):
    petition = paper_road.to(C, State.PROPOSED, Direction.DECLINE)
    assert petition.received_on < DAY
    old = ListedReason.objects.get(list="decline", code="time_limit", valid_until=None)
    words = {"list": old.list, "code": old.code, "name_en": old.name_en, "rank": old.rank}
    ListedReason.objects.create(**words, name="Hết thời hạn khiếu nại", valid_from=DAY)
    old.valid_until = DAY - timedelta(days=1)
    old.save()
    assert any("với lý do: hết thời hạn khiếu nại" in line for line in lines(context(petition, "proposal_slip")))
    ListedReason.objects.filter(valid_from=DAY).update(valid_from=DAY + timedelta(days=1))
    assert any("với lý do: hết thời hiệu" in line for line in lines(context(petition, "proposal_slip")))


def test_an_urging_letter_goes_to_whoever_is_awaited(paper_road):
    transferred = lines(context(paper_road.to(C, State.TRANSFERRED), "urging_letter"))
    assert "Kính gửi: Sở Nông nghiệp và Môi trường" in transferred
    assert any("(Phiếu chuyển đơn số 12-PC/BTGDVTU)" in line for line in transferred)
    unassigned = lines(context(paper_road.to(C, State.ACCEPTED), "urging_letter"))
    assert "Kính gửi: Đơn vị được giao giải quyết đơn" in unassigned
    started = paper_road.make(paper_road.to(C, State.ACCEPTED), "start", lead=paper_road.addressee)
    accepted = lines(context(started, "urging_letter"))
    assert "Kính gửi: Sở Nông nghiệp và Môi trường" in accepted
    assert any("thời hạn giải quyết đến hết ngày 06 tháng 11 năm 2026" in line for line in accepted)


def test_an_urging_letter_tells_day_and_number_of_the_slip_on_its_own_side(commune_road):
    petition = commune_road.to(R, State.TRANSFERRED)
    slip = petition.papers.get(kind="transfer").document
    type(slip).objects.filter(pk=slip.pk).update(date=DAY - timedelta(days=1))
    party, state = (" ".join(lines(context(petition, "urging_letter", side))) for side in ("party", "state"))
    for said in (party, state):
        assert "Ngày 06 tháng 10 năm 2026" in said and "đã chuyển" in said
    assert "(Phiếu chuyển đơn số 12-PC/BTGDVTU)" in party
    assert "Phiếu chuyển đơn" not in state


def test_an_urging_letter_names_the_due_date_that_holds_now(paper_road):
    started = paper_road.make(paper_road.to(R, State.ACCEPTED), "start", lead=paper_road.addressee)
    extended = paper_road.make(started, "extend")
    assert extended.handling.due_on != extended.handling.original_due_on
    said = " ".join(lines(context(extended, "urging_letter")))
    assert "thời hạn giải quyết đến hết ngày 30 tháng 11 năm 2026" in said
    assert "06 tháng 11 năm 2026" not in said


def test_who_sent_it_on_is_told_too(paper_road, office_body):
    petition = paper_road.to(R, State.GUIDED, source="body", sent_by=office_body)
    said = lines(context(petition, "guidance_slip"))
    assert any(line.endswith("do Văn phòng Tỉnh ủy chuyển đến.") for line in said)
    assert "- Văn phòng Tỉnh ủy (để biết)," in said


def test_a_letter_without_sender_or_date_leaves_dots(paper_road):
    petition = paper_road.to(R, State.TRANSFERRED, signatories=None)
    # A letter that names nobody is not eligible; a correction may take the name away later.
    petition.content.senders.all().delete()
    said = " ".join(lines(context(petition, "transfer_slip")))
    assert "của ông (bà) ……, địa chỉ: ……." in said


def test_several_representatives_are_named(paper_road):
    senders = (SenderData("Lê A", "xóm 1", represents=True), SenderData("Lê B", "xóm 2", represents=True))
    petition = paper_road.to(R, State.GUIDED, senders=senders, signatories=27)
    said = lines(context(petition, "guidance_slip"))
    assert "Kính gửi: Ông (bà) Lê A, ông (bà) Lê B và 25 người khác" in said


@pytest.mark.parametrize(("signed", "others"), [(None, ""), (2, ""), (5, " và 03 người khác")])
def test_everybody_is_named_where_nobody_speaks_for_the_others(signed, others, paper_road):
    """Whoever complained has to be told, with the number of signatories written down or not."""
    senders = (SenderData("Lê A", "xóm 1"), SenderData("Lê B", "xóm 2"))
    petition = paper_road.to(C, State.DECLINED, senders=senders, signatories=signed)
    said = " ".join(lines(context(petition, "refusal_notice")))
    assert f"ông (bà) Lê A, ông (bà) Lê B{others}" in said
    assert "xóm 1; xóm 2" in said
    assert f"số người ký đơn: {signed or 2:02d}." in " ".join(lines(context(petition, "receipt")))


# --- the record ---


def test_every_paper_comes_from_one_reading(paper_road, django_assert_num_queries):
    petition = paper_road.to(C, State.IN_PROGRESS)
    record = read_petition(petition.pk)
    offers = offers_of(record.petition, record.papers)
    assert len(offers) == 3
    with CaptureQueriesContext(connection) as queries:
        for offer in offers:
            context_of(record, kind=offer.type.key, letterhead="party", recorded=getattr(offer.recorded, "pk", None))
    assert len(queries) == 0


def test_a_denunciation_gives_no_context(paper_road):
    with pytest.raises(NothingToPrint):
        context(paper_road.to(D, State.TRANSFERRED), "transfer_slip")
