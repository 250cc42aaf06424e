"""Clean text through every door, on the person's name and on a model with both kinds of field."""

import unicodedata
from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import override

from accounts.models import User
from dialogue_portal.fields import (
    DayAskedInput,
    DayInput,
    LineField,
    LineInput,
    ParagraphsField,
    ParagraphsInput,
    TimeInput,
)

NAME = "Nguyễn Đức Thường"
TYPED = unicodedata.normalize("NFD", f"  {NAME.replace(' ', chr(0xA0) + ' ')}\u200b")


def test_a_form_counts_letters_after_cleaning():
    assert len(TYPED) > len(NAME)
    assert LineInput(max_length=len(NAME)).clean(TYPED) == NAME
    with pytest.raises(ValidationError):
        LineInput(max_length=len(NAME) - 1).clean(TYPED)


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\ufeff", "\x00", None])
def test_what_cannot_be_seen_is_not_an_answer(nothing):
    with pytest.raises(ValidationError, match=r"."):
        LineInput().clean(nothing)
    assert LineInput(required=False).clean(nothing) == ""
    assert LineInput(required=False, empty_value=None).clean(nothing) is None


def test_paragraphs_keep_their_breaks_in_a_form():
    assert ParagraphsInput().clean("một\r\n\r\nhai \x00") == "một\n\nhai"
    assert isinstance(ParagraphsInput().widget, forms.Textarea)


def test_model_fields_bring_their_form_fields():
    assert type(LineField(max_length=9).formfield()) is LineInput
    assert LineField(max_length=9).formfield().max_length == 9
    assert type(ParagraphsField().formfield()) is ParagraphsInput
    assert isinstance(LineField(max_length=9, choices=[("a", "A")]).formfield(), forms.TypedChoiceField)


def test_expressions_and_nulls_pass_untouched():
    field = LineField(max_length=9, null=True)
    assert field.get_db_prep_save(None, connection) is None
    expression = models.Value(" x ")
    assert field.get_db_prep_save(expression, connection) is expression


@pytest.mark.django_db
def test_saving_cleans_the_row_and_the_instance():
    person = User.objects.create(username="thuong", full_name=TYPED)
    assert person.full_name == NAME
    assert User.objects.get().full_name == NAME


@pytest.mark.django_db
def test_bulk_doors_clean_too():
    person = User(username="thuong", full_name=TYPED)
    person.write_name_keys()
    person.full_name = TYPED
    User.objects.bulk_create([person])
    assert User.objects.get().full_name == NAME
    User.objects.update(full_name=f"{TYPED} An")
    assert User.objects.get().full_name == f"{NAME} An"
    person = User.objects.get()
    person.full_name = TYPED
    User.objects.bulk_update([person], ["full_name"])
    assert User.objects.get().full_name == NAME


@pytest.mark.parametrize("typed", ["01/01/0202", "31/12/1944", "01/01/2101", "9999-12-31"])
def test_a_day_of_a_mistyped_year_is_refused(typed):
    with override("en"), pytest.raises(ValidationError, match="between 01/01/1945 and 31/12/2100"):
        DayInput().clean(typed)


@pytest.mark.parametrize("field", [DayInput, DayAskedInput])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "The calendar has no such day. Write a day like 25/11/2026."),
        ("30-02-26", "The calendar has no such day. Write a day like 25/11/2026."),
        ("2026-02-30", "The calendar has no such day. Write a day like 25/11/2026."),
        ("abc", "Write a day like 25/11/2026."),
        ("11/2026", "Write a day like 25/11/2026."),
    ],
)
def test_a_day_that_never_was_is_told_from_what_is_no_day(field, typed, said):
    with override("en"), pytest.raises(ValidationError) as refused:
        field().clean(typed)
    with override("en"):
        assert refused.value.messages == [said]
    assert field().clean("28/02/2026") == date(2026, 2, 28)


def test_a_day_of_the_record_is_taken():
    assert [DayInput().clean(typed) for typed in ("01/01/1945", "31/12/2100")] == [date(1945, 1, 1), date(2100, 12, 31)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[
            (one, time(7, 30))
            for one in ("7:30", "07:30", "7h30", "07 h 30", "7g30", "7 giờ 30", "730", "0730", "7.30")
        ],
        *[(one, time(14)) for one in ("14", "14h", "14:00", "14:00:00")],
        ("0:05", time(0, 5)),
    ],
)
def test_a_time_is_read_as_it_is_written_here(typed, read):
    assert TimeInput().clean(typed) == read


@pytest.mark.parametrize("typed", ["25:00", "7:60", "7:3", "half past", "7h30 sáng", "-7", "070030"])
def test_what_is_no_time_is_said_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        TimeInput().clean(typed)
    assert refused.value.messages == ["Nhập giờ, ví dụ 07:30."]


def test_a_time_is_shown_with_two_figures_each():
    assert 'value="07:30"' in str(TimeInput().widget.render("starts", time(7, 30)))
