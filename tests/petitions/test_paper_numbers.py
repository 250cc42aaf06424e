"""References from a denunciation to its papers can spell no name."""

import pytest
from django.core.exceptions import ValidationError

from petitions.models import Petition, PetitionKind
from petitions.paper_numbers import check_document_number, check_paper_file
from petitions.workflow import move
from registers.models import OfficialDocument
from registers.services import record_document
from tests.petitions.canary import CANARY, tables_holding
from tests.petitions.petition_roads import DAY, C

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["15/HS-2026", "1/HSM", "000123/TC-2025", "7/ĐT-2026"])
def test_a_paper_file_is_number_symbol_and_year(value):
    check_paper_file(value)


@pytest.mark.parametrize(
    "value",
    [
        *("", "15", "Nguyen/Van/An-1960", "15/AN-2026", "15/AN", "15/HS-AN", "15/HS-1960", "15/HS-2999", "1234567/HS"),
        *("15/hs-2026", "15/HS-2026\n", "15/HS-2026/AN", "HS-2026", "0912345678/HS", "040188001234"),
    ],
)
def test_nothing_else_is_one_and_the_sentence_does_not_repeat_it(value):
    with pytest.raises(ValidationError) as refused:
        check_paper_file(value)
    (sentence,) = refused.value.messages
    assert "15/HSM-2026" in sentence
    assert not value.strip() or value.strip() not in sentence.replace("15/HSM-2026", "")


@pytest.mark.parametrize("value", ["12", "12a", "12/TB", "07-KL/UBND", "12/TB-UBND", "5/QĐ-MTTQ-BTT"])
def test_a_document_has_a_number_and_listed_symbols(value, lead_department, commission_body):
    for body, symbol in ((lead_department, "UBND"), (commission_body, "MTTQ-BTT")):
        type(body).objects.filter(pk=body.pk).update(symbol=symbol)
    check_document_number(value)


@pytest.mark.parametrize("value", ["", "TB", "12/TB-AN", "12/NGUYEN-AN", "An/1960", "12/TB UBND", "12/"])
def test_any_other_document_number_is_refused(value):
    with pytest.raises(ValidationError):
        check_document_number(value)


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
