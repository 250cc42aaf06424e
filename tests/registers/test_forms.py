from datetime import date

import pytest
from django.utils import translation

from registers.forms import DocumentFieldsMixin
from registers.services import record_document
from tests.registers.crafted import pdf, upload


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def form(files=None, **data):
    bound = DocumentFieldsMixin({f"document_{name}": value for name, value in data.items()}, files)
    bound.is_valid()
    return bound


def test_no_document_is_no_error():
    assert (form().errors, form().document_values()) == ({}, None)


def test_a_document_is_read_as_it_is_recorded():
    file = upload("a.pdf", pdf())
    entered = form({"document_file": file}, number="07-ĐA/TU", date="24/11/2021", abstract=" Đề án ")
    assert entered.document_values() == {
        "number": "07",
        "mark": "-",
        "symbol": "ĐA/TU",
        "date": date(2021, 11, 24),
        "abstract": "Đề án",
        "file": file,
    }


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        ({"number": "07-ĐA/TU"}, {"document_date": ["Give the date of the document."]}),
        ({"date": "24/11/2021"}, {"document_number": ["Give the number and symbol of the document."]}),
        (
            {"abstract": "Đề án"},
            {
                "document_number": ["Give the number and symbol of the document."],
                "document_date": ["Give the date of the document."],
            },
        ),
    ],
)
def test_half_a_document_says_what_is_missing(data, missing):
    assert form(**data).errors == missing


def test_a_date_that_is_none_is_said_once():
    assert list(form(number="07-ĐA/TU", date="31/02/2021").errors) == ["document_date"]


def test_a_refused_file_is_said_beside_its_field():
    bound = form({"document_file": upload("a.pdf", b"<html>")}, number="07-ĐA/TU", date="24/11/2021")
    assert bound.errors == {"document_file": ["The file is not a PDF, whatever its name says."]}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["1" * 60, "x" * 60, "1-" + "x" * 58])
def test_whatever_the_form_takes_the_register_keeps(typed):
    entered = form(number=typed, date="24/11/2021")
    values = entered.document_values()
    values.pop("file")
    assert record_document(type="notice", by=None, **values).designation == typed
