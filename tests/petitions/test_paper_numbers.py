"""References from a denunciation to its papers can spell no name."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from petitions.models import Finding, Petition, PetitionKind
from petitions.paper_numbers import check_document_number, check_paper_file
from petitions.workflow import move
from registers.models import OfficialDocument, Organisation
from registers.services import record_document
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import DAY, C, D

pytestmark = pytest.mark.django_db
#: As people write numbers, with nothing but what is listed.
SPOKEN = ("Số 12/TB-UBND", "số: 12", "12 / TB - UBND", "12/TB UBND", "12/2026/QĐ-UBND", "9-CV/UBND")
NAMES = ("12/1960", "12/2025/2026", "12 Nguyễn An", "Số An", "Số 12 An", "12/TB-An", "12/TB UBND An")


@pytest.mark.parametrize(
    "value",
    [
        *("15/HS-2026", "1/HSM", "000123/TC-2025", "7/ĐT-2026", "12/HS-TC/2026", "12-HSTC/2026", "12 HS", "12/2026"),
        *("HS 12", "HS 12/2026", "HS-TC 12/2026", "HS số 12/2026"),
    ],
)
def test_a_paper_file_is_number_symbol_and_year(value):
    check_paper_file(value)


@pytest.mark.parametrize(
    "value",
    [
        *("", "15", "Nguyen/Van/An-1960", "15/AN-2026", "15/AN", "15/HS-AN", "15/HS-1960", "15/HS-2999", "1234567/HS"),
        *("15/hs-2026", "15/HS-2026\n", "15/HS-2026/AN", "HS-2026", "0912345678/HS", "040188001234"),
        *(
            "HS An",
            "HS 12 An",
            "AN 12",
            "12/An",
            "12/1960",
            "0912345678/2026",
            "12/HS-TC-ĐT-HS",
            "HS  12",
            "HS 0912345678",
        ),
        *("HS-TC-HS 12", "HSAN 12", "12/HS-AN/2026", "Số 12"),
    ],
)
def test_nothing_else_is_one_and_the_sentence_does_not_repeat_it(value):
    with pytest.raises(ValidationError) as refused:
        check_paper_file(value)
    (sentence,) = refused.value.messages
    assert "15/HSM-2026" in sentence
    assert not value.strip() or value.strip() not in sentence.replace("15/HSM-2026", "")


@pytest.mark.parametrize(
    "value",
    [
        "12",
        "12a",
        "12/TB",
        "07-KL/UBND",
        "12/TB-UBND",
        "5/QĐ-MTTQ-BTT",
        "Số 12/TB-UBND",
        "số: 12",
        "12 / TB - UBND",
        "12/TB UBND",
        "12/2026/QĐ-UBND",
        "9-CV/UBND",
    ],
)
def test_a_document_has_a_number_and_listed_symbols(value, lead_department, commission_body):
    for body, symbol in ((lead_department, "UBND"), (commission_body, "MTTQ-BTT")):
        type(body).objects.filter(pk=body.pk).update(symbol=symbol)
    check_document_number(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "TB",
        "12/TB-AN",
        "12/NGUYEN-AN",
        "An/1960",
        "12/",
        "12/1960",
        "12/2025/2026",
        "12 Nguyễn An",
        "Số An",
        "Số 12 An",
        "12/TB-An",
    ],
)
def test_any_other_document_number_is_refused(value):
    with pytest.raises(ValidationError):
        check_document_number(value)


@pytest.mark.parametrize(
    ("side", "symbol", "example"),
    [("party", "BTGDVTU", "12-TB/BTGDVTU"), ("state", "UBND", "12/TB-UBND")],
)
def test_the_sentence_names_the_own_symbol_and_an_example_of_the_own_side(side, symbol, example, commission_body):
    commission_body.side, commission_body.symbol = side, symbol
    with pytest.raises(ValidationError) as refused:
        check_document_number("31-QĐ/Nguyen", commission_body)
    (sentence,) = refused.value.messages
    assert (example in sentence, symbol in sentence, "Nguyen" in sentence) == (True, True, False)


def test_the_form_of_a_denunciation_says_which_symbol_is_right(petition_road, client_of):
    Organisation.objects.filter(pk=petition_road.owner.pk).update(side="party", symbol="BTGDVTU")
    petition = petition_road.to(PetitionKind.DENUNCIATION, "proposed")
    client = client_of(petition_road.people["officer"])
    url = reverse("petitions:petition_move", args=[petition.code, "approve"])
    assert "12-QĐ/BTGDVTU" in str(client.get(url).context["form"].fields["document_number"].help_text)
    sent = {"version": petition.version, "document_number": "31-QĐ/BTGDV", "document_date": "07/10/2026"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["document_number"]
    assert ("12-TB/BTGDVTU" in sentence, "31" in sentence) == (True, False)
    assert client.post(url, sent | {"document_number": "31-QĐ/BTGDVTU"}).status_code == 302


def test_a_number_typed_in_words_goes_when_the_petition_turns_out_to_be_a_denunciation(petition_road, petition_officer):
    petition = petition_road.registered(C)
    petition_road.make(petition, "classify", "rewrite")
    petition_road.make(petition, "propose", "rewrite")
    petition_road.make(petition, "approve")
    letter = record_document(type="official_letter", symbol=f"thư của {CANARY}", date=DAY, by=petition_officer)
    petition_road.make(petition, "ask_rewrite", document=letter)
    petition = petition_road.make(petition, "resubmit", received_on=DAY)
    assert tables_holding(CANARY)
    data = petition_road.data("classify", petition) | {
        "kind": PetitionKind.DENUNCIATION,
        "round": "",
        "paper_file": "15/HS-2026",
    }
    move(Petition.objects.get(pk=petition.pk), "classify", by=petition_officer, on=DAY, data=data)
    assert tables_holding(CANARY) == set()
    assert OfficialDocument.objects.get(pk=letter.pk).designation == ""


REFUSED = [
    *(("paper_file", value) for value in ("Nguyễn Văn Tố Cáo", "15/AN-2026", "NguyenVanAn", "15/hs-2026")),
    *(("decline_reason", value) for value in ("Nguyễn Văn Tố", "to cao")),
    *(("finding", value) for value in ("Nguyễn Tố", "an")),
]


@pytest.mark.parametrize(("column", "value"), REFUSED)
def test_the_database_refuses_words_in_the_codes_of_a_denunciation(petition_road, column, value):
    coded = Petition.objects.filter(pk=petition_road.registered(D).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        coded.update(**{column: value})
    # Beside them what a form takes is taken.
    taken = {"paper_file": "000123/TC-2025", "decline_reason": "time_limit", "finding": Finding.PARTLY}
    assert coded.update(**{column: taken[column]}) == 1


def test_the_check_asks_for_no_function_of_the_application():
    """Whoever opens the file of SQLite with another program writes to it under the same CHECK."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has functions of its own")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'petitions_petition'")
        (sql,) = cursor.fetchone()
    assert "petition_denunciation_has_codes_only" in sql and "REPLACE(" in sql and "REGEXP" not in sql


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        (("denunciation", "Nguyễn Văn A", "", ""), True),
        (("denunciation", "15/HS-2026", "tố cáo", ""), True),
        (("complaint", "", "", "Nguyễn"), True),
        (("denunciation", "15/HS-2026", "time_limit", "partly"), False),
        (("denunciation", "", "", ""), False),
        (("complaint", "hồ sơ", "", ""), False),
    ],
)
def test_the_migration_names_rows_with_words_by_id_alone(values, is_refused):
    migration = import_module("petitions.migrations.0025_no_words_in_codes")
    rows = SimpleNamespace(iterator=lambda: iter([(7, *values)]))
    rows.using = lambda alias: rows
    rows.values_list = lambda *names: rows
    rows.order_by = lambda name: rows
    apps = SimpleNamespace(get_model=lambda *name: SimpleNamespace(objects=rows))
    if not is_refused:
        return migration.refuse_words(apps, SimpleNamespace(connection=connection))
    with pytest.raises(migration.WordsInCodes, match="ids 7 hold") as refused:
        migration.refuse_words(apps, SimpleNamespace(connection=connection))
    assert "Nguyễn" not in str(refused.value) and "tố" not in str(refused.value)
