"""The quick form by keyboard: where the typing begins, what Enter does, what is ready after saving."""

import pytest
from django.utils import timezone

from conferences.models import Conference, Opinion


@pytest.fixture
def quick(site, page_at, sign_in, clerk, commune_a):
    Conference.objects.create(
        code="HN-2026-9001",
        title="Hội nghị đối thoại",
        level=commune_a.level,
        unit=commune_a,
        held_on=timezone.localdate(),
        participants=118,
        state="held",
    )
    page = sign_in(page_at(), clerk.username)
    page.goto("/opinions/new/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.name")


def test_typing_goes_from_the_speaker_on_and_enter_sends_nothing(quick):
    assert focused(quick) == "speaker"
    quick.keyboard.type("Trần Thị Hoa")
    quick.keyboard.press("Enter")
    assert focused(quick) == "place"
    quick.keyboard.press("Shift+Enter")
    assert focused(quick) == "speaker"
    quick.keyboard.press("Tab")
    quick.keyboard.press("Enter")
    assert focused(quick) == "text"
    quick.keyboard.type("Đường thôn hẹp")
    quick.keyboard.press("Enter")
    quick.keyboard.type("Xe không vào được")
    assert Opinion.objects.count() == 0
    with quick.expect_navigation():
        quick.keyboard.press("Control+Enter")
    assert Opinion.objects.get().current_text.text == "Đường thôn hẹp\nXe không vào được"
    assert (focused(quick), quick.input_value("[name=speaker]"), quick.input_value("[name=text]")) == (
        "speaker",
        "",
        "",
    )


def test_fields_are_reached_in_the_order_in_which_they_stand(quick):
    quick.locator("[name=conference]").focus()
    order = []
    for _stop in range(6):
        order.append((focused(quick), quick.evaluate("document.activeElement.getBoundingClientRect().top")))
        quick.keyboard.press("Tab")
    assert [name for name, _top in order] == ["conference", "phase", "channel", "speaker", "place", "text"]
    assert [top for _name, top in order] == sorted(top for _name, top in order)
