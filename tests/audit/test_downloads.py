"""Files leave as something to save: no browser shows, guesses, frames or keeps them."""

import pytest

from audit.downloads import file_response, noted_download
from audit.models import AuditEvent


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


def test_a_download_is_noted_once_a_day(clerk, province):
    for _again in range(2):
        response = noted_download(clerk, province, b"x", name="a.pdf", content_type="application/pdf", label="HN-1")
        assert response.content == b"x"
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.object_label) == (clerk, "downloaded", "HN-1")


def test_nothing_in_the_file_runs_on_the_site():
    response = file_response(b"%PD", name="a.pdf", content_type="application/pdf")
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
