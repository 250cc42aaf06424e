"""A conference of commune A as a secretary leaves it: chairs, venue, delegates, opinions answered and assigned."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from conferences.models import Conference, ConferenceChair, Delegate, Person, Post, Venue
from conferences.workflow import move
from tests.conferences.opinion_roads import registered
from tests.reports.conftest import DAY

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def person(full_name, salutation=""):
    someone = Person(salutation=salutation)
    someone.set_name(full_name)
    someone.save()
    return someone


def delegate(conference, full_name, title="", group="commune", status="attended", rank=500, substitute=""):
    someone = person(full_name)
    row = Delegate.objects.create(
        conference=conference,
        person=someone,
        unit=conference.unit,
        group=group,
        status=status,
        substitute=person(substitute) if substitute else None,
    )
    for number, post in enumerate(filter(None, title.split("; "))):
        row.posts.add(Post.objects.create(person=someone, title=post, unit=conference.unit, rank=rank + number))
    return row


def chair(conference, full_name, titles, position=0, salutation=""):
    someone = person(full_name, salutation)
    return ConferenceChair.objects.create(conference=conference, person=someone, titles=titles, position=position)


@pytest.fixture
def bare(conference):
    """A conference of which nothing is known but its day and place."""
    return conference


@pytest.fixture
def dialogue(conference, commission_leader, road_of, commission_body):
    """The conference with everything the minutes print; see the tests for what they make of it."""
    Conference.objects.filter(pk=conference.pk).update(
        title="Hội nghị tiếp xúc, đối thoại giữa người đứng đầu cấp ủy, chính quyền xã với Nhân dân năm 2026",
        theme="Lắng nghe Nhân dân",
        starts_at=datetime(2026, 10, 1, 7, 30, tzinfo=HANOI),
        ends_at=datetime(2026, 10, 1, 11, 15, tzinfo=HANOI),
        agenda="Khai mạc\n\nĐối thoại với Nhân dân",
        participants=118,
        organiser=commission_body,
    )
    conference.refresh_from_db()
    Venue.objects.create(conference=conference, name="Hội trường UBND xã Kim Liên")
    chair(conference, "Nguyễn Văn Hùng", "Bí thư Đảng ủy, Chủ tịch HĐND xã", salutation="mr")
    chair(conference, "Trần Thị Lan", "Phó Bí thư Đảng ủy, Chủ tịch UBND xã", position=1, salutation="ms")
    delegate(conference, "Phan Văn Tư", "Trưởng xóm 3", "people", rank=360)
    delegate(conference, "Hồ Thị Năm", "Phó Chủ tịch UBND xã; Ủy viên Ban Thường vụ", rank=330, status="excused")
    delegate(conference, "Lê Văn Sáu", "Phó Giám đốc Sở", "province", rank=146)
    delegate(conference, "Võ Thị Bảy", "Chủ tịch MTTQ xã", "front", "substituted", 326, substitute="Cao Văn Tám")
    delegate(conference, "Đinh Văn Chín", status="absent")
    in_hall, later = registered(
        conference, commission_leader, "Đường xóm 3 hẹp, xe cứu hỏa không vào được.", "Kênh tiêu bị bồi lắng."
    )
    data = {"field": road_of(conference).data["classify"]["field"], "competent_level": "commune"}
    in_hall = move(in_hall, "classify", by=commission_leader, on=DAY, data=dict(data))
    answer = {"answerer": "Chủ tịch UBND xã", "text": "Xã đã bố trí vốn mở rộng."}
    in_hall = move(in_hall, "answer_in_hall", by=commission_leader, on=DAY, data=answer)
    decided = {"outcome": "at_conference", "confirmed_by": "Biên bản hội nghị"}
    move(in_hall, "verify", by=commission_leader, on=DAY, data=decided)
    move(later, "classify", by=commission_leader, on=DAY, data=dict(data))
    road_of(conference).to("assigned", "Trạm y tế thiếu bác sĩ.", gloss_en="The health station lacks a doctor.")
    return conference
