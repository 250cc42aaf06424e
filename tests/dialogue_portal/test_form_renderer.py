"""Controls are written as Django's own templates write them."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from dialogue_portal.fields import DayInput, LineInput
from dialogue_portal.form_renderer import _WRITERS, ControlRenderer

CHOICES = [("", "---"), ("1", 'Đường "thôn" & <b>xã</b>'), ("2", gettext_lazy("Level"))]
GROUPED = [("Giao <thông>", [("1", "Đường"), ("2", "Cầu")]), ("3", "Khác")]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), None),
        (forms.TextInput(attrs={"class": "form-control", "required": True, "disabled": False, "max": 5}), "a\"<b>&'"),
        (forms.NumberInput(), 1234),
        (forms.EmailInput(), "a@b.vn"),
        (forms.HiddenInput(), ""),
        (forms.PasswordInput(), "not shown"),
        (forms.DateInput(), date(2026, 11, 23)),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.Select(choices=CHOICES), "1"),
        (forms.Select(choices=CHOICES), None),
        (forms.Select(choices=GROUPED, attrs={"title": '"'}), "2"),
        (forms.SelectMultiple(choices=CHOICES), ["1", "2"]),
        (forms.CheckboxSelectMultiple(choices=CHOICES), ["1"]),
        (forms.RadioSelect(choices=GROUPED), "3"),
        (forms.Textarea(), "Hai\ndòng"),
        (LineInput().widget, "Kim Liên"),
        (DayInput().widget, date(2026, 2, 5)),
    ],
)
def test_the_markup_is_that_of_the_templates(widget, value):
    given = {"name": "field", "value": value, "attrs": {"id": "id_field"}}
    assert str(widget.render(**given, renderer=ControlRenderer())).split() == (
        str(widget.render(**given, renderer=TemplatesSetting())).split()
    )


@pytest.mark.parametrize("kind", [forms.CheckboxSelectMultiple, forms.RadioSelect])
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_box_is_written_with_or_without_its_label(kind, wrapped):
    option = kind(attrs={"class": "form-check-input"}, choices=CHOICES).subwidgets("field", "1", {"id": "id"})
    boxes = [{"widget": {**data, "wrap_label": wrapped}} for data in option]
    assert len(boxes) == len(CHOICES)
    for box in boxes:
        template = box["widget"]["template_name"]
        assert template in _WRITERS
        assert str(ControlRenderer().render(template, box)).split() == (
            str(TemplatesSetting().render(template, box)).split()
        )


def test_inputs_and_selects_are_written_without_a_template(monkeypatch):
    monkeypatch.setattr(TemplatesSetting, "render", lambda *args: pytest.fail("a template was rendered"))
    for widget in (forms.TextInput(), forms.Select(choices=CHOICES), forms.CheckboxInput()):
        assert widget.template_name in _WRITERS
        widget.render("field", None, renderer=ControlRenderer())
    # The control: what is not written here does go to its template.
    with pytest.raises(pytest.fail.Exception):
        forms.Textarea().render("field", "", renderer=ControlRenderer())
