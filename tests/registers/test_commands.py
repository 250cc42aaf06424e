import io

import pytest
from django.core.management import CommandError, call_command

from registers.models import AdministrativeUnit
from tests.registers.test_unit_import import DISTRICT, FIRST, KIM_LIEN, NAM_GIANG, PROVINCE

pytestmark = pytest.mark.django_db


def said(*arguments, **options):
    output = io.StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def test_an_import_says_what_changed_and_a_second_one_that_nothing_did(units_file):
    path = units_file("a.csv", PROVINCE, DISTRICT, KIM_LIEN)
    assert said("import_units", path, "--on", FIRST.isoformat()) == (
        "a.csv, as of 01/04/2017: 3 new units, 0 ended, 0 unchanged, 0 successions.\n"
        "  new: 40 Tỉnh Nghệ An; 430 Huyện Nam Đàn; 17971 Xã Kim Liên\n"
    )
    assert said("import_units", f"{path}=2017-04-01") == (
        "a.csv, as of 01/04/2017: nothing changed, 3 units are as in the register.\n"
    )


def test_long_lists_are_cut_unless_asked_for(units_file):
    communes = [(f"{17000 + n}", f"Xã Số {n}", "430") for n in range(20)]
    path = units_file("a.csv", PROVINCE, DISTRICT, *communes)
    assert "and 12 more (-v 2 lists all)" in said("import_units", path, "--on", "2017-04-01")
    renamed = units_file("b.csv", PROVINCE, DISTRICT, *((code, f"{name} mới", "430") for code, name, _ in communes))
    assert "17019 Xã Số 19 mới" in said("import_units", renamed, "--on", "2020-01-01", verbosity=2)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "Nothing was imported. There is no file or folder none.csv."),
        (["none.csv", "--on", "1/4/2017"], "“1/4/2017” is not a day. Write it as YYYY-MM-DD."),
    ],
)
def test_a_refusal_is_a_sentence(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("import_units", *arguments)
    assert str(refusal.value).endswith(sentence)


def test_a_refused_row_leaves_the_register_as_it_was(units_file):
    said("import_units", units_file("a.csv", PROVINCE, DISTRICT, KIM_LIEN), "--on", "2017-04-01")
    bad = units_file("b.csv", PROVINCE, DISTRICT, ("17971", "Xã Làng Sen", "430"), NAM_GIANG, NAM_GIANG)
    with pytest.raises(CommandError, match=r"b\.csv, row 6: the code 17974 stands in row 5 too\."):
        call_command("import_units", bad, "--on", "2020-01-01")
    assert list(AdministrativeUnit.objects.order_by("code").values_list("name", "valid_until")) == [
        *(("Xã Kim Liên", None), ("Tỉnh Nghệ An", None), ("Huyện Nam Đàn", None))
    ]


def test_the_registers_are_loaded_twice_without_harm():
    first = said("load_registers").splitlines()
    assert first[0] == "units: 1591 created, 0 changed, 0 unchanged"
    assert [line.partition(": ")[2].partition(",")[0] for line in said("load_registers").splitlines()] == [
        "0 created"
    ] * 8
    assert said("load_registers", verbosity=0) == ""
