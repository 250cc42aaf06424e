"""The sheet of a delegate list: one definition of its columns, read by the import and written by the export.

Headings and values are understood in Vietnamese and in English, whatever the language of the reader; title lines
over the heading row, group headings between the rows ("II. Đại biểu cấp huyện") and totals are passed over.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_portal.text import clean, clean_line, fold
from registers.office import open_workbook
from registers.sheet_reading import SheetColumn, cell_text, known_values, read_sheet, value_key

from .models.vocabulary import AttendanceStatus, DelegateGroup, Salutation
from .services.people import split_posts

MAX_ROWS = 20_000


COLUMNS = (
    SheetColumn("number", gettext_lazy("No."), ("tt", "stt", "so tt", "no", "#"), 6),
    SheetColumn(
        "full_name",
        gettext_lazy("Full name"),
        ("ho va ten", "ho ten", "ho va ten dai bieu", "ten dai bieu", "dai bieu", "name", "delegate"),
        28,
    ),
    SheetColumn(
        "salutation",
        gettext_lazy("Form of address"),
        ("cach xung ho", "danh xung", "ong/ba", "ong, ba", "gioi tinh", "phai", "gender", "sex"),
        12,
    ),
    SheetColumn(
        "posts",
        gettext_lazy("Posts"),
        ("chuc vu", "chuc danh", "chuc vu, don vi", "chuc vu don vi", "chuc vu, don vi cong tac", "post", "position"),
        46,
    ),
    SheetColumn(
        "organisation",
        gettext_lazy("Organisation"),
        ("co quan", "to chuc", "co quan cong tac", "noi cong tac", "organization", "body"),
        30,
    ),
    SheetColumn(
        "unit",
        gettext_lazy("Administrative unit"),
        ("don vi", "don vi hanh chinh", "dia phuong", "xa, phuong", "xa phuong", "unit"),
        30,
    ),
    SheetColumn("group", gettext_lazy("Group"), ("thanh phan", "thanh phan dai bieu", "nhom", "doi tuong"), 24),
    SheetColumn(
        "status",
        gettext_lazy("Attendance"),
        ("tinh trang", "tinh trang tham du", "tham du", "diem danh", "co mat", "status"),
        20,
    ),
    SheetColumn("substitute", gettext_lazy("Substitute"), ("nguoi du thay", "du thay", "di thay"), 28),
)

_STATUS_WORDS = {
    "moi": AttendanceStatus.INVITED,
    "co mat": AttendanceStatus.ATTENDED,
    "x": AttendanceStatus.ATTENDED,
    "present": AttendanceStatus.ATTENDED,
    "vang co ly do": AttendanceStatus.EXCUSED,
    "vang co phep": AttendanceStatus.EXCUSED,
    "vang khong ly do": AttendanceStatus.ABSENT,
    "vang khong phep": AttendanceStatus.ABSENT,
    "vang": AttendanceStatus.ABSENT,
    "absent": AttendanceStatus.ABSENT,
    "du thay": AttendanceStatus.SUBSTITUTED,
    "cu nguoi du thay": AttendanceStatus.SUBSTITUTED,
}
_GROUP_WORDS = {
    "trung uong": DelegateGroup.CENTRAL,
    "cap tinh": DelegateGroup.PROVINCE,
    "tinh": DelegateGroup.PROVINCE,
    "cap huyen": DelegateGroup.DISTRICT,
    "huyen": DelegateGroup.DISTRICT,
    "cap xa": DelegateGroup.COMMUNE,
    "xa": DelegateGroup.COMMUNE,
    "so, nganh": DelegateGroup.DEPARTMENT,
    "so nganh": DelegateGroup.DEPARTMENT,
    "so, ban, nganh": DelegateGroup.DEPARTMENT,
    "mttq": DelegateGroup.FRONT,
    "mat tran": DelegateGroup.FRONT,
    "nhan dan": DelegateGroup.PEOPLE,
    "dai dien nhan dan": DelegateGroup.PEOPLE,
    "bao chi": DelegateGroup.PRESS,
    "khac": DelegateGroup.OTHER,
}
_SALUTATION_WORDS = {
    "ong": Salutation.MR,
    "nam": Salutation.MR,
    "male": Salutation.MR,
    "ba": Salutation.MS,
    "nu": Salutation.MS,
    "female": Salutation.MS,
    "mrs": Salutation.MS,
}
_ROMAN = re.compile(r"^[IVXLC]+[.)]?$")
_NUMERAL = re.compile(r"^([IVXLC]+|[A-Z])\s*[.)/-]\s+")
_TOTAL = re.compile(r"^(tong cong|tong so|cong|total)\b")


def read_delegates(file):
    """The rows of a list as read: a list of JSON-ready dictionaries, one per delegate, with the row of the sheet.

    Raises `ValidationError` with a sentence for a file that is no workbook, has no heading row or is too long.
    """
    workbook = open_workbook(file)
    found = read_sheet(workbook, COLUMNS, _are_delegates)
    if found is None:
        raise ValidationError(
            _(
                "No sheet has a row with the headings “Họ và tên” and “Chức vụ” or “Đơn vị”. "
                "Download the template to see the columns."
            )
        )
    rows, start, places = found
    read = _read_rows(rows, start, places)
    if not read:
        raise ValidationError(_("Under the heading row (row %(row)d) the sheet has no delegates.") % {"row": start})
    if len(read) > MAX_ROWS:
        raise ValidationError(
            _("The sheet has %(rows)d delegates; at most %(most)d can be imported at once.")
            % {"rows": len(read), "most": MAX_ROWS}
        )
    return read


def _are_delegates(keys):
    return "full_name" in keys and bool(keys & {"posts", "unit", "organisation"})


def _read_rows(rows, start, places):
    groups = known_values(DelegateGroup, _GROUP_WORDS, _value_key)
    statuses = known_values(AttendanceStatus, _STATUS_WORDS, _value_key)
    salutations = known_values(Salutation, _SALUTATION_WORDS, _value_key)
    read, group_above = [], ""
    for number, cells in enumerate(rows[start:], start=start + 1):
        values = {key: clean(cell_text(cells[place])) if place < len(cells) else "" for key, place in places.items()}
        if not any(values.values()):
            continue
        if _is_between(values):
            group_above = _group_named(values, groups) or group_above
            continue
        group, status = values.get("group", ""), values.get("status", "")
        salutation = values.get("salutation", "")
        read.append(
            {
                "number": number,
                "full_name": clean_line(values["full_name"]),
                "posts": split_posts(values.get("posts", "")),
                "organisation": clean_line(values.get("organisation", "")),
                "unit": clean_line(values.get("unit", "")),
                "group": groups.get(_value_key(group), "") if group else group_above,
                "status": statuses.get(_value_key(status), "") if status else "",
                "salutation": salutations.get(_value_key(salutation), "") if salutation else "",
                "substitute": clean_line(values.get("substitute", "")),
                # What was typed where it is not understood: the preview names it.
                "group_typed": group,
                "status_typed": status,
                "salutation_typed": salutation,
            }
        )
    return read


def _is_between(values):
    """A group heading or a total: words stand only under the number and the name."""
    rest = [value for key, value in values.items() if key not in ("number", "full_name")]
    if any(rest):
        return False
    number, name = values.get("number", ""), values["full_name"]
    words = name or number
    return bool(
        not name
        or _ROMAN.match(number)
        or _NUMERAL.match(words)
        or _TOTAL.match(fold(words))
        or (not number and words.isupper() and len(words.split()) > 4)
    )


def _group_named(values, groups):
    words = _NUMERAL.sub("", values["full_name"] or values.get("number", ""))
    return groups.get(_value_key(words), "")


def _value_key(text):
    return value_key(text).removeprefix("dai bieu ")


def headings():
    """The heading row in the active language."""
    return [str(column.heading) for column in COLUMNS]


def widths():
    return [column.width for column in COLUMNS]


def sheet_row(number, delegate, organisation, *, shown_name=None):
    """One delegate as the sheet has them, in the order of `COLUMNS`. `organisation` is that of their posts, or None."""
    unit = delegate.unit
    return [
        number,
        shown_name or delegate.person.full_name,
        delegate.person.get_salutation_display(),
        "; ".join(post.title for post in delegate.posts.all()),
        organisation.name if organisation else "",
        unit.full_name() if unit else "",
        str(delegate.get_group_display()),
        str(delegate.get_status_display()),
        delegate.substitute.full_name if delegate.substitute else "",
    ]
