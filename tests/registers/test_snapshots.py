"""Every refused row is named with its file, and every refusal is a sentence."""

import pytest

from registers.models import AdministrativeUnit
from registers.tables import ImportRefused
from registers.unit_import import import_units

pytestmark = pytest.mark.django_db

HEAD = "code,name,kind,level,parent_code\n"
MERGERS = (
    "effective,resolution,level,old_code,old_name,old_parent,new_code,new_name,new_parent,change,whole,is_default\n"
)
GOOD = "40,Tỉnh Nghệ An,tỉnh,1,\n430,Huyện Nam Đàn,huyện,2,40\n"
ROW = "17971,Xã Kim Liên,xã,3,430\n"
MERGER = "2020-01-01,1/NQ,3,17971,Xã Kim Liên,430,17971,Xã Kim Liên,430,absorbing,1,1\n"


def refusal_of(*places, **options):
    with pytest.raises(ImportRefused) as refusal:
        import_units(places, **options)
    assert AdministrativeUnit.objects.count() == 0
    return str(refusal.value)


def written(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return f"{path}=2020-01-01" if text.startswith("code") or encoding != "utf-8" else str(path)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (GOOD + "1797,Xã Kim Liên,xã,3,430\n", "row 4: the code “1797” must have 5 digits on level 3."),
        (GOOD + "1797x,Xã Kim Liên,xã,3,430\n", "row 4: the code “1797x” must have 5 digits on level 3."),
        (GOOD + "١٧٩٧١,Xã Kim Liên,xã,3,430\n", "row 4: the code “١٧٩٧١” must have 5 digits on level 3."),
        (GOOD + ROW + "17971,Xã Nam Giang,xã,3,430\n", "row 5: the code 17971 stands in row 4 too."),
        (GOOD + "17971,Xã Kim Liên,xã,4,430\n", "row 4: the level “4” is not 1, 2 or 3."),
        (GOOD + "17971,Xã Kim Liên,xã,3,999\n", "row 4: the unit above, 999, is not in the file."),
        (GOOD + "17971,Xã Kim Liên,xã,3,\n", "row 4: the unit above, left empty, is not in the file."),
        (
            GOOD + ROW + "17974,Xã Nam Giang,xã,3,17971\n",
            "row 5: Xã Nam Giang cannot lie within Xã Kim Liên, which is of the same level or a lower one.",
        ),
        (GOOD + "17971,Xã Kim Liên,xã,3,17971\n", "row 4: Xã Kim Liên lies within itself."),
        (
            "40,Tỉnh Nghệ An,tỉnh,1,430\n430,Huyện Nam Đàn,huyện,2,40\n",
            "row 2: a province lies in no other unit; leave its parent_code empty.",
        ),
        (GOOD + "17971,,xã,3,430\n", "row 4: the name or the kind is empty."),
        (
            GOOD + "17971,X· Nam §µn,X·,3,430\n",
            "row 4: the name “X· Nam §µn” is in an old encoding (TCVN3 or VNI); convert it to Unicode.",
        ),
        (GOOD + "17971,Kim Liên,xã,3,430\n", "row 4: the name “Kim Liên” does not begin with its kind “xã”."),
        (GOOD + f"17971,Xã {'K' * 130},xã,3,430\n", "row 4: the name has more than 120 characters."),
        (GOOD + "17971,Xã Kim Liên,xã,3\n", "row 4: it must have 5 values."),
        (GOOD + "17971,Xã Kim Liên,xã,3,430,x\n", "row 4: it must have 5 values."),
        ("", "has no rows."),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, rows, sentence):
    assert refusal_of(written(tmp_path, "units.csv", HEAD + rows)).endswith(sentence)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            MERGER.replace("2020-01-01", "01/01/2020"),
            "m.csv, row 2: effective: “01/01/2020” is not a day; write it as YYYY-MM-DD.",
        ),
        (
            MERGER.replace("absorbing", "eaten"),
            "m.csv, row 2: the change “eaten” is not one of unchanged, moved, renamed, kind, merged, absorbing, split.",
        ),
        (MERGER.replace(",1,1\n", ",yes,1\n"), "m.csv, row 2: whole must be 0 or 1, not “yes”."),
        (MERGER.replace("1/NQ", ""), "m.csv, row 2: the resolution is missing or longer than 60 characters."),
        (MERGER + MERGER, "m.csv, row 3: 17971 to 17971 stands in row 2 too."),
        (
            MERGER + MERGER.replace(",17971,Xã Kim Liên,430,absorbing", ",17974,Xã Nam Giang,430,merged"),
            "m.csv, row 3: Xã Kim Liên has a second default successor (the first in row 2).",
        ),
        (MERGER.replace(",1,1\n", ",0,0\n"), "m.csv, row 2: Xã Kim Liên has no default successor."),
        (
            MERGER.replace("2020-01-01", "2021-01-01"),
            "m.csv, row 2: it takes effect on 01/01/2021, after the last snapshot given.",
        ),
        (MERGER, "m.csv, row 2: no unit had the code 17971 on 31/12/2019."),
    ],
)
def test_a_merger_that_cannot_be_is_named(tmp_path, rows, sentence):
    units = written(tmp_path, "units.csv", HEAD + GOOD + ROW)
    assert refusal_of(units, written(tmp_path, "m.csv", MERGERS + rows)) == sentence


def test_a_merger_of_another_name_is_refused(units_file, mergers_file):
    first = units_file("first.csv", ("40", "Tỉnh A", ""), ("430", "Huyện B", "40"), ("17971", "Xã Kim Liên", "430"))
    mergers = mergers_file("m.csv", ("2020-01-01", "17971", "Xã Khác", "17971", "Xã Làng Sen", "renamed", 1, 1))
    later = units_file("next.csv", ("40", "Tỉnh A", ""), ("430", "Huyện B", "40"), ("17971", "Xã Làng Sen", "430"))
    sentence = refusal_of(f"{first}=2017-04-01", f"{later}=2020-01-01", mergers)
    assert sentence == "m.csv, row 2: 17971 was called Xã Kim Liên on 31/12/2019, not Xã Khác."


def test_what_is_no_file_of_units_is_said(tmp_path):
    assert refusal_of(tmp_path / "none.csv") == f"There is no file or folder {tmp_path / 'none.csv'}."
    other = written(tmp_path, "other.csv", "a,b\n1,2\n")
    assert refusal_of(other).startswith("other.csv: the columns must be code,name,kind,level,parent_code (units) or ")
    tcvn = tmp_path / "tcvn.csv"
    tcvn.write_bytes(HEAD.encode() + b"17971,X\xb7 Kim Li\xaan,x\xb7,3,430\n")
    assert refusal_of(f"{tcvn}=2020-01-01") == "tcvn.csv is not UTF-8 text. Save it as “CSV UTF-8”."
    assert refusal_of(tmp_path) == f"The folder {tmp_path} has no manifest.csv that says from when its files are true."
    mergers = written(tmp_path, "m.csv", MERGERS + MERGER)
    assert refusal_of(mergers) == "No file of units was given; mergers alone do not say what the units are."


def test_the_day_of_a_snapshot_must_be_known(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    assert refusal_of(path) == (
        "From which day is units.csv true? Write units.csv=YYYY-MM-DD, or give --on YYYY-MM-DD."
    )
    assert refusal_of(f"{path}=01/01/2020") == "units.csv: “01/01/2020” is not a day. Write it as YYYY-MM-DD."


def test_two_snapshots_of_one_day_are_refused(units_file):
    places = [f"{units_file(name, ('40', 'Tỉnh A', ''))}=2020-01-01" for name in ("a.csv", "b.csv")]
    assert refusal_of(*places) == "a.csv and b.csv are of the same day; import one of them first."


def test_a_byte_order_mark_and_blank_lines_are_no_matter(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("\ufeff" + HEAD + GOOD + "\n\n", encoding="utf-8")
    [report] = import_units([f"{path}=2020-01-01"])
    assert len(report.created) == 2
