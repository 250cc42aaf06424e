"""Files leave as something to save: no browser shows, guesses, frames or keeps them."""

import pytest

from registers.downloads import attachment_response, file_response
from registers.models import Attachment, StoredFile


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("giay-moi.pdf", "attachment; filename=\"giay-moi.pdf\"; filename*=UTF-8''giay-moi.pdf"),
        (
            "Giấy mời số 07-ĐA/TU.pdf",
            'attachment; filename="giay-moi-so-07-da-tu.pdf"; '
            "filename*=UTF-8''Gi%E1%BA%A5y%20m%E1%BB%9Di%20s%E1%BB%91%2007-%C4%90A%2FTU.pdf",
        ),
        (
            'a"; filename=b.html\r\nX: y.pdf',
            'attachment; filename="a-filename-b-html-x-y.pdf"; '
            "filename*=UTF-8''a%22%3B%20filename%3Db.html%0D%0AX%3A%20y.pdf",
        ),
        ("会議.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.pdf"),
    ],
)
def test_the_name_is_written_for_old_and_new_clients(name, disposition):
    assert file_response(b"x", name=name, content_type="application/pdf")["Content-Disposition"] == disposition


def test_nothing_in_the_file_runs_on_the_site(db):
    stored = StoredFile.objects.create(sha256="0" * 64, size=3, data=b"%PDF"[:3])
    attachment = Attachment.objects.create(stored=stored, name="a.pdf", content_type="application/pdf")
    response = attachment_response(Attachment.objects.get(pk=attachment.pk))
    assert response.content == b"%PD"
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert (response["Cache-Control"], response["Content-Length"]) == ("private, no-store", "3")


def test_the_site_does_not_loosen_the_policy_of_a_file(rf):
    from csp.middleware import CSPMiddleware

    response = CSPMiddleware(lambda request: file_response(b"x", name="a.pdf", content_type="application/pdf"))(
        rf.get("/")
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
