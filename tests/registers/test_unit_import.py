"""When a unit becomes another row, what ends, what succeeds what, and that a second import changes nothing."""

from datetime import date

import pytest

from audit.models import AuditEvent
from registers.models import AdministrativeUnit, UnitReach, UnitSuccession
from registers.tables import ImportRefused
from registers.unit_import import import_units

pytestmark = pytest.mark.django_db

PROVINCE = ("40", "Tỉnh Nghệ An", "")
DISTRICT = ("430", "Huyện Nam Đàn", "40")
KIM_LIEN = ("17971", "Xã Kim Liên", "430")
NAM_GIANG = ("17974", "Xã Nam Giang", "430")
FIRST = date(2017, 4, 1)
TURN = date(2020, 1, 1)


@pytest.fixture
def begun(units_file):
    """A province, a district, two communes since 2017."""
    import_units([units_file("first.csv", PROVINCE, DISTRICT, KIM_LIEN, NAM_GIANG)], on=FIRST)


def spans(code):
    rows = AdministrativeUnit.objects.filter(code=code).order_by("valid_from")
    return [(row.name, row.parent.code if row.parent else "", row.valid_from, row.valid_until) for row in rows]


def steps():
    rows = UnitSuccession.objects.select_related("old", "new").order_by("old__code", "new__code")
    return [(row.old.name, row.new.name, row.change, row.effective, row.whole, row.is_default) for row in rows]


def test_a_first_snapshot_begins_every_unit(begun):
    assert spans("17971") == [("Xã Kim Liên", "430", FIRST, None)]
    unit = AdministrativeUnit.objects.get(code="17971")
    assert (unit.kind, unit.level, unit.folded_name) == ("xã", "commune", "xa kim lien")
    assert steps() == []


def test_the_same_snapshot_again_changes_nothing(begun, units_file):
    before = list(AdministrativeUnit.objects.order_by("pk").values())
    [report] = import_units([units_file("first.csv", PROVINCE, DISTRICT, KIM_LIEN, NAM_GIANG)], on=FIRST)
    assert str(report) == "first.csv, as of 01/04/2017: nothing changed, 4 units are as in the register."
    assert list(AdministrativeUnit.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("renewed", "change"),
    [
        (("17971", "Xã Làng Sen", "430"), "renamed"),
        (("17971", "Thị trấn Kim Liên", "430"), "kind"),
        (("17971", "Xã Kim Liên", "431"), "moved"),
    ],
)
def test_a_change_of_name_kind_or_parent_begins_a_new_row_that_succeeds_the_old(begun, units_file, renewed, change):
    other = ("431", "Huyện Hưng Nguyên", "40")
    import_units([units_file("next.csv", PROVINCE, DISTRICT, other, renewed, NAM_GIANG)], on=TURN)
    assert spans("17971") == [
        ("Xã Kim Liên", "430", FIRST, date(2019, 12, 31)),
        (renewed[1], renewed[2], TURN, None),
    ]
    assert steps() == [("Xã Kim Liên", renewed[1], change, TURN, True, True)]


def test_a_unit_that_takes_another_in_begins_a_new_row(begun, units_file, mergers_file):
    mergers = mergers_file(
        "m.csv",
        ("2019-12-01", "17974", "Xã Nam Giang", "17971", "Xã Kim Liên", "merged", 1, 1),
        ("2019-12-01", "17971", "Xã Kim Liên", "17971", "Xã Kim Liên", "absorbing", 1, 1),
    )
    [report] = import_units([units_file("next.csv", PROVINCE, DISTRICT, KIM_LIEN), mergers], on=TURN)
    assert spans("17971") == [
        ("Xã Kim Liên", "430", FIRST, date(2019, 11, 30)),
        ("Xã Kim Liên", "430", date(2019, 12, 1), None),
    ]
    assert spans("17974") == [("Xã Nam Giang", "430", FIRST, date(2019, 11, 30))]
    assert steps() == [
        ("Xã Kim Liên", "Xã Kim Liên", "absorbing", date(2019, 12, 1), True, True),
        ("Xã Nam Giang", "Xã Kim Liên", "merged", date(2019, 12, 1), True, True),
    ]
    assert (len(report.created), len(report.ended), report.vanished) == (1, 2, [])


def test_a_unit_that_takes_another_in_succeeds_itself_even_when_no_row_says_so(begun, units_file, mergers_file):
    mergers = mergers_file("m.csv", ("2020-01-01", "17974", "Xã Nam Giang", "17971", "Xã Kim Liên", "merged", 1, 1))
    import_units([units_file("next.csv", PROVINCE, DISTRICT, KIM_LIEN), mergers])
    assert ("Xã Kim Liên", "Xã Kim Liên", "absorbing", TURN, True, True) in steps()


def test_a_renewed_parent_does_not_renew_what_lies_below_it(begun, units_file):
    town = ("430", "Thị xã Nam Đàn", "40")
    import_units([units_file("next.csv", PROVINCE, town, KIM_LIEN, NAM_GIANG)], on=TURN)
    assert len(spans("430")) == 2
    assert spans("17971") == [("Xã Kim Liên", "430", FIRST, None)]


def test_another_spelling_of_the_tone_is_the_same_name(units_file):
    import_units([units_file("first.csv", PROVINCE, DISTRICT, ("17971", "Xã Nghi Hòa", "430"))], on=FIRST)
    [report] = import_units([units_file("next.csv", PROVINCE, DISTRICT, ("17971", "Xã Nghi Hoà", "430"))], on=TURN)
    assert not report.changed_anything


def test_decomposed_text_is_composed(units_file):
    import_units([units_file("first.csv", PROVINCE, DISTRICT, ("17971", "Xa\u0303 Kim Lie\u0302n", "430"))], on=FIRST)
    assert spans("17971") == [("Xã Kim Liên", "430", FIRST, None)]


def test_a_code_may_become_another_units(begun, units_file, mergers_file):
    """84 of Nghệ An's 130 codes of 2025 were another unit's in March 2025."""
    mergers = mergers_file(
        "m.csv",
        ("2020-01-01", "17971", "Xã Kim Liên", "17974", "Xã Kim Liên", "merged", 1, 1),
        ("2020-01-01", "17974", "Xã Nam Giang", "17971", "Xã Nam Giang", "merged", 1, 1),
    )
    swapped = [("17971", "Xã Nam Giang", "430"), ("17974", "Xã Kim Liên", "430")]
    import_units([units_file("next.csv", PROVINCE, DISTRICT, *swapped), mergers])
    assert steps() == [
        ("Xã Kim Liên", "Xã Kim Liên", "merged", TURN, True, True),
        ("Xã Nam Giang", "Xã Nam Giang", "merged", TURN, True, True),
    ]


def test_a_part_given_away_leaves_the_giver_as_it_was(begun, units_file, mergers_file):
    mergers = mergers_file(
        "m.csv",
        ("2020-01-01", "17974", "Xã Nam Giang", "17974", "Xã Nam Giang", "split", 0, 1),
        ("2020-01-01", "17974", "Xã Nam Giang", "17971", "Xã Làng Sen", "split", 0, 0),
    )
    renamed = ("17971", "Xã Làng Sen", "430")
    import_units([units_file("next.csv", PROVINCE, DISTRICT, renamed, NAM_GIANG), mergers])
    assert spans("17974") == [("Xã Nam Giang", "430", FIRST, None)]
    assert ("Xã Nam Giang", "Xã Làng Sen", "split", TURN, False, False) in steps()


def test_a_level_that_ends_is_told_and_keeps_its_rows(begun, units_file, mergers_file):
    mergers = mergers_file(
        "m.csv",
        ("2025-07-01", "17971", "Xã Kim Liên", "17971", "Xã Kim Liên", "unchanged", 1, 1),
        ("2025-07-01", "17974", "Xã Nam Giang", "17974", "Xã Nam Giang", "unchanged", 1, 1),
    )
    below_province = [(code, name, "40") for code, name, _parent in (KIM_LIEN, NAM_GIANG)]
    [report] = import_units([units_file("next.csv", PROVINCE, *below_province), mergers])
    assert [unit.name for unit in report.vanished] == ["Huyện Nam Đàn"]
    assert spans("430") == [("Huyện Nam Đàn", "40", FIRST, date(2025, 6, 30))]
    assert spans("40") == [("Tỉnh Nghệ An", "", FIRST, None)]


def test_another_province_is_left_alone(begun, units_file):
    other = [("42", "Tỉnh Hà Tĩnh", ""), ("436", "Thành phố Hà Tĩnh", "42")]
    import_units([units_file("other.csv", *other)], on=TURN)
    assert spans("17971") == [("Xã Kim Liên", "430", FIRST, None)]


def test_several_snapshots_are_taken_in_order_of_their_days(units_file):
    later = units_file("later.csv", PROVINCE, DISTRICT, ("17971", "Xã Làng Sen", "430"))
    earlier = units_file("earlier.csv", PROVINCE, DISTRICT, KIM_LIEN)
    reports = import_units([f"{later}=2020-01-01", f"{earlier}=2017-04-01"])
    assert [report.label for report in reports] == ["earlier.csv, as of 01/04/2017", "later.csv, as of 01/01/2020"]
    assert [span[0] for span in spans("17971")] == ["Xã Kim Liên", "Xã Làng Sen"]


def test_the_past_is_not_rewritten(begun, units_file):
    import_units([units_file("next.csv", PROVINCE, DISTRICT, ("17971", "Xã Làng Sen", "430"), NAM_GIANG)], on=TURN)
    between = units_file("between.csv", PROVINCE, DISTRICT, ("17971", "Xã Khác", "430"), NAM_GIANG)
    with pytest.raises(ImportRefused, match="The past is not rewritten"):
        import_units([between], on=date(2018, 1, 1))


def test_a_file_cut_short_does_not_end_a_province(units_file):
    communes = [(f"{17000 + n}", f"Xã Số {n}", "430") for n in range(80)]
    import_units([units_file("first.csv", PROVINCE, DISTRICT, *communes)], on=FIRST)
    cut = units_file("cut.csv", PROVINCE, DISTRICT, *communes[:10])
    with pytest.raises(ImportRefused, match="70 of 82 units would end without a successor"):
        import_units([cut], on=TURN)
    assert AdministrativeUnit.objects.on(TURN).count() == 82
    import_units([cut], on=TURN, allow_vanishing=True)
    assert AdministrativeUnit.objects.on(TURN).count() == 12


def test_everything_is_imported_or_nothing(begun, units_file, mergers_file):
    mergers = mergers_file("m.csv", ("2020-01-01", "17974", "Xã Nam Giang", "17999", "Xã Không Có", "merged", 1, 1))
    before = AdministrativeUnit.objects.count(), UnitReach.objects.count(), AuditEvent.objects.count()
    with pytest.raises(ImportRefused):
        import_units([units_file("next.csv", PROVINCE, DISTRICT, KIM_LIEN), mergers])
    assert (AdministrativeUnit.objects.count(), UnitReach.objects.count(), AuditEvent.objects.count()) == before
    assert spans("17974") == [("Xã Nam Giang", "430", FIRST, None)]


def test_the_trail_has_every_new_and_every_ended_unit(begun, units_file, administrator):
    AuditEvent.objects.filter()
    known = set(AuditEvent.objects.values_list("pk", flat=True))
    renamed = ("17971", "Xã Làng Sen", "430")
    import_units([units_file("next.csv", PROVINCE, DISTRICT, renamed, NAM_GIANG)], on=TURN, by=administrator)
    events = AuditEvent.objects.exclude(pk__in=known).order_by("pk")
    assert [(event.actor, event.action, event.object_label) for event in events] == [
        (administrator, "imported", "17971"),
        (administrator, "changed", "17971"),
    ]


def test_a_corrected_merger_corrects_its_succession(begun, units_file, mergers_file):
    snapshot = units_file("next.csv", PROVINCE, DISTRICT, KIM_LIEN)
    row = ["2020-01-01", "17974", "Xã Nam Giang", "17971", "Xã Kim Liên", "merged", 1, 1]
    import_units([snapshot, mergers_file("m.csv", row)])
    row[5] = "split"
    [report] = import_units([snapshot, mergers_file("m.csv", row)])
    assert (report.corrected, report.successions, report.created) == (1, 0, [])
