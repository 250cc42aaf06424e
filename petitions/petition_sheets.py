"""The sheet of a register of petitions that is imported: what may be kept of each row.

Of a denunciation, and of a row whose kind is not understood, no word is kept, not even until the preview is confirmed:
only the number of the row and what is wrong with it. Sentences repeat nothing that was typed (docs/petitions.md).
"""

import re
from datetime import date, datetime
from functools import cache, partial

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.register_names import OrganisationNames
from dialogue_portal.fields import why_no_day
from dialogue_portal.text import clean, clean_line, looks_legacy, whole_number
from registers.models import Field, Organisation, RuleMissing, RuleParameter
from registers.office import open_workbook
from registers.sheet_reading import cell_text, in_both_languages, known_values, read_sheet, value_key

from .confidentiality import sentence
from .deadlines import processing_rule_of
from .forms.register import LONGEST
from .forms.senders import MOST as MOST_SENDERS
from .models import Petition, PetitionKind, PetitionState, Source
from .models.vocabulary import CHOSEN_SOURCES, PREFIXES, SENT_BY_A_BODY, UNCOUNTED
from .numbers_of_people import check_id_number, check_phone, id_number_of_cell
from .paper_numbers import check_paper_file
from .petition_columns import COLUMNS, OF_THE_PORTAL, WORDS
from .words import UNCOUNTED_WORDS

#: Each row is registered like a letter by hand, with its clocks, history and trail, all in one transaction.
MAX_ROWS = 300
_LONGEST = {"full_name": 160, "address": 200, "phone": 30, "id_number": 20}

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
_YES = ("x", "v", "✓", "✔", "co", "dung", "1", "yes", "true")
_NO = ("", "khong", "-", "0", "no", "false")
#: What the column of the round says of an earlier letter of the same content: of the second round there was one, too.
_ROUNDS = {
    **dict.fromkeys(("", "lan dau", "dau", "mot lan", "lan mot", "khong", "no", "first round", "first"), False),
    **dict.fromkeys(("nhieu lan", "nhieu", "lap lai", "don lap lai", "lan hai", "lan thu hai", "hai lan"), True),
    **dict.fromkeys(("repeated", "second round", "second", "x", "co", "yes"), True),
}
_NUMBERED_ROUND = re.compile(r"(?:lan (?:thu )?)?([0-9]{1,3})(?: lan)?")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DAY_OF_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_OLDEST = date(2000, 1, 1)
_CODE = re.compile(rf"({'|'.join(PREFIXES.values())})-[0-9]{{4}}-[0-9]{{4,}}")
#: Sources that are set by what a petition comes from.
_SET_SOURCES = tuple(one for one in Source if one not in CHOSEN_SOURCES)


def read_petitions(file, owner):
    """The rows of a workbook: [{"number": row of the sheet, "values": what is kept of it, "reasons": what is wrong}].

    A row that the book of the body has already, by its code and day, has that "code", and nothing is kept of it.

    Raises `ValidationError` with a sentence for a file that is no workbook, has no heading row or is too long.
    """
    workbook = open_workbook(file)
    found = read_sheet(workbook, (*COLUMNS, *OF_THE_PORTAL), lambda keys: {"kind", "received_on"} <= keys)
    if found is None:
        raise ValidationError(
            _(
                "No sheet has a row with the headings “Loại đơn” and “Ngày nhận”. Download the template to see the "
                "columns."
            )
        )
    cells, start, places = found
    return _read_rows(cells, start, places, _Reader(owner, _codes(cells, places.get("kept"))))


def _codes(cells, place):
    """The codes in a column of the sheet."""
    return {
        code for row in cells if place is not None and place < len(row) and (code := _code_of(cell_text(row[place])))
    }


def _code_of(text):
    """The code with which a cell of the portal begins; "" where there is none."""
    found = _CODE.match(clean_line(text))
    return found[0] if found else ""


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

    def __init__(self, owner, codes):
        self.today = timezone.localdate()
        self.booked = _booked(owner, codes)
        self.uncounted = _uncounted_words()
        self.kinds = known_values(PetitionKind, _KIND_WORDS, value_key)
        self.sources = known_values(CHOSEN_SOURCES, _SOURCE_WORDS, value_key)
        self.set_sources = known_values(_SET_SOURCES, {}, value_key)
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
        if code := self._code_there(given, texts):
            return {"values": {}, "reasons": [], "code": code}
        if why := self._why_uncounted(texts):
            return _refused(why)
        kind = self.kinds.get(value_key(texts.get("kind", "")))
        if kind is None:
            why = _("Write complaint, recommendation or reflection, mixed, or denunciation.")
            return _refused(*_named({"kind": why}))
        values, wrong = {"kind": kind}, {}
        self._read_coded(values, wrong, given, texts)
        if kind == PetitionKind.DENUNCIATION:
            if filled := [name for name in WORDS if texts.get(name)]:
                return _refused(_empty_these(filled), sentence())
            _read_paper_file(values, wrong, texts)
        else:
            _read_words(values, wrong, texts)
        # What is refused keeps no word either: it is corrected in the sheet.
        return {"values": values, "reasons": []} if not wrong else _refused(*_named(wrong))

    def _code_there(self, given, texts):
        """The code of a row that this book has under this code and day; "" for every other row."""
        code = _code_of(texts.get("kept", ""))
        day = _day_of(given["received_on"], texts["received_on"]) if texts.get("received_on") else None
        return code if day in self.booked.get(code, ()) else ""

    def _why_uncounted(self, texts):
        """Why a row of what counts in no register is left out, whichever book it stood in; "" for every other row."""
        result = value_key(texts.get("result", "").partition(":")[0])
        state = self.uncounted.get(result) or self.uncounted.get(value_key(texts.get("summary", "")))
        if state == PetitionState.SPLIT:
            return _("It was split by content: its parts have rows of their own, and it is not registered again.")
        if state == PetitionState.STRUCK:
            return _("It was struck out of the register that the sheet comes from, and is not registered again.")
        return ""

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
        remote = value_key(texts.get("is_remote", ""))
        values["is_remote"] = remote in _YES
        if remote not in (*_YES, *_NO):
            wrong["is_remote"] = _("Write “yes” for a remote area, or leave it empty.")
        self._read_source(values, wrong, texts)
        values["is_repeat"] = _is_repeat(value_key(texts.get("is_repeat", "")))
        if values["is_repeat"] is None:
            wrong["is_repeat"] = _(
                "Write whether it came for the first time or was sent before: “first” or “repeated”."
            )
        field = texts.get("field", "")
        values["field"] = self.fields.get(value_key(field)) if field else None
        if field and values["field"] is None:
            wrong["field"] = _("Write the code or the name of a field of level 2, as in the register of fields.")

    def _read_source(self, values, wrong, texts):
        # A printed register writes “Cơ quan khác chuyển đến: Sở Nội vụ” into one column.
        source, _colon, body = texts.get("source", "").partition(":")
        # Who is named as the body that sent it says how it came.
        unsaid = Source.BODY if texts.get("sent_by") else Source.IN_PERSON
        values["source"] = self.sources.get(value_key(source), "") if source else unsaid
        if not values["source"]:
            choices = {"choices": "; ".join(str(one.label) for one in CHOSEN_SOURCES)}
            wrong["source"] = _("Write one of: %(choices)s.") % choices
            if value_key(source) in self.set_sources:
                told = _(
                    "It is registered from the reception, the opinion or the letter that it comes from, not from a "
                    "sheet. If it came to this body in another way, write one of: %(choices)s."
                )
                wrong["source"] = told % choices
        named = texts.get("sent_by") or (body if values["source"] in SENT_BY_A_BODY else "")
        values["sent_by"] = self._sent_by(values["source"], named, wrong) if values["source"] else None

    def _day(self, name, given, texts, wrong):
        """A day as ISO text, None where none is given."""
        if not texts.get(name):
            return None
        day = _day_of(given[name], texts[name])
        if day is None:
            is_short = _DAY_OF_SHORT_YEAR.fullmatch(texts[name])
            wrong[name] = _("Write the year with four digits.") if is_short else why_no_day(texts[name])
        elif day < _OLDEST:
            wrong[name] = _("Give a day from %(day)s on.") % {"day": f"{_OLDEST:%d/%m/%Y}"}
        elif day > self.today:
            wrong[name] = _("This day lies in the future.")
        return day and day.isoformat()

    def _sent_by(self, source, name, wrong):
        if not name:
            return None
        if source not in SENT_BY_A_BODY:
            wrong["sent_by"] = _("A body is named only of what a body, a deputy or the press sent: correct the source.")
            return None
        try:
            return self.bodies.find(clean_line(name)).pk
        except ValidationError:
            wrong["sent_by"] = _("Write the name of one body, as in the register of bodies.")
            return None


def _booked(owner, codes):
    """{code: (day in the book, day of the last letter)} of those of these codes that the body, or one it goes on with,
    registered: the register tells the first day, the list of petitions the second."""
    own = Organisation.objects.gone_on_with_by(owner).values("pk")
    found = Petition.objects.filter(owner__in=own, code__in=codes)
    return {code: days for code, *days in found.values_list("code", "booked_on", "received_on")}


def _uncounted_words():
    """{folded words: state} of what a register writes of a petition that was split or struck out."""
    words = {state: (PetitionState(state).label, UNCOUNTED_WORDS[state]) for state in UNCOUNTED}
    return {value_key(text): state for state, told in words.items() for one in told for text in in_both_languages(one)}


def _why_no_clock(level, kind, day):
    """Why a letter received on a day (ISO text) cannot be registered: no rule was in force then; "" where one was."""
    try:
        RuleParameter.objects.for_date(processing_rule_of(kind), date.fromisoformat(day), level)
    except RuleMissing as missing:
        return str(missing)
    return ""


def _is_repeat(written):
    """Whether it was sent before, from the folded words of a cell or how often; None for what says neither."""
    if found := _NUMBERED_ROUND.fullmatch(written):
        return int(found[1]) > 1
    return _ROUNDS.get(written)


def _day_of(cell, text):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(text) or _ISO_DAY.fullmatch(text)
    try:
        return date(**{name: int(number) for name, number in found.groupdict().items()}) if found else None
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


def _headings():
    return {column.key: str(column.heading) for column in COLUMNS}


def _empty_these(names):
    """What to do with the row of a denunciation; of what stands there it tells the columns alone."""
    headings = _headings()
    return _(
        "It is a denunciation: empty the columns %(columns)s of this row in the sheet, and keep the number in the "
        "column %(paper_file)s. The words stay in the paper file."
    ) % {"columns": ", ".join(f"“{headings[name]}”" for name in names), "paper_file": f"“{headings['paper_file']}”"}


def _named(wrong):
    headings = _headings()
    return [f"{headings[name]}: {reason}" for name, reason in wrong.items()]


def _refused(*reasons):
    return {"values": {}, "reasons": [str(reason) for reason in reasons]}
