"""Error pages say what happened to the data, and come out whatever is broken."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from dialogue_portal.errors import server_error


def test_a_fault_of_the_server_gives_its_number_without_asking_the_database():
    request = RequestFactory().get("/")
    request.request_id = "4f1c2a"
    with translation.override("en"):
        response = server_error(request)
    assert response.status_code == 500
    assert "4f1c2a" in response.content.decode()
    assert "was not saved" in response.content.decode()


def test_a_fault_before_the_request_had_a_number_is_told_all_the_same():
    assert server_error(RequestFactory().get("/")).status_code == 500


def test_the_page_of_a_fault_needs_no_manifest_and_no_other_template():
    source = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text()
    assert [tag for tag in ("{% static", "{% extends", "{% include", "{% url") if tag in source] == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "405.html"])
def test_every_error_page_says_what_happened_to_the_data(name):
    with translation.override("en"):
        page = render_to_string(name)
    assert "Nothing was saved" in page or "Nothing was changed" in page


def test_an_address_that_leads_nowhere_is_told_in_the_language_of_the_browser(client, db):
    response = client.get("/nowhere/at/all/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "This page was not found" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_the_address_of_a_button_opened_by_itself_is_a_page_of_the_portal(client_of, clerk):
    response = client_of(clerk).get(reverse("petitions:statement_new"))
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Địa chỉ này chỉ nhận biểu mẫu" in response.content.decode()
