"""A made-up denouncer's name, put into every form and every address, stands nowhere afterwards.

What is walked follows from the URL configuration, the forms and the table of moves: what is new is covered by itself.
The controls walk the same ways with a recommendation, and with one guard taken away at a time.
"""

import logging
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.forms import BooleanField, FileField
from django.urls import reverse
from django.utils.html import escape

from conferences.services.opinions import SpeakerData
from handling.moves import MoveRefused
from jobs.models import Job
from petitions.forms.register import DenunciationForm
from petitions.models import Petition
from petitions.models import PetitionState as State
from petitions.petition_columns import COLUMNS
from petitions.services.cases import open_case
from petitions.services.contents import attach
from petitions.services.registering import SenderData
from petitions.workflow import MOVES, PETITIONS
from registers.services import record_document
from tests.acceptance.petitions.forms_and_addresses import (
    addresses,
    crafted,
    field_names,
    files,
    filled,
    moves_of,
    petition_before,
)
from tests.acceptance.petitions.past_forms import SERVICES, TABLES, PastForms, checks_lifted
from tests.conferences.opinion_roads import registered
from tests.conferences.sheets import workbook
from tests.petitions.canary import CANARY, holds, tables_holding
from tests.petitions.petition_roads import DAY, C, D, M, R

pytestmark = [pytest.mark.acceptance, pytest.mark.django_db]


class Leaked(AssertionError):
    """The canary was found."""


class Watch:
    """Reads every answer, and at the end every table, log line, job argument and kept page."""

    def __init__(self, client, caplog):
        self.client, self.caplog, self.found, self.walked = client, caplog, [], 0

    def get(self, address, data=None, shows=True):
        return self._read(self.client.get(address, data or {}), address, shows)

    def post(self, address, data, shows=True):
        return self._read(self.client.post(address, data), address, shows)

    def _read(self, answer, address, shows=True):
        """With `shows` False the answer may show what was sent, since it was no form of a denunciation."""
        self.walked += 1
        # The address that was asked for stands in the language switch of its own answer; words stand nowhere.
        shown = shows and any(one in _text(answer) for one in (CANARY, escape(CANARY)))
        if shown or holds(str(answer.cookies)):
            self.found.append(f"answer {answer.status_code} of {address}")
        if answer.status_code == 302:
            self._read(self.client.get(answer.url), answer.url, shows)
        return answer

    def read_all(self):
        """Raise `Leaked` for whatever was found on the way or stands anywhere now, pages read afterwards included."""
        for url in [reverse("petitions:petition_list"), *_pages()]:
            # A browser drops the cookie of messages it was told to; with one, no page is kept.
            self.client.cookies.pop("messages", None)
            self.get(url)
        found = [*self.found, *sorted(tables_holding())]
        found += [f"log: {line.getMessage()}" for line in self.caplog.records if holds(_whole(line))]
        found += [f"job {job.kind}" for job in Job.objects.all() if holds(str(job.arguments))]
        found += ["kept page" for page in caches["pages"]._cache.values() if holds(page)]
        if found:
            raise Leaked("; ".join(found))


def _pages():
    return [reverse("petitions:petition", args=[code]) for code in Petition.objects.values_list("code", flat=True)]


def _text(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def _whole(line):
    return f"{line.getMessage()} {line.args} {line.exc_text or ''} {line.exc_info or ''}"


@pytest.fixture
def watch(client_of, petition_officer, caplog, pages_are_kept, closing_rule):
    for logger in ("", "django", "django.request"):
        caplog.set_level(logging.DEBUG, logger=logger)
    return Watch(client_of(petition_officer), caplog)


@pytest.fixture
def closing_rule(db):
    from registers.models import RuleParameter
    from tests.conftest import SINCE

    RuleParameter.objects.create(key="report.closing_day", value=14, unit="day_of_month", valid_from=SINCE)


# --- every address, with the canary under every name ---


@pytest.fixture
def places(petition_road, receptions, petition_officer):
    """What the parameters of addresses stand for; a denunciation wherever it can be one."""
    session = receptions.session()
    turn = receptions.turn(session, kind=D)
    cased = petition_road.registered(C)
    case = open_case(cased, title="Đền bù đường ra cảng", by=petition_officer, on=DAY)
    return {
        "petitions/cases/": case.code,
        "petitions/statements/": "BC-2026-0001",
        "receptions/": session.code,
        "petitions/": petition_road.registered(D).code,
        "number": turn.number,
    }


def _asked(address, places):
    """The parameters of an address, once for every move it may name."""
    if "opinions/" in address.route:
        return []
    values = {}
    for name in address.asked:
        if name == "code":
            values[name] = next(code for prefix, code in places.items() if address.route.startswith(prefix))
        elif name != "name":
            values[name] = {"number": places["number"], "pk": 1}[name]
    if "name" in address.asked:
        return [{**values, "name": move.name} for move in MOVES]
    return [values]


def _of_others(address):
    """Cases and sessions have words of their own, which are nobody's denunciation."""
    return address.route.startswith(("petitions/cases/", "receptions/")) and "turns" not in address.route


def _of_denunciations(address, answer):
    """A page that says why a denunciation has no words, or any address of the one that is walked."""
    return "why_secret" in (answer.context or ()) or not (_of_others(address) or "code" not in address.asked)


def test_no_address_keeps_what_it_did_not_ask_for(watch, places):
    own = {"title", "place", "leader", "delegate", "result", "name", "code", "on", "query"}
    for address in addresses():
        for values in _asked(address, places):
            names = field_names() - own if _of_others(address) else field_names()
            url = reverse(address.name, kwargs=values)
            shows = _of_denunciations(address, watch.client.get(url, {"kind": "denunciation"}))
            watch.get(url, dict.fromkeys(names, CANARY) | {"kind": "denunciation"}, shows)
            watch.post(url, crafted(names), shows)
    assert watch.walked > 2 * (len(MOVES) + 20)
    watch.read_all()


def test_the_job_of_an_export_takes_no_words_of_an_address(watch, petition_road, monkeypatch):
    monkeypatch.setattr("handling.exports.AT_ONCE", -1)
    query = urlencode(dict.fromkeys(("q", "same", "unit", "sort", "state", "from", "summary", "sender"), CANARY))
    answer = watch.client.post(reverse("petitions:petition_export"), {"query": query})
    assert (answer.status_code, Job.objects.count()) == (302, 1)
    watch.read_all()


# --- every form of a denunciation, filled in as it should be, with words added ---


def sent(form, **chosen):
    """A form as it should be filled in, and beside it the canary under every name that the form does not have."""
    extra = {name: CANARY for name in field_names() if name not in form.fields}
    return {**extra, **files(), **filled(form, **chosen)}


def refusals(form, **chosen):
    """The form as often as it has fields, each time with the canary in one of them."""
    for name, field in form.fields.items():
        if not isinstance(field, BooleanField | FileField):
            yield {**sent(form, **chosen), name: CANARY}


def walk(watch, url, form, **chosen):
    """Refused with the canary in any field, accepted with it beside them."""
    for data in refusals(form, **chosen):
        if data.get("kind", "denunciation") == "denunciation":
            watch.post(url, data)
    answer = watch.post(url, sent(form, **chosen))
    assert answer.status_code == 302, (url, form.errors, answer.context and answer.context["form"].errors)


def form_at(watch, url, **query):
    return watch.get(url, query).context["form"]


def test_registering(watch, petition_road):
    url = reverse("petitions:petition_new")
    walk(watch, url, form_at(watch, url, kind="denunciation"), kind="denunciation")
    watch.post(reverse("petitions:petition_similar"), crafted())
    for button in ("reload", "more_senders"):
        watch.post(url, {**crafted(), button: "1"})
    assert Petition.objects.get().is_denunciation
    watch.read_all()


#: What is chosen where the first choice would not do.
CHOSEN = {
    "classify": {"kind": "denunciation", "is_eligible": "eligible", "competence": "own"},
    "propose": {"direction": "accept", "complexity": "complex"},
    "mark": {"is_prolonged": "on"},
}


def make_by_form(watch, road, kind, name, **more):
    """Make a move on the page, on a petition that has come so far; returns the petition as it was."""
    petition = petition_before(road, kind, PETITIONS.move_named(name))
    if petition is None:
        return None
    if name == "extend" and kind == D:
        Petition.objects.filter(pk=petition.pk).update(complexity="complex")
    url = reverse("petitions:petition_move", args=[petition.code, name])
    walk(watch, url, form_at(watch, url), **{**CHOSEN.get(name, {}), **more})
    return petition


@pytest.mark.parametrize("name", moves_of(D))
def test_a_move_of_a_denunciation(name, watch, petition_road):
    petition = make_by_form(watch, petition_road, D, name)
    if petition is None:
        assert not any(petition_before(petition_road, D, move) for move in MOVES if move.name == name)
    else:
        assert Petition.objects.get(pk=petition.pk).version == petition.version + 1
    watch.read_all()


def test_what_hangs_on_a_denunciation(watch, petition_road, places):
    code = places["petitions/"]
    for name in ("petition_attach", "petition_edit", "petition_registration", "case_of_petition"):
        watch.post(reverse(f"petitions:{name}", args=[code]), crafted())
    link = reverse("petitions:case_link", args=[places["petitions/cases/"]])
    watch.post(link, {**crafted(), "code": code})
    number = Petition.objects.get(code=code)
    assert (number.content, number.version) == (None, 1)
    watch.read_all()


def import_rows(watch, road):
    """A denunciation per column with the canary in that cell, each of another paper file; returns what was kept."""
    url, headings = reverse("petitions:petition_import"), [str(column.heading) for column in COLUMNS]
    plain = {"received_on": "05/10/2026", "kind": "Tố cáo"}
    rows = [
        plain | {"paper_file": f"{number}/HSM-2026", column.key: CANARY} for number, column in enumerate(COLUMNS, 1)
    ]
    cells = [[row.get(column.key, "") for column in COLUMNS] for row in rows]
    book = workbook(cells, headings=headings, above=[[CANARY]], name=f"{CANARY}.xlsx")
    answer = watch.post(url, {"owner": road.owner.pk, "file": book})
    for page in (watch.get, watch.post):
        page(answer.url, {})
    return list(Petition.objects.values_list("kind", "content"))


def test_rows_of_a_register_that_is_imported(watch, petition_road, petition_rules):
    """With a name in each cell of a row in turn, and in a row whose kind nobody understands."""
    # The control is below: without the guard, rows are registered.
    assert import_rows(watch, petition_road) == []
    watch.read_all()


# --- every service and every table, past the forms ---


@pytest.fixture
def past_forms(petition_road, receptions):
    return PastForms(petition_road, receptions)


def attempt(watch, past_forms, way, refusal):
    """Refused with this exception, and nothing is kept of it."""
    with pytest.raises(refusal), transaction.atomic():
        getattr(past_forms, way)()
    watch.read_all()


@pytest.mark.parametrize("way", SERVICES)
def test_a_service_that_is_called_past_its_form(way, watch, past_forms):
    attempt(watch, past_forms, way, (ValidationError, MoveRefused))


@pytest.mark.parametrize("way", TABLES)
def test_a_row_that_is_written_past_the_services(way, watch, past_forms):
    attempt(watch, past_forms, way, IntegrityError)


# --- what turns into a denunciation ---


@pytest.fixture
def named(petition_road, petition_officer):
    """A recommendation with the canary in every word, a file of it, and a paper with words."""
    petition = petition_road.registered(
        R, summary=f"{CANARY} phản ánh", gloss_en=CANARY, settled_by=CANARY, senders=(SenderData(CANARY, CANARY),)
    )
    attach(petition, SimpleUploadedFile("don.pdf", files()["file"].read(), "application/pdf"), by=petition_officer)
    return petition_road.make(petition, "classify", reason=CANARY)


BECOMING = {"kind": "denunciation", "is_eligible": "eligible", "competence": "own", "knows_erasure": "on"}


def become_secret(watch, named):
    url = reverse("petitions:petition_move", args=[named.code, "classify"])
    form = watch.client.get(url).context["form"]
    answer = watch.post(url, sent(form, **BECOMING))
    assert answer.status_code == 302


def test_a_recommendation_that_is_classified_as_a_denunciation(watch, named):
    assert tables_holding()
    become_secret(watch, named)
    watch.read_all()


@pytest.fixture
def opinion(held_conference, clerk, petition_officer, petition_rules):
    speaker = SpeakerData(full_name=CANARY, address=CANARY, phone="0912345678")
    return registered(held_conference, clerk, f"{CANARY} tố cáo việc thu tiền", speaker=speaker, gloss_en=CANARY)[0]


def convert(watch, opinion, client):
    watch.client, url = client, reverse("petitions:opinion_to_petition", args=[opinion.code])
    form = client.get(url).context["form"]
    for data in refusals(form, kind="denunciation", knows_erasure="on"):
        if data["kind"] == "denunciation":
            # The page shows the opinion, whose words the clerk reads until it is converted.
            watch.post(url, data, shows=False)
    assert watch.post(url, sent(form, kind="denunciation", knows_erasure="on")).status_code == 302


def test_an_opinion_that_is_a_denunciation(watch, opinion, clerk, client_of):
    assert tables_holding()
    convert(watch, opinion, client_of(clerk))
    watch.read_all()


def split_by_form(watch, road, kinds=(R, D), **words):
    """Split a petition on its page into parts of these kinds, once refused and once as it should be; `words` are what
    the petition itself says, which its page shows until then.
    """
    petition = road.to(M, State.CLASSIFIED, **words)
    attach(petition, files()["file"], by=road.people["officer"])
    url, shows = reverse("petitions:petition_move", args=[petition.code, "split"]), not words
    data = sent(watch.get(url, shows=shows).context["form"])
    data |= {f"{name}_{number}": "" for name in ("field", "paper_file", "summary") for number in range(1, 5)}
    for number, kind in enumerate(kinds, start=1):
        part = {"summary": CANARY, "paper_file": f"{number}/HS-2026"} if kind == D else {"summary": "Kiến nghị khác"}
        values = {**part, "kind": kind, "field": road.field.pk}
        data |= {f"{name}_{number}": value for name, value in values.items()}
    data["erases_words"] = "on"
    # Without its paper file the part is refused, and its words are not shown again.
    watch.post(url, {**data, f"paper_file_{len(kinds)}": CANARY}, shows)
    answer = watch.post(url, data, shows)
    assert answer.status_code == 302, answer.context["form"].errors


def test_the_part_of_a_petition_that_is_a_denunciation(watch, petition_road):
    split_by_form(watch, petition_road)
    assert set(Petition.objects.values_list("kind", flat=True)) == {M, R, D}
    watch.read_all()


#: What a letter of mixed content says. Its sender stays with the parts that are no denunciation.
SAID = {"summary": f"{CANARY} tố cáo và kiến nghị", "gloss_en": CANARY, "settled_by": CANARY}
SIGNED = {**SAID, "senders": (SenderData(CANARY, CANARY),)}
LETTERS = [((R, D), SAID), ((D, D), SIGNED)]


@pytest.mark.parametrize(("kinds", "words"), LETTERS, ids=["with a recommendation", "of denunciations alone"])
def test_the_letter_of_which_a_part_is_a_denunciation(kinds, words, watch, petition_road):
    split_by_form(watch, petition_road, kinds, **words)
    assert sorted(Petition.objects.values_list("kind", flat=True)) == sorted([M, *kinds])
    watch.read_all()


def test_a_visitor_who_denounces(watch, receptions, petition_rules):
    session = receptions.session()
    url = reverse("petitions:turn_new", args=[session.code])
    walk(watch, url, form_at(watch, url, kind="denunciation"), kind="denunciation")
    named = receptions.turn(session, R, summary=CANARY, visitors=(SenderData(CANARY, CANARY),))
    url = reverse("petitions:turn_edit", args=[session.code, named.number])
    form = watch.client.get(url, {"kind": "denunciation"}).context["form"]
    answer = watch.post(url, sent(form, kind="denunciation"))
    assert answer.status_code == 302, answer.context["form"].errors
    for turn in session.turns.filter(is_struck=False):
        url = reverse("petitions:turn_petition", args=[session.code, turn.number])
        walk(watch, url, form_at(watch, url))
    assert set(Petition.objects.values_list("kind", flat=True)) == {D}
    watch.read_all()


# --- controls ---


def test_the_same_ways_leave_a_name_with_a_recommendation(watch, petition_road):
    """The walk reaches the rows, and the scan finds it there."""
    url = reverse("petitions:petition_new")
    form = form_at(watch, url, kind="recommendation")
    senders = {"senders-TOTAL_FORMS": 1, "senders-INITIAL_FORMS": 0, "senders-0-full_name": CANARY}
    data = {**filled(form, words=CANARY, kind="recommendation"), "earlier": "", "case": "", **senders}
    assert watch.client.post(url, data).status_code == 302
    petition = Petition.objects.get()
    watch.client.post(reverse("petitions:petition_attach", args=[petition.code]), {"file": files()["file"]})
    for name in ("classify", "propose"):
        url = reverse("petitions:petition_move", args=[petition.code, name])
        form = form_at(watch, url)
        chosen = {"kind": "recommendation", "is_eligible": "eligible", "competence": "other_body"}
        given = chosen if name == "classify" else {"direction": "file"}
        answer = watch.client.post(url, filled(form, words=CANARY, **given))
        assert answer.status_code == 302, answer.context["form"].errors
    found = tables_holding()
    assert {"petitions_petitioncontent", "petitions_sender", "petitions_petitionnote", "registers_storedfile"} <= found
    with pytest.raises(Leaked):
        watch.read_all()
    # Pages with names are kept nowhere, lists are: the watch reads what is kept.
    assert watch.found and caches["pages"]._cache


def test_without_form_service_and_database_a_name_stands_in_the_register(watch, petition_road, monkeypatch):
    """Each of the three holds alone; without them the reference to the paper file takes anything."""
    url = reverse("petitions:petition_new")
    data = {**sent(form_at(watch, url, kind="denunciation"), kind="denunciation"), "paper_file": CANARY}
    with monkeypatch.context() as patch:
        patch.setattr("petitions.services.registering._refuse", lambda data, on: None)
        watch.post(url, data)
        watch.read_all()
        patch.setattr(DenunciationForm.base_fields["paper_file"], "validators", [])
        with checks_lifted("petitions_petition", "petition_denunciation_has_codes_only"):
            watch.post(url, data)
            with pytest.raises(Leaked, match="petitions_petition"):
                watch.read_all()


def test_without_the_checks_of_papers_a_name_stands_with_a_move(watch, petition_road, monkeypatch):
    monkeypatch.setattr("petitions.forms.move_parts.MoveForm.words", ())
    for place in ("deciding", "shared"):
        monkeypatch.setattr(f"petitions.effects.{place}.refuse_words", lambda petition, data: None)
    monkeypatch.setattr("petitions.services.moves._record", _unchecked)
    make_by_form(watch, petition_road, D, "approve", document_abstract=CANARY)
    with pytest.raises(Leaked, match="registers_officialdocument"):
        watch.read_all()


def _unchecked(petition, document, *, by):
    return record_document(**{name: value for name, value in document.items() if name != "file"}, by=by)


def test_without_forgetting_a_refused_name_is_shown_again(watch, petition_road, monkeypatch):
    monkeypatch.setattr("petitions.forms.secret.ForgetsRefused._forget", lambda form, name: None)
    url = reverse("petitions:petition_new")
    walk(watch, url, form_at(watch, url, kind="denunciation"), kind="denunciation")
    with pytest.raises(Leaked, match="answer 422"):
        watch.read_all()


def test_without_dropping_the_words_of_a_part_they_are_shown_again(watch, petition_road, monkeypatch):
    monkeypatch.setattr("petitions.forms.moves.classifying._without_words_of_denunciations", lambda data: data)
    split_by_form(watch, petition_road)
    with pytest.raises(Leaked, match="answer 422"):
        watch.read_all()


@pytest.mark.parametrize(("kinds", "words"), LETTERS, ids=["with a recommendation", "of denunciations alone"])
def test_without_the_erasing_the_words_of_a_split_letter_stay(kinds, words, watch, petition_road, monkeypatch):
    monkeypatch.setattr("petitions.effects.intake.erase_words_beside_denunciation", lambda *args, **kwargs: None)
    split_by_form(watch, petition_road, kinds, **words)
    with pytest.raises(Leaked, match="petitions_petitioncontent"):
        watch.read_all()


def test_without_the_guard_of_the_import_rows_with_a_name_are_registered(watch, petition_road, monkeypatch):
    """Their words are dropped all the same, and nobody is told why: a row for each of the six columns of words."""
    monkeypatch.setattr("petitions.petition_sheets.WORDS", ())
    assert import_rows(watch, petition_road) == [(D, None)] * 6
    watch.read_all()


@pytest.mark.parametrize("way", ["record_a_visit", "correct_a_visit"])
def test_without_the_service_and_the_database_a_visitor_is_named(way, watch, past_forms, monkeypatch):
    """Each of the two holds alone."""
    monkeypatch.setattr("petitions.services.turns._refuse", lambda session, data: False)
    attempt(watch, past_forms, way, IntegrityError)
    with checks_lifted("petitions_receptionturn", "turn_denunciation_names_nobody"):
        getattr(past_forms, way)()
        with pytest.raises(Leaked, match="petitions_sender"):
            watch.read_all()


def test_without_the_service_a_file_has_no_row_to_hang_on(watch, past_forms, monkeypatch):
    monkeypatch.setattr("petitions.services.contents._refuse_new_words", lambda petition: None)
    attempt(watch, past_forms, "keep_a_file", IntegrityError)


@pytest.mark.parametrize(
    ("way", "table", "name"),
    [
        ("write_the_row", "petitions_petition", "petition_denunciation_names_nobody"),
        ("write_the_row_of_a_visit", "petitions_receptionturn", "turn_denunciation_names_nobody"),
    ],
)
def test_without_the_check_of_the_database_a_row_takes_words(way, table, name, watch, past_forms):
    with checks_lifted(table, name):
        getattr(past_forms, way)()
        with pytest.raises(Leaked, match="petitions_petitioncontent"):
            watch.read_all()


def test_without_the_erasing_the_words_of_a_recommendation_stay(watch, named, monkeypatch):
    def unlinked(petition, *, by, on):
        petition.content, petition.signatories = None, None

    monkeypatch.setattr("petitions.effects.intake.erase_content", unlinked)
    become_secret(watch, named)
    with pytest.raises(Leaked, match="petitions_petitioncontent"):
        watch.read_all()


def test_without_the_erasing_the_words_of_an_opinion_stay(watch, opinion, clerk, client_of, monkeypatch):
    monkeypatch.setattr("petitions.services.converting.erase_words", lambda *args, **kwargs: None)
    convert(watch, opinion, client_of(clerk))
    with pytest.raises(Leaked, match="conferences_opiniontext"):
        watch.read_all()


def test_a_line_of_the_log_is_found(watch):
    logging.getLogger("django.request").debug("sent by %s", CANARY)
    with pytest.raises(Leaked, match="log"):
        watch.read_all()
