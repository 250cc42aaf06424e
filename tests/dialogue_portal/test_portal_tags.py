"""The template tags of the components."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from dialogue_portal.templatetags import portal

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def render(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


# --- Addresses ---


def query_string(address, source):
    return render(source, request=RequestFactory().get(address))


def test_query_string_keeps_the_other_parameters():
    assert query_string("/?level=commune&q=a", "{% query_string sort='due' %}") == "?level=commune&amp;q=a&amp;sort=due"


def test_query_string_removes_what_is_set_to_nothing():
    assert query_string("/?level=commune&q=a", "{% query_string level=None %}") == "?q=a"


def test_query_string_starts_at_the_first_page_when_anything_else_changes():
    assert query_string("/?page=7&q=a", "{% query_string q='b' %}") == "?q=b"


def test_query_string_turns_the_page():
    assert query_string("/?page=7&q=a", "{% query_string page=8 %}") == "?page=8&amp;q=a"


def test_query_string_repeats_a_parameter_for_a_list():
    request = RequestFactory().get("/?field=land")
    assert portal.query_string({"request": request}, field=["land", "health"]) == "?field=land&field=health"


def test_query_string_leaves_the_request_as_it_was():
    request = RequestFactory().get("/?q=a")
    portal.query_string({"request": request}, q="b")
    assert request.GET.dict() == {"q": "a"}


# --- Numbers and rates ---


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(23345, "23.345", "23,345"), (1234.5, "1.234,5", "1,234.5"), (0, "0", "0"), (None, "–", "–"), ("", "–", "–")],
)
def test_vn_writes_a_number_as_the_language_does(value, vietnamese, english):
    assert portal.vn(value) == vietnamese
    with translation.override("en"):
        assert portal.vn(value) == english


def test_words_in_place_of_a_number_stay():
    assert portal.vn_or_words("hơn 10.000") == "hơn 10.000"
    assert portal.vn_or_words(10000) == "10.000"


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [(22163, 23345, "94,9%"), (1, 1, "100,0%"), (0, 5, "0,0%"), (1, 16, "6,3%"), (0, 0, "–"), (None, 5, "–")],
)
def test_percent_of_has_one_decimal_and_a_dash_without_a_denominator(numerator, denominator, words):
    assert portal.percent_of(numerator, denominator) == words


def test_percent_of_in_english_has_a_point():
    with translation.override("en"):
        assert portal.percent_of(22163, 23345) == "94.9%"


@pytest.mark.parametrize(
    ("numerator", "denominator", "width"), [(22163, 23345, "94.9"), (7, 5, "100"), (-1, 5, "0"), (3, 0, "0")]
)
def test_share_of_is_a_plain_number_within_the_bar(numerator, denominator, width):
    assert portal.share_of(numerator, denominator) == width
    assert render("{{ n|share_of:d }}", n=numerator, d=denominator) == width


@pytest.mark.parametrize(
    ("numerator", "step"), [(0, 1), (59, 1), (60, 2), (75, 3), (85, 4), (90, 5), (94, 6), (97, 7), (100, 7)]
)
def test_rate_step_rises_with_the_rate(numerator, step):
    assert portal.rate_step(numerator, 100) == step


def test_rate_step_of_no_rate_is_none_of_the_colours():
    assert portal.rate_step(0, 0) == 0


# --- Due dates ---


@pytest.mark.parametrize(
    ("day", "english", "tone"),
    [
        (date(2026, 11, 16), "Overdue by 6 days", "late"),
        (date(2026, 11, 21), "Overdue by 1 day", "late"),
        (date(2026, 11, 22), "Due today", "soon"),
        (date(2026, 11, 25), "3 days left", "soon"),
        (date(2026, 11, 26), "4 days left", "ok"),
        (None, "No due date", "none"),
    ],
)
def test_due_dates_are_said_in_words_and_colour(day, english, tone):
    with translation.override("en"):
        assert portal.due_words(day, TODAY) == english
    assert portal.due_tone(day, TODAY) == tone


def test_a_moment_counts_by_its_day_in_vietnam():
    late_evening_utc = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    with translation.override("en"):
        assert portal.due_words(late_evening_utc, TODAY) == "1 day left"


@pytest.mark.parametrize(
    ("due_on", "done_on", "badge"),
    [
        (date(2026, 11, 20), None, '<span class="tag late">Overdue by 2 days</span>'),
        (date(2026, 11, 20), date(2026, 11, 20), '<span class="tag ok">On time</span>'),
        (date(2026, 11, 20), date(2026, 11, 23), '<span class="tag soon">Done 3 days late</span>'),
        (None, date(2026, 11, 23), '<span class="tag none">Done</span>'),
    ],
)
def test_badge_of_finished_work_says_whether_it_was_in_time(due_on, done_on, badge):
    with translation.override("en"):
        assert portal.due_badge(due_on, TODAY, done_on) == badge


# --- Markup ---


def test_tag_escapes_its_words():
    assert render("{% tag text 'ok' %}", text="<b>") == '<span class="tag ok">&lt;b&gt;</span>'


def test_icon_is_hidden_from_screen_readers_and_escapes_its_name():
    markup = render("{% icon name %}", name='"><script>')
    assert 'aria-hidden="true"' in markup
    assert "<script>" not in markup


def test_no_icon_without_a_name():
    assert render("{% icon name %}", name="") == ""


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Nguyễn Văn An", "A"), ("Đức", "Đ"), ("Trần Quốc Khánh (minh họa)", "K"), ("", "?"), (None, "?")],
)
def test_initial_is_that_of_the_given_name(name, letter):
    assert portal.initial(name) == letter


def test_page_numbers_mark_the_gaps():
    page = Paginator(range(500), 10).page(20)
    assert portal.page_numbers(page) == [1, None, 19, 20, 21, None, 50]


def test_capture_keeps_a_part_and_its_escaping():
    assert render("{% capture a %} {{ text }} {% endcapture %}[{{ a }}|{{ a }}]", text="<i>") == "[&lt;i&gt;|&lt;i&gt;]"


def test_capture_needs_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load portal %}{% capture %}{% endcapture %}")


def test_a_still_part_is_kept_per_language():
    pages = {}
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            pages[language] = render("{% still '500.html' %}")
    assert '<html lang="vi">' in pages["vi"]
    assert '<html lang="en">' in pages["en"]


def test_a_still_part_knows_nothing_of_the_page():
    assert render("{% still 'components/_head.html' %}", csrf_token="secret-of-one-person").count("secret") == 0
