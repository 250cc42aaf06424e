"""Long names stay within the page: no column is pushed out of sight on a small laptop, nothing sideways on a phone."""

import pytest

from conferences.services.delegates import DelegateData, add_delegate
from tests.conferences.sheets import workbook

LONG = "NguyễnThịPhươngThảoCôngTằngTônNữHoàngDiệuLinhChiÁiVânNguyễnThịPhươngThảoCôngTằngTônNữHoàngDiệuLinh"
HIDDEN = """() => {
    const box = document.querySelector("main .table-scroll");
    return [box.firstElementChild.scrollWidth - box.clientWidth, document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.mark.parametrize("width", [1366, 375])
def test_long_names_hide_no_column_of_the_import_and_of_the_list(site, page_at, sign_in, clerk, conference, width):
    page = sign_in(page_at(width), clerk.username)
    page.goto(f"/conferences/{conference.code}/delegates/import/")
    sheet = workbook(
        [[1, LONG, "Trưởng thôn; " + LONG, LONG, LONG, "", "", ""], [2, "Lê Văn Hai", "", "", "", "", "", ""]]
    )
    file = {"name": sheet.name, "mimeType": sheet.content_type, "buffer": sheet.read()}
    page.set_input_files("[name=file]", file)
    page.click("main .form-do .btn-main")
    page.wait_for_url("**/delegates/import/*/")
    assert page.evaluate(HIDDEN) == [0, 0]
    add_delegate(conference, DelegateData(LONG, ("Trưởng thôn",), conference.unit), by=clerk)
    page.goto(f"/conferences/{conference.code}/delegates/")
    assert page.evaluate(HIDDEN) == [0, 0]
