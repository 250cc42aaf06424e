"""What ships beside the units, and that a load brings rows without undoing what a province wrote."""

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from registers.bodies import load_organisations
from registers.loading import DATA, load_all, load_calendar, load_fields, load_reasons, load_rules
from registers.models import AdministrativeUnit, CalendarDay, Field, Organisation, RuleParameter
from registers.tables import ImportRefused

TODAY = date(2026, 11, 23)
AT_HOME = date(2023, 8, 3)
_CODE = "Small letters without marks, and underscores."


def test_there_are_nineteen_fields_with_two_names_each(shipped):
    assert Field.objects.filter(parent=None).count() == 19
    assert Field.objects.exclude(parent=None).count() == 96
    assert not Field.objects.filter(name_vi="").exists() and not Field.objects.filter(name_en="").exists()
    assert all(field.code.startswith(field.parent.code) for field in Field.objects.exclude(parent=None))


@pytest.mark.parametrize(
    ("old", "new", "ended"),
    [
        ("BDV", "BTGDV", date(2025, 2, 11)),
        ("BTG", "BTGDV", date(2025, 2, 11)),
        ("SNNPTNT", "SNNMT", date(2025, 2, 28)),
        ("STNMT", "SNNMT", date(2025, 2, 28)),
        ("SGTVT", "SXD", date(2025, 2, 28)),
        ("HD-TU", "HP-TU", date(2025, 6, 30)),
    ],
)
def test_merged_bodies_have_their_end_and_successor(shipped, old, new, ended):
    body = Organisation.objects.get(code=old)
    assert (body.valid_until, body.successor.code) == (ended, new)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(AT_HOME, {"DU": 481, "UBND": 481, "MTTQ": 0}), (TODAY, {"DU": 130, "UBND": 130, "MTTQ": 130})],
)
def test_every_unit_of_nghe_an_has_its_bodies(shipped, day, counts):
    bodies = Organisation.objects.on(day).exclude(unit__parent=None)
    assert {prefix: bodies.filter(code__startswith=f"{prefix}-").count() for prefix in counts} == counts


def test_a_local_body_is_named_in_both_languages_and_follows_its_unit(shipped):
    unit = AdministrativeUnit.objects.get(name="Xã Nam Giang", parent__code="430")
    body = Organisation.objects.get(code=f"DU-{unit.code}-2017")
    assert (body.name, body.name_en) == ("Đảng ủy xã Nam Giang", "Party Committee of Nam Giang Commune")
    assert (body.valid_until, body.successor.name) == (date(2025, 6, 30), "Đảng ủy xã Kim Liên")
    city = Organisation.objects.get(code="DU-412-2024")
    assert (city.name, city.symbol, city.successor) == ("Thành ủy Vinh", "TU", None)


def test_bodies_stand_in_protocol_order(shipped):
    found = Organisation.objects.on(TODAY).filter(unit__code="40", code__in=["SXD", "MTTQ", "TU", "UBND", "BTGDV"])
    assert [body.code for body in found] == ["TU", "UBND", "MTTQ", "BTGDV", "SXD"]


def test_every_rule_that_the_portal_asks_for_is_there_for_every_day(shipped):
    keys = [
        "opinion.answer_after",
        "opinion.answer_after_complex",
        "opinion.extension_max",
        "dialogue.announce_before",
        "conclusion.notice_after",
    ]
    for key in keys:
        for level in ("", "province", "district", "commune"):
            for day in (date(2018, 1, 1), AT_HOME, TODAY):
                assert RuleParameter.objects.for_date(key, day, level).value > 0


def test_what_the_law_says_of_communes_is_verified_and_defaults_are_not(shipped):
    def of(level):
        return RuleParameter.objects.for_date("dialogue.announce_before", TODAY, level)

    assert (of("commune").value, of("commune").verified, of("commune").legal_basis) == (
        *(7, True),
        "Luật Tổ chức chính quyền địa phương 2025, Điều 43",
    )
    assert (of("province").verified, of("province").legal_basis) == (False, "")


def test_the_new_holiday_of_2026_is_marked_as_unchecked(shipped):
    day = CalendarDay.objects.get(date=date(2026, 11, 24))
    assert (day.kind, day.verified) == ("holiday", False)


def test_what_the_province_wrote_stays(shipped):
    RuleParameter.objects.filter(key="opinion.answer_after").update(value=12)
    CalendarDay.objects.filter(date=date(2026, 11, 24)).update(kind="working")
    Field.objects.filter(code="0401").update(name_en="Village roads")
    Organisation.objects.filter(code="SXD").update(name="Sở Xây dựng tỉnh")
    load_all()
    assert RuleParameter.objects.get(key="opinion.answer_after").value == 12
    assert CalendarDay.objects.get(date=date(2026, 11, 24)).kind == "working"
    assert Field.objects.get(code="0401").name_en == "Village roads"
    assert Organisation.objects.get(code="SXD").name == "Sở Xây dựng tỉnh"


#: The laws on reception, complaints and denunciations changed on this day, and what is made under them may follow.
LAWS_CHANGED = date(2026, 7, 1)
CHANGED_LAWS = ("Luật Khiếu nại", "Luật Tố cáo", "Luật Tiếp công dân", "Nghị định 124/2020", "Thông tư 05/2021")


def _open_as_shipped_before():
    """The rules as they stood before they were cut at the change: one row each, without an end."""
    after = RuleParameter.objects.filter(valid_from=LAWS_CHANGED).exclude(key__endswith="_allowed")
    keys = list(after.values_list("key", flat=True))
    after.delete()
    RuleParameter.objects.filter(key__in=keys).update(valid_until=None)
    return keys


def _standing():
    columns = ("key", "level", "valid_from", "valid_until", "value", "unit", "legal_basis", "verified", "note")
    return set(RuleParameter.objects.values_list(*columns))


@pytest.mark.parametrize("day", [LAWS_CHANGED, TODAY, date(2030, 1, 1)])
def test_no_rule_of_the_changed_laws_is_verified_after_the_change(shipped, day):
    of_these = [rule for rule in RuleParameter.objects.all() if rule.legal_basis.startswith(CHANGED_LAWS)]
    # Districts ended before, and their rules with them.
    keys = {rule.key for rule in of_these if rule.valid_until is None or rule.valid_until >= LAWS_CHANGED}
    keys |= {rule.key for rule in of_these if rule.valid_until == LAWS_CHANGED - timedelta(days=1)}
    assert len(keys) == 35
    now = [RuleParameter.objects.for_date(key, day) for key in keys]
    assert [rule.key for rule in now if rule.verified or not rule.note] == []


def test_rules_of_the_changed_laws_keep_value_and_mark_until_the_change(shipped):
    before = RuleParameter.objects.for_date("complaint.first.settle", date(2026, 6, 30))
    after = RuleParameter.objects.for_date("complaint.first.settle", LAWS_CHANGED)
    assert (before.value, before.unit, before.verified) == (30, "calendar", True)
    assert (after.value, after.unit, after.verified) == (30, "calendar", False)
    assert RuleParameter.objects.for_date("petition.notice", TODAY).verified


def test_a_load_cuts_rules_that_stand_as_they_shipped_before(shipped):
    standing = _standing()
    keys = _open_as_shipped_before()
    assert _standing() != standing
    report = load_rules()
    assert (report.created, report.changed, len(keys)) == (33, 33, 33)
    assert _standing() == standing
    assert AuditEvent.objects.filter(action="changed", object_type="registers.ruleparameter").count() == 33


def test_a_load_leaves_an_edited_rule_open_and_brings_nothing_after_it(shipped):
    _open_as_shipped_before()
    RuleParameter.objects.filter(key="complaint.accept").update(value=8)
    RuleParameter.objects.filter(key="denunciation.settle").update(valid_until=date(2027, 1, 1))
    load_rules()
    assert (rule := RuleParameter.objects.get(key="complaint.accept")).value == 8
    assert rule.valid_until is None
    assert RuleParameter.objects.get(key="denunciation.settle").valid_until == date(2027, 1, 1)
    assert RuleParameter.objects.filter(key="complaint.first.settle").count() == 2


def test_loading_twice_changes_nothing(shipped):
    _open_as_shipped_before()
    load_rules()
    standing, events = _standing(), AuditEvent.objects.count()
    report = load_rules()
    assert (report.created, report.changed) == (0, 0)
    assert (_standing(), AuditEvent.objects.count()) == (standing, events)


def test_a_body_of_a_unit_that_ended_since_ends_with_it(shipped):
    body = Organisation.objects.get(code="DU-430-2017")
    Organisation.objects.filter(pk=body.pk).update(valid_until=None)
    assert load_organisations(DATA / "organisations.csv")["changed"] == 1
    body.refresh_from_db()
    assert body.valid_until == date(2025, 6, 30)


def test_the_trail_has_what_was_loaded(shipped):
    assert AuditEvent.objects.filter(action="imported", object_type="registers.organisation").count() == (
        Organisation.objects.count()
    )


@pytest.mark.parametrize(
    ("load", "text", "sentence"),
    [
        (load_fields, "code,name_vi,name_en\n1,Đất,Land\n", "row 2: the code “1” must have two or four digits."),
        (load_fields, "code,name_vi,name_en\n2101,Đất,Land\n", "row 2: there is no field 21 above 2101."),
        (load_fields, "code,name_vi,name_en\n01,Đất,\n", "row 2: both names are needed."),
        (
            load_calendar,
            "date,kind,label,label_en,verified\n1/1,holiday,,,1\n",
            "row 2: date: “1/1” is not a day; write it as YYYY-MM-DD.",
        ),
        (
            load_calendar,
            "date,kind,label,label_en,verified\n2026-01-01,feast,,,1\n",
            "row 2: the kind “feast” is unknown.",
        ),
        (
            load_rules,
            "key,level,value,unit,valid_from,valid_until,legal_basis,verified,note\na,,x,working,2020-01-01,,,1,\n",
            "row 2: the value “x” is not a number.",
        ),
        (
            load_rules,
            "key,level,value,unit,valid_from,valid_until,legal_basis,verified,note\na,,1,weeks,2020-01-01,,,1,\n",
            "row 2: the unit “weeks” is unknown.",
        ),
        (
            load_rules,
            "key,level,value,unit,valid_from,valid_until,legal_basis,verified,note\na,,1,working,2020-01-01,,,ja,\n",
            "row 2: verified must be 0 or 1, not “ja”.",
        ),
        *(
            (
                load_reasons,
                f"list,code,name,name_en,rank,valid_from,valid_until,legal_basis,verified\n{row},2020-01-01,,,0\n",
                sentence,
            )
            for row, sentence in (
                ("why,court,Chờ,Wait,1", "row 2: the list “why” is unknown."),
                ("pause,court,Chờ,Wait,x", "row 2: the rank “x” is not a number."),
                ("pause,Nguyễn A,Chờ,Wait,1", f"row 2: code: {_CODE}"),
            )
        ),
    ],
)
def test_a_row_that_cannot_be_is_named(shipped, tmp_path, load, text, sentence):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused) as refusal:
        load(path)
    assert str(refusal.value) == f"table.csv, {sentence}"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("X,Sở,,,,state,department,99,10,2020-01-01,,", "there is no province with the code 99"),
        ("X,Sở,,,,none,department,40,10,2020-01-01,,", "the side “none” is unknown"),
        ("X,Sở,,,,state,department,40,10,2020-01-01,,Y", "the successor Y is not in the file"),
        ("X,Sở,,,,state,department,40,first,2020-01-01,,", "the rank “first” is not a number"),
    ],
)
def test_an_organisation_that_cannot_be_is_named(shipped, tmp_path, row, sentence):
    path = tmp_path / "organisations.csv"
    head = "code,name,short_name,name_en,symbol,side,kind,unit,rank,valid_from,valid_until,successor"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    with pytest.raises(ImportRefused) as refusal:
        load_organisations(path)
    assert str(refusal.value) == f"organisations.csv, row 2: {sentence}."


def test_bodies_cannot_succeed_each_other(shipped, tmp_path):
    path = tmp_path / "organisations.csv"
    head = "code,name,short_name,name_en,symbol,side,kind,unit,rank,valid_from,valid_until,successor"
    rows = "X,Sở X,,,,state,department,40,10,2020-01-01,,Y\nY,Sở Y,,,,state,department,40,10,2020-01-01,,X\n"
    path.write_text(f"{head}\n{rows}", encoding="utf-8")
    with pytest.raises(ImportRefused, match="The successors of X lead back to it"):
        load_organisations(path)
