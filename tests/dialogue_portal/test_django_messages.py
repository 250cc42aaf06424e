"""No error that Django itself shows is left in English on a Vietnamese page."""

import inspect

import pytest
from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation
from django.core import paginator, validators
from django.db.models import fields as model_fields
from django.forms import formsets, models
from django.utils import translation

# Words that are the same in both languages, or the code's own names.
NOT_WORDS = {"%(value)s", "", "---------"}


def classes(module, base):
    return [kind for _name, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, base)]


def messages():
    """Every default error message of Django's forms, model fields, validators, formsets and paginator."""
    owners = [
        *classes(forms.fields, forms.Field),
        *classes(models, forms.Field),
        *classes(model_fields, model_fields.Field),
        *classes(formsets, formsets.BaseFormSet),
        *classes(auth_forms, forms.BaseForm),
        paginator.Paginator,
    ]
    for owner in owners:
        for name in ("default_error_messages", "error_messages"):
            table = inspect.getattr_static(owner, name, None)
            yield from table.values() if isinstance(table, dict) else ()
    for validator in classes(validators, object):
        message = vars(validator).get("message")
        yield from [] if message is None or isinstance(message, property) else [message]


def in_language(message, language):
    """The message as shown; plural ones are asked with a number."""
    with translation.override(language):
        try:
            return str(message)
        except KeyError:
            return str(message % {"limit_value": 3, "show_value": 5, "num": 3, "max": 3, "length": 5})


def test_every_message_is_vietnamese():
    shown = {in_language(message, "en"): in_language(message, "vi") for message in messages()}
    assert len(shown) > 50
    assert [
        english for english, vietnamese in shown.items() if vietnamese == english and english not in NOT_WORDS
    ] == []


@pytest.mark.parametrize(
    "validator", password_validation.get_default_password_validators(), ids=lambda v: type(v).__name__
)
def test_every_rule_for_passwords_is_vietnamese(validator):
    texts = {}
    for language in ("en", "vi"):
        with translation.override(language):
            texts[language] = validator.get_help_text()
    assert texts["en"] != texts["vi"]


def test_a_short_password_and_a_wrong_file_are_told_in_vietnamese():
    with translation.override("vi"):
        short = password_validation.MinimumLengthValidator(12)
        with pytest.raises(forms.ValidationError) as caught:
            short.validate("ngắn")
        assert caught.value.messages == ["Mật khẩu quá ngắn. Mật khẩu phải có ít nhất 12 ký tự."]
        wrong = validators.FileExtensionValidator(["pdf"])
        with pytest.raises(forms.ValidationError) as caught:
            wrong(type("File", (), {"name": "a.exe"}))
        assert caught.value.messages == ["Không nhận tệp có phần mở rộng “exe”. Các phần mở rộng được nhận: pdf."]
