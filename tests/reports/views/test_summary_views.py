"""The pages of summaries: the list, asking for one, reading it, fetching it as a file."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from audit.models import AuditEvent
from jobs.models import Job
from registers.levels import Level
from reports import summaries
from reports.models import Summary
from tests.conftest import make_unit
from tests.jobs.helpers import run_jobs
from tests.reports.conftest import hold
from tests.reports.reading import one_line, pdf_words, sheets

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("reports:summary_list"), reverse("reports:summary_new")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
#: Whoever reads no unit: their role is bound to a body, a conference, or nothing.
NO_TREE = ["focal_point", "registry_clerk", "secretary", "petition_officer", "administrator", "outsider"]
ALL_ROLES = ["clerk", "leader", "sibling_clerk", "specialist", "commission_leader", "supervisor", "auditor", *NO_TREE]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def build(unit, by=None, **values):
    asked = {"first": FIRST, "last": LAST, "level": ""} | values
    job = summaries.ask_for_summary(unit=unit, by=by, token=uuid4(), **asked)
    run_jobs()
    return Summary.objects.get(job=job)


def page(summary):
    return reverse("reports:summary", args=[summary.pk])


def file(summary, file_format):
    return reverse("reports:summary_file", args=[summary.pk, file_format])


def typed(commune, **values):
    return {
        "unit": commune.pk,
        "from": "01/10/2026",
        "to": "31/10/2026",
        "level": "",
        "token": str(uuid4()),
        **values,
    }


def words(response):
    return one_line(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())))


@pytest.fixture
def summary(conference, commune_a):
    return build(commune_a)


@pytest.fixture
def asker(client_of, clerk):
    return client_of(clerk)


# --- the list ---


def test_the_list_shows_those_of_the_readers_units_newest_first(client_of, clerk, province, commune_a, commune_b):
    build(province)
    older, newer = build(commune_a), build(commune_a, level=Level.COMMUNE)
    build(commune_b)
    response = client_of(clerk).get(LIST)
    assert list(response.context["page_obj"]) == [newer, older]
    assert "Xã Vạn An" not in words(response)


def test_the_list_says_of_when_and_for_whom(asker, clerk, summary, commune_a):
    build(commune_a, clerk)
    shown = words(asker.get(LIST))
    assert "Xã Kim Liên 01/10/2026 – 31/10/2026 Mọi cấp 2 09:30, 23/11/2026 Trần Thị Bình" in shown
    assert "Xã Kim Liên 01/10/2026 – 31/10/2026 Mọi cấp 1 09:30, 23/11/2026 tự động hằng tháng" in shown


def test_an_empty_list_says_how_to_begin(asker):
    assert "Chưa có báo cáo kỳ nào" in words(asker.get(LIST))


def test_fifty_stand_on_a_page(asker, summary, commune_a):
    copies = [
        Summary(
            unit=commune_a, first=FIRST, last=LAST, edition=n, as_of=NOW, figures=summary.figures, checksum="0" * 64
        )
        for n in range(2, 53)
    ]
    Summary.objects.bulk_create(copies)
    assert [len(asker.get(LIST, {"page": number}).context["page_obj"]) for number in (1, 2)] == [50, 2]
    assert asker.get(LIST, {"page": "x"}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_runs_one_number_of_queries(asker, clerk, commune_a, number, django_assert_num_queries):
    for _each in range(number):
        build(commune_a, clerk)
    asker.get(LIST)  # notes in the session that it is in use
    # Session, user, memberships; how many and which; work under way, demonstration or not.
    with django_assert_num_queries(7):
        asker.get(LIST)


# --- who may ---


@pytest.mark.parametrize("who", NO_TREE)
def test_people_who_read_no_unit_get_403(who, request, client_of, province):
    client = client_of(request.getfixturevalue(who))
    assert [client.get(LIST).status_code, client.get(NEW).status_code] == [403, 403]
    assert client.post(NEW, typed(province)).status_code == 403
    assert Job.objects.count() == 0


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_whoever_only_reads_may_have_figures_built(who, request, client_of, province):
    """A summary changes no record; supervising needs it."""
    assert client_of(request.getfixturevalue(who)).post(NEW, typed(province)).status_code == 302


def test_strangers_are_asked_to_sign_in(client, summary):
    for address in (LIST, NEW, page(summary), file(summary, "xlsx")):
        assert client.get(address).url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("who", ALL_ROLES)
def test_a_summary_outside_ones_units_is_not_there(who, request, client_of, summary):
    client = client_of(request.getfixturevalue(who))
    reads = who in ("clerk", "leader", "specialist", "commission_leader", "supervisor", "auditor")
    addresses = [page(summary), file(summary, "pdf"), file(summary, "xlsx")]
    answers = {client.get(address).status_code for address in addresses}
    assert answers == {200 if reads else 404}


@pytest.mark.parametrize("address", ["list", "page", "pdf"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_takes_no_other_method(asker, summary, address, method):
    url = {"list": LIST, "page": page(summary), "pdf": file(summary, "pdf")}[address]
    assert getattr(asker, method)(url).status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_asking_takes_get_and_post_alone(asker, method):
    assert getattr(asker, method)(NEW).status_code == 405


# --- asking ---


def test_the_form_begins_with_ones_own_unit(client_of, clerk, commission_leader, commune_a, province):
    for user, unit in ((clerk, commune_a), (commission_leader, province)):
        form = client_of(user).get(NEW).context["form"]
        assert form["unit"].value() == unit.pk
        assert form["token"].value()


def test_only_ones_own_units_in_force_are_offered(client_of, clerk, commission_leader, province, commune_a, commune_b):
    ended = make_unit("17999", "Xã Nam Giang", Level.COMMUNE, province, kind="xã", valid_until=date(2025, 6, 30))

    def offered(user, **query):
        return set(client_of(user).get(NEW, query).context["form"].fields["unit"].queryset)

    assert offered(clerk) == {commune_a}
    assert offered(clerk, unit=commune_b.pk) == {commune_a}
    assert offered(commission_leader) == {province, commune_a, commune_b}
    assert offered(commission_leader, unit=ended.pk) == {province, commune_a, commune_b, ended}


def test_the_page_of_a_summary_asks_for_a_newer_edition_of_the_same(asker, commune_a):
    summary = build(commune_a, level=Level.COMMUNE)
    link = f"{NEW}?unit={commune_a.pk}&from=2026-10-01&to=2026-10-31&level=commune"
    assert f'href="{link}"' in unescape(asker.get(page(summary)).content.decode())
    form = asker.get(link).context["form"]
    assert [form[name].value() for name in ("unit", "from", "to", "level")] == [
        str(commune_a.pk),
        "2026-10-01",
        "2026-10-31",
        "commune",
    ]


def test_asking_leads_to_the_job_and_the_job_to_the_summary(asker, clerk, commune_a, conference):
    response = asker.post(NEW, typed(commune_a, level="commune"))
    job = Job.objects.get()
    assert response.url == reverse("jobs:detail", args=[job.pk])
    assert (job.created_by, job.arguments) == (
        clerk,
        {"unit": commune_a.pk, "first": "2026-10-01", "last": "2026-10-31", "level": "commune", "by": clerk.pk},
    )
    run_jobs()
    summary = Summary.objects.get()
    assert page(summary) in asker.get(response.url, follow=True).content.decode()
    assert asker.get(page(summary)).status_code == 200


def test_a_form_sent_twice_asks_once(asker, commune_a):
    form = typed(commune_a)
    answers = [asker.post(NEW, form).url for _again in range(2)]
    assert (len(set(answers)), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize("written", ["01/10/2026", "1.10.2026", "2026-10-01"])
def test_days_are_understood_however_they_are_written(asker, commune_a, written):
    asker.post(NEW, typed(commune_a, **{"from": written}))
    assert Job.objects.get().arguments["first"] == "2026-10-01"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("from", "31/02/2026", "25/11/2026."),
        ("from", "", "Cần điền hoặc chọn mục này."),
        ("from", "31/12/1999", "Số liệu bắt đầu từ năm 2000; hãy nhập ngày muộn hơn."),
        ("to", "hôm qua", "Ghi ngày theo dạng 25/11/2026."),
        ("to", "", "Cần điền hoặc chọn mục này."),
        ("to", "24/11/2026", "Ngày cuối nằm trong tương lai; báo cáo kỳ chỉ lập đến hết hôm nay."),
        ("to", "30/09/2026", "Ngày cuối đứng trước ngày đầu."),
        ("unit", "999999", "chọn"),
        ("unit", "", "Cần điền hoặc chọn mục này."),
        ("unit", "x", "chọn"),
        ("level", "galaxy", "galaxy"),
        ("token", "x", "UUID"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_kept(asker, commune_a, name, value, sentence):
    response = asker.post(NEW, typed(commune_a, **{name: value}))
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [name])
    assert sentence in form.errors[name][0]
    assert [form[field].value() for field in ("from", "to")] == [
        value if name == field else day for field, day in (("from", "01/10/2026"), ("to", "31/10/2026"))
    ]
    if name in ("from", "to"):
        assert f'value="{value}"' in response.content.decode() or value == ""
        assert form.errors[name][0] in words(response)
    assert Job.objects.count() == 0


def test_today_is_the_last_day_there_is(asker, commune_a):
    assert asker.post(NEW, typed(commune_a, to="23/11/2026")).status_code == 302


def test_a_unit_of_others_is_refused_and_not_named(asker, commune_a, commune_b):
    response = asker.post(NEW, typed(commune_b))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["unit"]
    assert "Xã Vạn An" not in words(response)
    assert Job.objects.count() == 0


# --- reading ---


def test_the_page_shows_the_frozen_figures_with_both_parts_of_each_rate(asker, summary, road_of, conference):
    before = words(asker.get(page(summary)))
    assert "Số liệu chốt lúc 09:30, 23/11/2026, lần lập thứ 1" in before
    assert summary.checksum in before
    road_of(conference).to("closed")
    assert words(asker.get(page(summary))) == before


def test_the_page_says_what_moved_and_where_the_other_editions_are(asker, summary, commune_a):
    hold(commune_a, date(2026, 10, 9), participants=60)
    later = build(commune_a)
    shown = words(asker.get(page(later)))
    assert "Thay đổi so với lần lập thứ 1" in shown
    assert "Hội nghị 1 2 +1 Người dự 100 160 +60" in shown
    assert f'href="{page(summary)}"' in asker.get(page(later)).content.decode()
    earlier = asker.get(page(summary)).content.decode()
    assert f'href="{page(later)}"' in earlier
    assert "Thay đổi so với" not in earlier


def test_names_never_become_markup(client_of, commission_leader, province, commune_a, conference):
    commune_a.name = "Xã <script>alert(1)</script> {{ summary }} & “Thử”"
    commune_a.save()
    summary = build(province)
    response = client_of(commission_leader).get(page(summary))
    assert "<script>alert" not in response.content.decode()
    assert "Xã <script>alert(1)</script> {{ summary }} & “Thử”" in unescape(response.content.decode())


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_runs_one_number_of_queries(client_of, commission_leader, province, number, django_assert_num_queries):
    for place in range(number):
        hold(make_unit(f"1790{place}", f"Xã {place}", Level.COMMUNE, province, kind="xã"))
    build(province)
    summary = build(province)
    client = client_of(commission_leader)
    client.get(page(summary))
    # As the list, then the summary, the editions before and after, the published figures.
    with django_assert_num_queries(9):
        client.get(page(summary))


# --- files ---


@pytest.mark.parametrize(
    ("file_format", "content_type"),
    [
        ("pdf", "application/pdf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_one_to_save_and_belongs_to_no_cache(asker, summary, file_format, content_type):
    response = asker.get(file(summary, file_format))
    name = f"tong-hop-xa-kim-lien-20261001-20261031-1.{file_format}"
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert response["Content-Length"] == str(len(response.content))
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_files_hold_this_summary(asker, summary):
    assert "Xã Kim Liên, 01/10/2026 – 31/10/2026" in pdf_words(asker.get(file(summary, "pdf")).content)
    assert sheets(asker.get(file(summary, "xlsx")).content)["Số liệu"][3] == ["Hội nghị", 1, 1]


def test_a_download_is_noted_once_a_day(asker, client_of, clerk, summary):
    def notes():
        events = AuditEvent.objects.filter(action="downloaded", object_type="reports.summary")
        return [(event.actor, event.object_id, event.object_label) for event in events]

    asker.get(file(summary, "pdf"))
    asker.get(file(summary, "xlsx"))
    assert notes() == [(clerk, str(summary.pk), "17971/1")]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client_of(clerk).get(file(summary, "pdf"))
    assert notes() == [(clerk, str(summary.pk), "17971/1")] * 2


def test_an_unknown_format_is_not_there(asker, summary):
    assert asker.get(file(summary, "docx")).status_code == 404
    assert AuditEvent.objects.filter(action="downloaded").count() == 0


def test_without_pango_a_sentence_stands_in_place_of_the_pdf(asker, summary, monkeypatch):
    link = f'href="{file(summary, "pdf")}"'
    assert link in asker.get(page(summary)).content.decode()
    monkeypatch.setattr("reports.views.summaries.is_available", lambda: False)
    response = asker.get(file(summary, "pdf"), follow=True)
    assert response.redirect_chain == [(page(summary), 302)]
    sentence = "Máy này không lập được PDF vì thiếu thư viện Pango. Vẫn tải được tệp Excel."
    # Said by the page anyway, and to who asked all the same.
    assert words(response).count(sentence) == 2
    shown = asker.get(page(summary)).content.decode()
    assert (link in shown, sentence in shown) == (False, True)
    assert asker.get(file(summary, "xlsx")).status_code == 200
    assert AuditEvent.objects.filter(action="downloaded").count() == 1
