import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from audit.models import AuditEvent
from registers.models import Attachment, DocumentType, OfficialDocument, StoredFile
from registers.services import record_document, store_bytes, store_upload
from registers.uploads import CleanUpload
from tests.registers import crafted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def test_equal_bytes_are_kept_once_under_each_name(clerk):
    first = store_upload(crafted.upload("a.pdf", crafted.pdf()), by=clerk)
    second = store_upload(crafted.upload("b.pdf", crafted.pdf()), by=clerk)
    assert first.stored_id == second.stored_id and (first.name, second.name) == ("a.pdf", "b.pdf")
    stored = StoredFile.objects.get()
    assert bytes(stored.data) == crafted.pdf()
    assert (stored.sha256, stored.size) == (hashlib.sha256(crafted.pdf()).hexdigest(), len(crafted.pdf()))
    assert (first.uploaded_by, first.content_type) == (clerk, "application/pdf")


def test_a_refused_file_leaves_nothing(clerk):
    with pytest.raises(ValidationError):
        store_upload(crafted.upload("a.pdf", b"<html>"), by=clerk)
    assert (StoredFile.objects.count(), Attachment.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_the_portal_keeps_files_of_its_own():
    attachment = store_bytes(CleanUpload("Biên bản.pdf", "application/pdf", b"%PDF-made"), by=None)
    assert (attachment.name, attachment.uploaded_by, bytes(attachment.stored.data)) == (
        "Biên bản.pdf",
        None,
        b"%PDF-made",
    )


def test_the_trail_says_that_a_file_came_and_not_what_it_is_called(clerk):
    store_upload(crafted.upload("Đơn của ông Nguyễn Văn An.pdf", crafted.pdf()), by=clerk)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.object_type) == (clerk, "created", "registers.attachment")
    assert (event.object_label, event.changes, event.fields) == ("", {}, ["name", "stored"])


def test_a_document_keeps_number_and_symbol_as_typed(clerk, commission_body):
    document = record_document(
        type=DocumentType.PROJECT,
        number="07",
        symbol="ĐA/TU",
        date=date(2021, 11, 24),
        abstract="Đổi mới, nâng cao hiệu quả tiếp xúc, đối thoại",
        issuing_organisation=commission_body,
        by=clerk,
    )
    kept = OfficialDocument.objects.get()
    assert (kept.label, kept.created_by, kept.issuing_organisation) == ("07-ĐA/TU, 24/11/2021", clerk, commission_body)
    event = AuditEvent.objects.get()
    assert (event.object_id, event.fields) == (str(document.pk), ["date", "number", "symbol", "type"])


@pytest.mark.parametrize(
    ("number", "mark", "symbol", "label"),
    [
        ("768", "", "NQ-UBTVQH14", "768/NQ-UBTVQH14, 05/02/2026"),
        ("202", "", "2025/QH15", "202/2025/QH15, 05/02/2026"),
        ("3262", "", "QĐ/TU", "3262-QĐ/TU, 05/02/2026"),
        ("12", "-", "TB", "12-TB, 05/02/2026"),
        ("", "", "HD/BTGDVTU", "……-HD/BTGDVTU, 05/02/2026"),
        ("", "", "BB-UBND", "……/BB-UBND, 05/02/2026"),
        ("", "", "202/2025/QH15", "202/2025/QH15, 05/02/2026"),
        ("15", "", "", "15, 05/02/2026"),
        ("", "", "", "Thông báo, 05/02/2026"),
    ],
)
def test_the_label_is_as_the_paper_has_it(clerk, number, mark, symbol, label):
    document = record_document(
        type=DocumentType.NOTICE, number=number, mark=mark, symbol=symbol, date=date(2026, 2, 5), by=clerk
    )
    assert document.label == label
