"""The sheet of a register of petitions that is imported: its columns, and what may be kept of each row.

Of a denunciation, and of a row whose kind is not understood, no word is kept, not even until the preview is confirmed:
only the number of the row and what is wrong with it. Sentences repeat nothing that was typed (docs/petitions.md).
"""

import re
from datetime import date, datetime
from functools import cache, partial

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conferences.register_names import OrganisationNames
from dialogue_portal.text import clean, clean_line, looks_legacy, whole_number
from registers.models import Field, RuleMissing, RuleParameter
from registers.office import open_workbook
from registers.sheet_reading import SheetColumn, cell_text, find_headings, known_values, value_key

from .confidentiality import sentence
from .deadlines import processing_rule_of
from .forms.register import LONGEST
from .forms.senders import MOST as MOST_SENDERS
from .models import PetitionKind, Source
from .models.vocabulary import CHOSEN_SOURCES, PREFIXES, SENT_BY_A_BODY
from .numbers_of_people import check_id_number, check_phone, id_number_of_cell
from .paper_numbers import check_paper_file

#: Each row is registered like a letter by hand, with its clocks, history and trail, all in one transaction.
MAX_ROWS = 300
_LONGEST = {"full_name": 160, "address": 200, "phone": 30, "id_number": 20}

COLUMNS = (
    SheetColumn(
        "received_on",
        pgettext_lazy("register of petitions", "Received on"),
        ("ngay tiep nhan", "ngay den", "ngay vao so", "received on"),
        14,
    ),
    SheetColumn(
        "kind", pgettext_lazy("register of petitions", "Kind"), ("loai", "phan loai", "phan loai don", "kind"), 20
    ),
    SheetColumn("source", pgettext_lazy("register of petitions", "Source"), ("nguon don", "hinh thuc nhan"), 20),
    SheetColumn("sent_by", gettext_lazy("Body that sent it"), ("co quan chuyen den", "noi chuyen den"), 28),
    SheetColumn("dated_on", gettext_lazy("Dated"), ("ngay ghi tren don", "ngay viet don"), 14),
    SheetColumn(
        "full_name",
        pgettext_lazy("register of petitions", "Sender"),
        ("nguoi gui", "ho ten", "ho va ten", "nguoi gui don"),
        26,
    ),
    SheetColumn("address", pgettext_lazy("register of petitions", "Address"), ("dia chi nguoi gui",), 30),
    SheetColumn("phone", gettext_lazy("Telephone"), ("so dien thoai", "dien thoai"), 14),
    SheetColumn("id_number", gettext_lazy("Identity number"), ("so cccd", "cccd", "so dinh danh", "cmnd"), 16),
    SheetColumn(
        "signatories", pgettext_lazy("register of petitions", "People who signed"), ("so nguoi ky", "so nguoi"), 10
    ),
    SheetColumn(
        "summary",
        pgettext_lazy("register of petitions", "Content"),
        ("noi dung", "tom tat noi dung", "trich yeu", "summary"),
        60,
    ),
    SheetColumn("field", pgettext_lazy("register of petitions", "Field"), ("linh vuc", "ma linh vuc"), 24),
    SheetColumn("is_remote", gettext_lazy("From a remote area"), ("vung sau", "vung sau vung xa"), 10),
    SheetColumn("paper_file", gettext_lazy("Paper file"), ("so ho so giay", "ho so"), 16),
)
#: What a denunciation has no place for.
WORDS = ("full_name", "address", "phone", "id_number", "signatories", "summary")

_KIND_WORDS = {
    **{prefix: kind for kind, prefix in PREFIXES.items()},
    "kiến nghị": PetitionKind.RECOMMENDATION,
    "phản ánh": PetitionKind.RECOMMENDATION,
    "kiến nghị phản ánh": PetitionKind.RECOMMENDATION,
    "knpa": PetitionKind.RECOMMENDATION,
    "đơn khiếu nại": PetitionKind.COMPLAINT,
    "đơn tố cáo": PetitionKind.DENUNCIATION,
    "đơn kiến nghị": PetitionKind.RECOMMENDATION,
    "đơn phản ánh": PetitionKind.RECOMMENDATION,
    "nhiều nội dung": PetitionKind.MIXED,
}
_SOURCE_WORDS = {
    "trực tiếp": Source.IN_PERSON,
    "bưu điện": Source.POST,
    "qua bưu chính": Source.POST,
    "hòm thư góp ý": Source.LETTER_BOX,
    "chuyển đơn": Source.BODY,
    "báo chí": Source.PRESS,
    "khác": Source.OTHER,
}
_YES = ("x", "co", "1", "yes", "true")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_OLDEST = date(2000, 1, 1)


def read_petitions(file, owner):
    """The rows of a workbook: [{"number": row of the sheet, "values": what is kept of it, "reasons": what is wrong}].

    Raises `ValidationError` with a sentence for a file that is no workbook, has no heading row or is too long.
    """
    workbook = open_workbook(file)
    for name in workbook.sheet_names:
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found = find_headings(cells, COLUMNS, lambda keys: {"kind", "received_on"} <= keys)
        if found:
            return _read_rows(cells, *found, _Reader(owner))
    raise ValidationError(
        _("No sheet has a row with the headings “Loại đơn” and “Ngày nhận”. Download the template to see the columns.")
    )


def _read_rows(cells, start, places, reader):
    rows = []
    for number, row in enumerate(cells[start:], start=start + 1):
        given = {key: row[place] for key, place in places.items() if place < len(row) and row[place] not in (None, "")}
        texts = [text for text in (clean(cell_text(cell)) for cell in given.values()) if text]
        # A line of the numbers of the columns stands under the headings of a printed register.
        if texts and not (len(texts) > 1 and all(whole_number(text) for text in texts)):
            rows.append({"number": number, **reader.read(given)})
    if not rows:
        raise ValidationError(_("Under the heading row (row %(row)d) the sheet has no petitions.") % {"row": start})
    if len(rows) > MAX_ROWS:
        raise ValidationError(
            _("The sheet has %(rows)d petitions; at most %(most)d can be imported at once.")
            % {"rows": len(rows), "most": MAX_ROWS}
        )
    return rows


class _Reader:
    """Reads rows against the registers as they are today, fetched once."""

    def __init__(self, owner):
        self.today = timezone.localdate()
        self.kinds = known_values(PetitionKind, _KIND_WORDS, value_key)
        self.sources = known_values(CHOSEN_SOURCES, _SOURCE_WORDS, value_key)
        self.bodies = OrganisationNames(self.today, near=owner.unit)
        self.missing = cache(partial(_why_no_clock, owner.unit.level))
        rows = Field.objects.filter(parent__isnull=False, valid_until__isnull=True)
        self.fields = {
            key: row.pk for row in rows for key in (row.code, value_key(row.name_vi), value_key(row.name_en))
        }

    def read(self, given):
        texts = {key: clean(cell_text(cell)) for key, cell in given.items()}
        if "id_number" in texts:
            texts["id_number"] = id_number_of_cell(given["id_number"], texts["id_number"])
        kind = self.kinds.get(value_key(texts.get("kind", "")))
        if kind is None:
            return _refused(_("Say what kind it is: complaint, recommendation or reflection, mixed, or denunciation."))
        values, wrong = {"kind": kind}, {}
        self._read_coded(values, wrong, given, texts)
        if kind == PetitionKind.DENUNCIATION:
            if any(texts.get(name) for name in WORDS):
                return _refused(sentence())
            _read_paper_file(values, wrong, texts)
        else:
            _read_words(values, wrong, texts)
        # What is refused keeps no word either: it is corrected in the sheet.
        return {"values": values, "reasons": []} if not wrong else _refused(*_named(wrong))

    def _read_coded(self, values, wrong, given, texts):
        values["received_on"] = self._day("received_on", given, texts, wrong)
        if not texts.get("received_on"):
            wrong["received_on"] = _("This field is required.")
        if values["received_on"] and "received_on" not in wrong:
            why = self.missing(values["kind"], values["received_on"])
            if why:
                wrong["received_on"] = why
        values["dated_on"] = self._day("dated_on", given, texts, wrong)
        if not wrong and values["dated_on"] and values["dated_on"] > values["received_on"]:
            wrong["dated_on"] = _("A letter cannot be dated after the day it was received.")
        values["is_remote"] = value_key(texts.get("is_remote", "")) in _YES
        # A printed register writes “Cơ quan khác chuyển đến: Sở Nội vụ” into one column.
        source, _colon, body = texts.get("source", "").partition(":")
        values["source"] = self.sources.get(value_key(source), "") if source else Source.IN_PERSON
        if not values["source"]:
            wrong["source"] = _("Write one of: %(choices)s.") % {
                "choices": "; ".join(str(one.label) for one in CHOSEN_SOURCES)
            }
        values["sent_by"] = self._sent_by(values["source"], texts.get("sent_by") or body, wrong)
        field = texts.get("field", "")
        values["field"] = self.fields.get(value_key(field)) if field else None
        if field and values["field"] is None:
            wrong["field"] = _("Write the code or the name of a field of level 2, as in the register of fields.")

    def _day(self, name, given, texts, wrong):
        """A day as ISO text, None where none is given."""
        if not texts.get(name):
            return None
        day = _day_of(given[name], texts[name])
        if day is None or day < _OLDEST:
            wrong[name] = _("Write a day like 25/11/2026.")
        elif day > self.today:
            wrong[name] = _("This day lies in the future.")
        return day and day.isoformat()

    def _sent_by(self, source, name, wrong):
        if not name or source not in SENT_BY_A_BODY:
            return None
        try:
            return self.bodies.find(clean_line(name)).pk
        except ValidationError:
            wrong["sent_by"] = _("Write the name of one body, as in the register of bodies.")
            return None


def _why_no_clock(level, kind, day):
    """Why a letter received on a day (ISO text) cannot be registered: no rule was in force then; "" where one was."""
    try:
        RuleParameter.objects.for_date(processing_rule_of(kind), date.fromisoformat(day), level)
    except RuleMissing as missing:
        return str(missing)
    return ""


def _day_of(cell, text):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _read_paper_file(values, wrong, texts):
    values["paper_file"] = texts.get("paper_file", "")
    try:
        check_paper_file(values["paper_file"])
    except ValidationError as error:
        wrong["paper_file"] = error.messages[0]


def _read_words(values, wrong, texts):
    summary, people = texts.get("summary", ""), texts.get("signatories", "")
    values["summary"], values["senders"] = summary, _senders(texts, wrong)
    if not summary:
        wrong["summary"] = _("Say in a few words what it is about.")
    elif len(summary) > LONGEST:
        wrong["summary"] = _("At most %(most)d characters.") % {"most": LONGEST}
    elif looks_legacy(summary):
        wrong["summary"] = _("This text is in an old font encoding (TCVN3, VNI). Convert it to Unicode first.")
    values["signatories"] = whole_number(people) or None
    if people and not 1 <= (whole_number(people) or 0) <= 100_000:
        wrong["signatories"] = _("Write a whole number from 1 on.")


def _senders(texts, wrong):
    """[{full_name, address, phone, id_number}]: several senders stand in one cell, separated by “;” or lines."""
    parts = {name: [clean_line(part) for part in re.split(r"[;\n]", texts.get(name, ""))] for name in _LONGEST}
    names = [name for name in parts["full_name"] if name]
    for key, given in parts.items():
        if any(len(part) > _LONGEST[key] for part in given):
            wrong[key] = _("At most %(most)d characters.") % {"most": _LONGEST[key]}
        elif why := _wrong_number(key, given):
            wrong[key] = why
        if key != "full_name" and any(given) and len(given) > max(len(names), 1):
            wrong[key] = _("There are more of these than senders; separate them by “;” in the order of the names.")
    if len(names) > MOST_SENDERS:
        wrong["full_name"] = _(
            "There are %(number)d senders, at most %(most)d can be named. Name those who represent the others; the "
            "number of people who signed has a column of its own."
        ) % {"number": len(names), "most": MOST_SENDERS}
    if not names and any(any(parts[key]) for key in ("address", "phone", "id_number")):
        wrong["full_name"] = _("Give the name, or write “unknown”.")
    return [
        {key: given[place] if place < len(given) else "" for key, given in (parts | {"full_name": names}).items()}
        for place in range(len(names))
    ]


def _wrong_number(key, parts):
    """What is wrong with the first number of people that is none; "" where nothing is."""
    check = {"phone": check_phone, "id_number": check_id_number}.get(key)
    try:
        for part in parts if check else ():
            check(part)
    except ValidationError as error:
        return error.messages[0]
    return ""


def _named(wrong):
    headings = {column.key: column.heading for column in COLUMNS}
    return [f"{headings[name]}: {reason}" for name, reason in wrong.items()]


def _refused(*reasons):
    return {"values": {}, "reasons": [str(reason) for reason in reasons]}
