"""The one context of the minutes: what it takes from the record, and how it reads in both letterheads."""

import re
from datetime import date, datetime

import pytest

from conferences.models import Conference, ConferenceStaff, Delegate, Opinion, Person, Speaker, Venue
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import move
from registers.models import OfficialDocument, Organisation
from registers.services import record_document
from reports.papers.minutes import both_letterheads, minutes_context
from tests.conferences.opinion_roads import many, registered
from tests.conftest import make_user
from tests.reports.conftest import DAY
from tests.reports.papers.conftest import HANOI, chair, delegate

pytestmark = pytest.mark.django_db
TITLE = "Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền xã với Nhân dân năm 2026"


def context(conference, letterhead="party", language="vi"):
    return minutes_context(conference.pk, letterhead=letterhead, language=language)


def lines(conference, letterhead="party", language="vi"):
    """The body line by line; a row of a table is one line."""
    return printed(context(conference, letterhead, language)["blocks"])


def printed(blocks):
    found = []
    for block in blocks:
        found += [" | ".join(row) for row in (block.headings, *block.rows)] if block.kind == "table" else [block.text]
    return found


def put(conference, **values):
    Conference.objects.filter(pk=conference.pk).update(**values)


# --- the body, line by line (domain.md 3.1 and 3.1b) ---

OPINIONS = [
    "2. Ý kiến, kiến nghị",
    "2.1. Ông/Bà Nguyễn Văn Thường (Trưởng xóm, Xóm 3):",
    "(1) Đường xóm 3 hẹp, xe cứu hỏa không vào được. [YK-2026-0001]",
    "(2) Kênh tiêu bị bồi lắng. [YK-2026-0002]",
    "2.2. Ông/Bà Nguyễn Văn Thường (Trưởng xóm, Xóm 3):",
    "(1) Trạm y tế thiếu bác sĩ. [YK-2026-0003]",
    "3. Trả lời, giải trình, tiếp thu",
    "- [YK-2026-0001] Chủ tịch UBND xã: Xã đã bố trí vốn mở rộng. Kết quả: đã giải quyết tại hội nghị.",
    "02 ý kiến, kiến nghị còn lại được ghi nhận, trong đó giao giải quyết sau: 01; vượt thẩm quyền: 00; "
    "chưa phân công: 01.",
    "4. Kết luận của chủ trì",
    "Chủ trì hội nghị kết luận và giao các cơ quan giải quyết 01 ý kiến, kiến nghị nêu trên.",
    "TT | Nội dung | Cơ quan chủ trì | Thời hạn",
    "1 | Trạm y tế thiếu bác sĩ. | Sở Nông nghiệp và Môi trường | 26/10/2026",
]
STATISTICS = (
    "02 lượt ý kiến với 03 nội dung; trả lời tại hội nghị: 01; giao giải quyết sau: 01; vượt thẩm quyền: 00; "
    "chưa phân công: 01."
)


def test_the_partys_minutes_follow_the_order_of_its_form(dialogue):
    assert lines(dialogue) == [
        "Hôm nay, vào hồi 07 giờ 30 phút, ngày 01 tháng 10 năm 2026, tại Hội trường UBND xã Kim Liên, "
        f"Đảng ủy xã Kim Liên tổ chức {TITLE}.",
        "Chủ đề: Lắng nghe Nhân dân.",
        "I. THÀNH PHẦN",
        "1. Chủ trì",
        "Đ/c Nguyễn Văn Hùng, Bí thư Đảng ủy, Chủ tịch HĐND xã.",
        "Đ/c Trần Thị Lan, Phó Bí thư Đảng ủy, Chủ tịch UBND xã.",
        "2. Đại biểu cấp trên",
        "- Đại biểu cấp tỉnh: 01.",
        "3. Đại biểu dự hội nghị",
        "- Đại biểu cấp xã: 02.",
        "- MTTQ và các đoàn thể: 01.",
        "- Đại diện Nhân dân: 01.",
        "Tổng số triệu tập: 05; có mặt: 03; vắng: 02 (có lý do: 01); dự thay: 01.",
        "Tổng số người tham dự: 118. (Phụ lục kèm theo.)",
        "4. Thư ký",
        "Đ/c Đỗ Văn Nam.",
        "II. NỘI DUNG",
        "1. Tuyên bố lý do, giới thiệu đại biểu; thông qua chương trình, nội quy",
        "- Khai mạc",
        "- Đối thoại với Nhân dân",
        *OPINIONS,
        "III. THỐNG KÊ",
        STATISTICS,
        "Hội nghị kết thúc vào hồi 11 giờ 15 phút cùng ngày. Biên bản được thông qua trước hội nghị./.",
    ]


def test_the_states_minutes_follow_the_order_of_its_form(dialogue):
    assert lines(dialogue, "state") == [
        "Thời gian bắt đầu: 07 giờ 30 phút, ngày 01/10/2026.",
        "Địa điểm: Hội trường UBND xã Kim Liên.",
        "Chủ đề: Lắng nghe Nhân dân.",
        "Thành phần tham dự:",
        "- Đại biểu cấp tỉnh: 01.",
        "- Đại biểu cấp xã: 02.",
        "- MTTQ và các đoàn thể: 01.",
        "- Đại diện Nhân dân: 01.",
        "Tổng số triệu tập: 05; có mặt: 03; vắng: 02 (có lý do: 01); dự thay: 01.",
        "Tổng số người tham dự: 118. (Phụ lục kèm theo.)",
        "Chủ trì (chủ tọa):",
        "Ông Nguyễn Văn Hùng, Bí thư Đảng ủy, Chủ tịch HĐND xã.",
        "Bà Trần Thị Lan, Phó Bí thư Đảng ủy, Chủ tịch UBND xã.",
        "Thư ký (người ghi biên bản):",
        "Đỗ Văn Nam.",
        "Nội dung (theo diễn biến hội nghị):",
        "1. Tuyên bố lý do, giới thiệu đại biểu; thông qua chương trình, nội quy",
        "- Khai mạc",
        "- Đối thoại với Nhân dân",
        *OPINIONS,
        "5. Thống kê",
        STATISTICS,
        "Hội nghị kết thúc vào 11 giờ 15 phút, ngày 01 tháng 10 năm 2026./.",
    ]


@pytest.mark.parametrize(
    ("letterhead", "expected"),
    [
        (
            "party",
            {
                "signatures": [("NGƯỜI GHI BIÊN BẢN", "Đỗ Văn Nam"), ("CHỦ TRÌ HỘI NGHỊ", "Nguyễn Văn Hùng")],
                "seal": "XÁC NHẬN CỦA ĐẢNG ỦY XÃ KIM LIÊN",
                "recipients": [
                    "Nơi nhận:",
                    "- Các đồng chí chủ trì hội nghị,",
                    "- Các cơ quan, đơn vị liên quan,",
                    "- Lưu hồ sơ hội nghị.",
                ],
                "date_line": "Kim Liên, ngày 01 tháng 10 năm 2026",
            },
        ),
        (
            "state",
            {
                "signatures": [("THƯ KÝ", "Đỗ Văn Nam"), ("CHỦ TỌA", "Nguyễn Văn Hùng")],
                "seal": "",
                "recipients": [
                    "Nơi nhận:",
                    "- Như thành phần tham dự;",
                    "- Cơ quan, đơn vị liên quan;",
                    "- Lưu: VT, hồ sơ.",
                ],
                "date_line": "",
            },
        ),
    ],
)
def test_signatures_seal_recipients_and_day_are_those_of_the_letterhead(dialogue, letterhead, expected):
    found = context(dialogue, letterhead)
    assert {
        "signatures": [(signature.title, signature.name) for signature in found["signatures"]],
        "seal": found["seal"],
        "recipients": [found["recipients"], *found["recipients_lines"]],
        "date_line": found["date_line"],
    } == expected
    assert {signature.hint for signature in found["signatures"]} == {"(ký, ghi rõ họ tên)"}
    assert (found["title"], found["subject"]) == ("BIÊN BẢN", TITLE)


def test_minutes_are_a_draft_until_they_are_signed(dialogue, commission_leader):
    assert context(dialogue)["draft"] == "DỰ THẢO"
    paper = record_document(
        type="minutes", number="03", symbol="BB/ĐU", date=DAY, abstract="Biên bản", by=commission_leader
    )
    put(dialogue, minutes=paper)
    assert context(dialogue)["draft"] == ""


@pytest.mark.parametrize(
    ("symbol", "named"),
    [("TB/ĐU", "Thông báo số ……-TB/ĐU, ngày 09 tháng 10 năm 2026."), ("", "Thông báo ngày 09 tháng 10 năm 2026.")],
)
def test_a_notice_without_number_leaves_it_open(dialogue, commission_leader, symbol, named):
    paper = record_document(
        type="notice", number="", symbol=symbol, date=date(2026, 10, 9), abstract="Kết luận", by=commission_leader
    )
    put(dialogue, notice=paper)
    assert f"Kết luận của chủ trì được ban hành tại {named}" in lines(dialogue)


def test_the_notice_of_conclusions_is_named_once_it_is_issued(dialogue, commission_leader):
    paper = record_document(
        type="notice", number="12", symbol="TB/ĐU", date=date(2026, 10, 9), abstract="Kết luận", by=commission_leader
    )
    put(dialogue, notice=paper)
    assert "Kết luận của chủ trì được ban hành tại Thông báo số 12-TB/ĐU, ngày 09 tháng 10 năm 2026." in lines(dialogue)


@pytest.mark.parametrize(
    ("ends_at", "party", "state"),
    [
        (
            datetime(2026, 10, 2, 16, 5, tzinfo=HANOI),
            "Hội nghị kết thúc vào hồi 16 giờ 05 phút, ngày 02 tháng 10 năm 2026. "
            "Biên bản được thông qua trước hội nghị./.",
            "Hội nghị kết thúc vào 16 giờ 05 phút, ngày 02 tháng 10 năm 2026./.",
        ),
        (
            None,
            "Hội nghị kết thúc cùng ngày. Biên bản được thông qua trước hội nghị./.",
            "Hội nghị kết thúc ngày 01 tháng 10 năm 2026./.",
        ),
    ],
)
def test_the_end_is_said_as_it_is_known(dialogue, ends_at, party, state):
    put(dialogue, ends_at=ends_at)
    assert (lines(dialogue)[-1], lines(dialogue, "state")[-1]) == (party, state)


def test_the_head_has_the_day_on_which_the_conference_ended(dialogue):
    put(dialogue, ends_at=datetime(2026, 10, 2, 16, 5, tzinfo=HANOI))
    assert context(dialogue)["date_line"] == "Kim Liên, ngày 02 tháng 10 năm 2026"


def test_several_places_are_named_in_their_order(dialogue):
    Venue.objects.create(conference=dialogue, name="Nhà văn hóa xóm 9", position=1)
    assert lines(dialogue, "state")[1] == "Địa điểm: Hội trường UBND xã Kim Liên; Nhà văn hóa xóm 9."


# --- who was there ---


def annex_rows(conference, **kwargs):
    return [row for block in context(conference, **kwargs)["annexes"][-1].blocks for row in block.rows]


def test_the_annex_lists_every_delegate_in_protocol_order_as_stored(dialogue):
    annex = context(dialogue)["annexes"]
    assert [(one.title, one.subject) for one in annex] == [("PHỤ LỤC", f"Danh sách đại biểu dự {TITLE}")]
    assert annex[0].blocks[0].headings == ("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Thành phần", "Tham dự")
    assert annex_rows(dialogue) == [
        ("1", "Lê Văn Sáu", "Phó Giám đốc Sở", "Xã Kim Liên", "Đại biểu cấp tỉnh", "Có mặt"),
        ("2", "Võ Thị Bảy", "Chủ tịch MTTQ xã", "Xã Kim Liên", "MTTQ và các đoàn thể", "dự thay: Cao Văn Tám"),
        (
            *("3", "Hồ Thị Năm", "Phó Chủ tịch UBND xã; Ủy viên Ban Thường vụ"),
            *("Xã Kim Liên", "Đại biểu cấp xã", "Vắng có lý do"),
        ),
        ("4", "Phan Văn Tư", "Trưởng xóm 3", "Xã Kim Liên", "Đại diện Nhân dân", "Có mặt"),
        ("5", "Đinh Văn Chín", "", "Xã Kim Liên", "Đại biểu cấp xã", "Vắng không lý do"),
    ]
    assert annex[0].blocks[-1].text == "Danh sách này có 05 đại biểu."


def test_delegates_of_one_rank_stand_in_vietnamese_order_of_their_given_names(bare):
    for name in ("Trần Văn Đức", "Lê Thị Dung", "Nguyễn Văn Ân", "Đỗ Văn An", "Bùi Thị Ấn"):
        delegate(bare, name, "Trưởng xóm", rank=360)
    assert [row[1] for row in annex_rows(bare)] == [
        "Đỗ Văn An",
        "Nguyễn Văn Ân",
        "Bùi Thị Ấn",
        "Lê Thị Dung",
        "Trần Văn Đức",
    ]


def test_a_delegate_without_unit_or_post_keeps_the_line(bare):
    delegate(bare, "Hà Văn Một", group="press")
    Delegate.objects.update(unit=None)
    assert annex_rows(bare) == [("1", "Hà Văn Một", "", "", "Báo chí", "Có mặt")]


@pytest.mark.parametrize(
    ("level", "above", "own"),
    [
        ("commune", ["central", "province", "district"], ["commune", "department"]),
        ("district", ["central", "province"], ["district", "commune"]),
        ("province", ["central"], ["province", "district", "commune"]),
    ],
)
def test_who_comes_from_above_depends_on_the_level(bare, level, above, own):
    put(bare, level=level)
    for group in (*above, *own):
        delegate(bare, f"Đại biểu {group}", group=group)
    found = lines(bare)
    start, middle, end = (
        found.index(line) for line in ("2. Đại biểu cấp trên", "3. Đại biểu dự hội nghị", "4. Thư ký")
    )
    assert middle - start - 1 == len(above)
    # Attendance and participants follow the groups.
    assert end - middle - 3 == len(own)


def test_without_guests_from_above_no_number_is_left_out(bare):
    delegate(bare, "Phan Văn Tư")
    assert [line for line in lines(bare)[2:] if line[:1].isdigit()][:3] == [
        "1. Chủ trì",
        "2. Đại biểu dự hội nghị",
        "3. Thư ký",
    ]


def test_a_secretary_released_before_the_day_took_no_minutes(bare, commission_body):
    ConferenceStaff.objects.update(valid_until=date(2026, 9, 30))
    later = make_user("stand-in", "Tô Văn Thay")
    ConferenceStaff.objects.create(conference=bare, user=later, valid_from=date(2026, 9, 30))
    assert context(bare)["signatures"][0].name == "Tô Văn Thay"
    assert "Đ/c Đỗ Văn Nam." not in lines(bare)
    ConferenceStaff.objects.update(valid_until=DAY)
    assert "Đ/c Tô Văn Thay." in lines(bare)


# --- what was said ---


def speak(conference, by, text, **values):
    speaker = values.pop("speaker", SpeakerData())
    turn = TurnData(
        unit=conference.unit,
        conference=conference,
        taken_on=DAY,
        speaker=speaker,
        items=(ContentItem(text),),
        **values,
    )
    return register_turn(turn, by=by, on=DAY)[0]


@pytest.mark.parametrize(
    ("speaker", "line"),
    [
        (SpeakerData(full_name="Võ Văn Một"), "3.1. Ông/Bà Võ Văn Một:"),
        (SpeakerData(full_name="Võ Văn Một", address="Xóm 2"), "3.1. Ông/Bà Võ Văn Một (Xóm 2):"),
        (SpeakerData(capacity="Đại diện hộ dân xóm 3"), "3.1. Đại diện hộ dân xóm 3:"),
        (SpeakerData(), "3.1. (đã xóa thông tin cá nhân):"),
    ],
)
def test_a_citizen_is_named_as_given(bare, commission_leader, speaker, line):
    speak(bare, commission_leader, "Đường hẹp.", speaker=speaker)
    assert line in lines(bare)
    assert line in lines(bare, "state")


@pytest.mark.parametrize(
    ("group", "salutation", "party", "state"),
    [
        ("commune", "mr", "Đ/c Phan Hoài Thanh", "Ông Phan Hoài Thanh"),
        ("commune", "ms", "Đ/c Phan Hoài Thanh", "Bà Phan Hoài Thanh"),
        ("commune", "", "Đ/c Phan Hoài Thanh", "Phan Hoài Thanh"),
        ("people", "ms", "Bà Phan Hoài Thanh", "Bà Phan Hoài Thanh"),
        ("people", "", "Ông/Bà Phan Hoài Thanh", "Ông/Bà Phan Hoài Thanh"),
    ],
)
def test_a_delegate_who_speaks_is_addressed_as_the_letterhead_has_it(
    bare, commission_leader, group, salutation, party, state
):
    """Officials as comrades or by what is known of them; citizens never as comrades."""
    row = delegate(bare, "Phan Hoài Thanh", "Trưởng xóm 3", group)
    Person.objects.filter(pk=row.person_id).update(salutation=salutation)
    speaker = SpeakerData(kind="delegate", delegate=row, capacity="Trưởng xóm 3")
    speak(bare, commission_leader, "Đường hẹp.", speaker=speaker)
    assert f"3.1. {party} (Trưởng xóm 3):" in lines(bare)
    assert f"3.1. {state} (Trưởng xóm 3):" in lines(bare, "state")


def test_a_chair_of_whom_it_is_not_known_is_printed_by_name(bare):
    chair(bare, "Lê Thanh Bình", "Bí thư Đảng ủy")
    assert "Đ/c Lê Thanh Bình, Bí thư Đảng ủy." in lines(bare)
    assert "Lê Thanh Bình, Bí thư Đảng ủy." in lines(bare, "state")


def test_an_erased_speaker_leaves_the_opinion(bare, commission_leader):
    speak(bare, commission_leader, "Đường hẹp.", speaker=SpeakerData(full_name="Võ Văn Một"))
    Speaker.objects.all().delete()
    found = lines(bare)
    assert found[found.index("3.1. (đã xóa thông tin cá nhân):") + 1] == "(1) Đường hẹp. [YK-2026-0001]"
    assert "Võ Văn Một" not in str(context(bare))


def test_telephone_numbers_are_not_printed(dialogue):
    """They are kept for answering a citizen; minutes go to every recipient."""
    assert Speaker.objects.filter(phone="0912345678").exists()
    assert "0912345678" not in str([context(dialogue, letterhead) for letterhead in ("party", "state")])


def test_what_was_refused_or_came_afterwards_stands_in_no_minutes(bare, commission_leader):
    refused = speak(bare, commission_leader, "Ngoài phạm vi.")
    move(refused, "refuse", by=commission_leader, on=DAY, data={"refusal_reason": "out_of_scope"})
    speak(bare, commission_leader, "Gửi sau hội nghị.", phase="after", channel="written")
    speak(bare, commission_leader, "Gửi trước hội nghị.", phase="before", channel="written")
    speak(bare, commission_leader, "Nói tại hội nghị.")
    found = [line for line in lines(bare, "state") if line.startswith(("(1)", "3."))]
    assert found == [
        "3. Ý kiến, kiến nghị",
        "3.1. (đã xóa thông tin cá nhân):",
        "(1) Gửi trước hội nghị. [YK-2026-0003]",
        "3.2. (đã xóa thông tin cá nhân):",
        "(1) Nói tại hội nghị. [YK-2026-0004]",
    ]


def test_when_nobody_was_answered_in_the_hall_all_were_noted(bare, commission_leader):
    registered(bare, commission_leader, "Một.", "Hai.")
    assert (
        "02 ý kiến, kiến nghị được ghi nhận, trong đó giao giải quyết sau: 00; vượt thẩm quyền: 00; chưa phân công: 02."
    ) in lines(bare)


def numbers_in(sentence):
    return {part: int(number) for part, number in re.findall(r"([^,;:]+): (\d\d)", sentence.replace("trong đó ", ""))}


def test_what_is_left_after_the_answers_is_what_the_figures_say(dialogue, road_of):
    """Four opinions: one answered in the hall, one led by a department, one nobody has, one sent beyond."""
    forwarded = road_of(dialogue).to("assigned", "Nâng mức trợ cấp.")
    Opinion.objects.filter(pk=forwarded.pk).update(state="closed", outcome="forwarded_up")
    rest = next(line for line in lines(dialogue) if "còn lại được ghi nhận" in line)
    figures = numbers_in(statistics_of(dialogue))
    assert rest.startswith("03 ý kiến")
    assert figures == {" trả lời tại hội nghị": 1, **numbers_in(rest)}
    assert sum(figures.values()) == 4


def test_what_was_answered_in_the_hall_and_sent_beyond_counts_where_it_is_printed(dialogue):
    Opinion.objects.filter(code="YK-2026-0001").update(outcome="forwarded_up")
    assert "trả lời tại hội nghị: 01; giao giải quyết sau: 01; vượt thẩm quyền: 00" in statistics_of(dialogue)


def test_what_went_to_a_higher_level_counts_as_beyond_authority(bare, commission_leader, road_of, province):
    opinion = road_of(bare).to("assigned")
    ministry = Organisation.objects.create(
        code="BO-XD", name="Bộ Xây dựng", unit=province, side="state", rank=10, valid_from=date(2018, 1, 1)
    )
    letter = OfficialDocument.objects.create(type="official_letter", number="1", symbol="CV", date=DAY)
    data = {"addressee": ministry, "document": letter}
    move(opinion, "forward", by=commission_leader, on=DAY, data=data)
    assert statistics_of(bare) == (
        "01 lượt ý kiến với 01 nội dung; trả lời tại hội nghị: 00; giao giải quyết sau: 00; vượt thẩm quyền: 01; "
        "chưa phân công: 00."
    )


def statistics_of(conference):
    found = lines(conference)
    return found[found.index("III. THỐNG KÊ") + 1]


def test_more_than_twenty_opinions_move_to_an_annex_of_their_own(dialogue, commission_leader):
    registered(dialogue, commission_leader, *[f"Nội dung {number}." for number in range(17)])
    assert len(context(dialogue)["annexes"]) == 1
    registered(dialogue, commission_leader, "Nội dung cuối.")
    opinions, delegates = context(dialogue)["annexes"]
    assert [opinions.title, delegates.title] == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    rows = opinions.blocks[0].rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, 22)]
    assert rows[0] == (
        "1",
        "Ông/Bà Nguyễn Văn Thường (Trưởng xóm, Xóm 3)",
        "Đường xóm 3 hẹp, xe cứu hỏa không vào được. [YK-2026-0001]",
        "Chủ tịch UBND xã: Xã đã bố trí vốn mở rộng. Kết quả: đã giải quyết tại hội nghị.",
        "",
        "",
    )
    assert rows[2][2:] == (
        "Trạm y tế thiếu bác sĩ. [YK-2026-0003]",
        "",
        "Sở Nông nghiệp và Môi trường",
        "26/10/2026",
    )
    found = lines(dialogue)
    assert "2. Ý kiến, kiến nghị; trả lời, giải trình, tiếp thu" in found
    assert "Hội nghị có 04 lượt ý kiến với 21 nội dung. (Phụ lục 1 kèm theo.)" in found
    assert "Tổng số người tham dự: 118. (Phụ lục 2 kèm theo.)" in found
    assert found[found.index("3. Kết luận của chủ trì") + 1].endswith(
        "Nội dung, cơ quan chủ trì và thời hạn giải quyết nêu tại Phụ lục 1."
    )


# --- little is known ---


@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_a_conference_of_which_little_is_known_leaves_lines_to_fill_in(bare, letterhead):
    ConferenceStaff.objects.all().delete()
    found = lines(bare, letterhead)
    assert found.count("…" * 30) == 2
    assert "Hội nghị không có ý kiến, kiến nghị." in found
    assert not any("None" in line or "{" in line for line in found)
    made = context(bare, letterhead)
    assert (made["annexes"], [signature.name for signature in made["signatures"]]) == ([], ["", ""])


@pytest.mark.parametrize("agenda", ["", "Khai mạc\nĐối thoại"])
@pytest.mark.parametrize("letterhead", ["party", "state"])
def test_every_heading_has_words_and_the_next_number(bare, commission_leader, letterhead, agenda):
    put(bare, agenda=agenda)
    registered(bare, commission_leader, "Một.")
    blocks = [block for block in context(bare, letterhead)["blocks"] if block.kind in ("section", "text")]
    course = [block for block in blocks if block.kind == "text" or block.text[:1].isdigit()]
    headings = [place for place, block in enumerate(course) if block.kind == "section"]
    assert all(course[place + 1].kind == "text" for place in headings)
    content = [course[place].text for place in headings if place >= headings[-4]]
    first = int(content[0][0])
    assert [int(text[0]) for text in content] == list(range(first, first + 4))


def test_without_an_agenda_the_usual_course_is_said(bare):
    found = lines(bare, "state")
    assert found[found.index("1. Tuyên bố lý do, giới thiệu đại biểu; thông qua chương trình, nội quy") :][:4] == [
        "1. Tuyên bố lý do, giới thiệu đại biểu; thông qua chương trình, nội quy",
        "Ban Tổ chức tuyên bố lý do, giới thiệu đại biểu; hội nghị thông qua chương trình, nội quy.",
        "2. Báo cáo tình hình kinh tế - xã hội; báo cáo kết quả thực hiện kết luận kỳ đối thoại trước",
        "Hội nghị nghe báo cáo tình hình kinh tế - xã hội và báo cáo kết quả thực hiện kết luận kỳ đối thoại trước.",
    ]


def test_without_times_and_place_the_opening_stays_a_sentence(bare):
    assert lines(bare)[0] == (
        "Hôm nay, ngày 01 tháng 10 năm 2026, tại hội trường, Đảng ủy xã Kim Liên tổ chức "
        "Hội nghị tiếp xúc, đối thoại với Nhân dân."
    )
    assert lines(bare, "state")[:2] == ["Thời gian: ngày 01/10/2026.", "Địa điểm: hội trường."]


# --- English ---


def test_the_english_copy_says_what_it_is_and_glosses_the_opinions(dialogue):
    found = context(dialogue, language="en")
    assert found["working_copy"] == "WORKING COPY IN ENGLISH – only the Vietnamese paper has official value"
    assert (found["title"], found["draft"]) == ("MINUTES", "DRAFT")
    body = printed(found["blocks"])
    assert body[body.index("(1) Trạm y tế thiếu bác sĩ. [YK-2026-0003]") + 1] == "The health station lacks a doctor."
    assert "Invited: 5; present: 3; absent: 2 (with leave: 1); substituted: 1." in body


def test_the_vietnamese_paper_has_neither_mark_nor_gloss(dialogue):
    found = context(dialogue)
    assert found["working_copy"] == ""
    assert "The health station" not in str(found)


# --- one context, whatever asks ---


def test_the_context_is_the_same_whenever_it_is_made(dialogue):
    assert context(dialogue) == context(dialogue)


@pytest.mark.parametrize("size", [1, 30])
def test_the_context_takes_as_many_queries_for_many(bare, commission_leader, size, django_assert_num_queries):
    for number in range(size):
        delegate(bare, f"Đại biểu Thứ {number}", "Trưởng xóm; Ủy viên")
        chair(bare, f"Chủ tọa Thứ {number}", "Bí thư")
        Venue.objects.create(conference=bare, name=f"Điểm cầu {number}")
    many(bare, commission_leader, size)
    # The conference; its chairs and who they are, places, secretaries; turns, opinions, answers; delegates and posts.
    with django_assert_num_queries(10):
        context(bare)


@pytest.mark.parametrize(("side", "first"), [("party", "party"), ("both", "party"), ("state", "state")])
def test_the_letterhead_of_the_organising_side_is_offered_first(bare, side, first):
    bare.side = side
    offered = [str(letterhead) for letterhead in both_letterheads(bare)]
    assert (offered[0], sorted(offered)) == (first, ["party", "state"])
