"""Ways to write a name with a denunciation past the forms: through each service, and into each table."""

from contextlib import contextmanager

from django.db import connection

from petitions.models import Petition, PetitionContent, ReceptionTurn, Source
from petitions.models import PetitionState as State
from petitions.services.contents import attach, revise_content
from petitions.services.registering import PetitionData, SenderData, register_petition
from petitions.services.turns import correct_turn, record_turn, turn_into_petition
from petitions.workflow import move
from tests.acceptance.petitions.forms_and_addresses import files
from tests.petitions.canary import CANARY
from tests.petitions.petition_roads import DAY, RECEIVED, D


class PastForms:
    """Calls what the forms call, with words and names that no form of a denunciation has."""

    words = {"summary": CANARY, "settled_by": CANARY}

    def __init__(self, road, receptions):
        self.road, self.receptions, self.officer = road, receptions, road.people["officer"]

    def register(self):
        row = {"owner": self.road.owner, "kind": D, "source": Source.POST, "received_on": RECEIVED}
        data = PetitionData(**row, paper_file="15/HS-2026", **self.words, senders=(SenderData(CANARY, CANARY),))
        register_petition(data, by=self.officer, on=DAY)

    def register_under_a_name(self):
        row = {"owner": self.road.owner, "kind": D, "source": Source.POST, "received_on": RECEIVED}
        register_petition(PetitionData(**row, paper_file=CANARY), by=self.officer, on=DAY)

    def make_a_move(self):
        petition = self.road.to(D, State.CLASSIFIED)
        data = self.road.data("propose", petition) | {"reason": CANARY, "text": CANARY}
        move(petition, "propose", by=self.officer, on=DAY, data=data)

    def correct(self):
        petition, senders = self.road.registered(D), (SenderData(CANARY, CANARY),)
        revise_content(
            petition, senders=senders, signatories=2, version=petition.version, by=self.officer, on=DAY, **self.words
        )

    def keep_a_file(self):
        attach(self.road.registered(D), files()["file"], by=self.officer)

    def record_a_visit(self):
        session = self.receptions.session()
        record_turn(session, self._visit(), on=session.on, by=self.officer)

    def correct_a_visit(self):
        turn = self.receptions.turn(self.receptions.session(), D)
        correct_turn(turn, self._visit(), version=turn.version, by=self.officer)

    def _visit(self):
        return self.receptions.turn_data(D, **self.words, visitors=(SenderData(CANARY, CANARY),))

    def go_on_from_a_visit(self):
        turn = self.receptions.turn(self.receptions.session(), D)
        turn_into_petition(turn, version=turn.version, by=self.officer, on=turn.session.on, paper_file=CANARY)

    def write_the_row(self):
        self._put_content(Petition.objects.filter(pk=self.road.registered(D).pk))

    def write_the_row_of_a_visit(self):
        turn = self.receptions.turn(self.receptions.session(), D)
        self._put_content(ReceptionTurn.objects.filter(pk=turn.pk))

    def _put_content(self, rows):
        rows.update(content=PetitionContent.objects.create(**self.words))


SERVICES = (
    "register",
    "register_under_a_name",
    "make_a_move",
    "correct",
    "keep_a_file",
    "record_a_visit",
    "correct_a_visit",
    "go_on_from_a_visit",
)
TABLES = ("write_the_row", "write_the_row_of_a_visit")


@contextmanager
def checks_lifted(table, name):
    """A constraint of the database does not hold within the block; the test's own transaction brings it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
