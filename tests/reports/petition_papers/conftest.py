"""Petitions of which papers are printed: of the commission on the Party's side, of a commune on both sides."""

from uuid import uuid4

import pytest

from accounts.roles import Role
from petitions.models import PetitionKind, Source
from petitions.services.registering import SenderData
from registers.services import record_document
from reports.models import RenderedPaper
from reports.papers import rendering
from tests.conftest import make_user
from tests.jobs.helpers import run_jobs
from tests.petitions.conftest import land, petition_road, petition_rules  # noqa: F401
from tests.petitions.petition_roads import DAY, Road

C, R = PetitionKind.COMPLAINT, PetitionKind.RECOMMENDATION
SENDER = SenderData("Nguyễn Thị Thắm", "xóm 3, xã Kim Liên", "0900000001", "012345678901", True)
SUMMARY = "Không đồng ý phương án bồi thường tại thửa 15."


class PaperRoad(Road):
    """A road whose petitions were handed in, and whose papers bear a number of the Party's side."""

    def registered(self, kind, **more):
        if kind in (C, R):
            more = {"source": Source.IN_PERSON, "summary": SUMMARY, "senders": (SENDER,), **more}
        return super().registered(kind, **more)

    def document(self, on=DAY):
        return record_document(type="notice", number="12", symbol="PC/BTGDVTU", date=on, by=self.people["officer"])


@pytest.fixture
def paper_road(petition_road, commission_body):  # noqa: F811
    """Petitions handed in at the commission, which issues papers on the Party's side alone."""
    commission_body.kind, commission_body.symbol = "commission", "BTGDVTU"
    commission_body.save()
    return PaperRoad(petition_road.owner, petition_road.people, petition_road.addressee, petition_road.field)


@pytest.fixture
def commune_road(petition_road, commune_body, leader):  # noqa: F811
    """Petitions handed in at the Party committee of a commune, in whose name the People's Committee prints as well."""
    commune_body.kind, commune_body.symbol = "committee", "ĐU"
    commune_body.save()
    officer = make_user("xulydon", "Cao Thị Xuân", Role.PETITION_OFFICER, commune_body)
    people = {"officer": officer, "leader": leader}
    return PaperRoad(commune_body, people, petition_road.addressee, petition_road.field)


def ask(petition, by, kind="receipt", *, letterhead="party", file_format="docx", recorded=None, token=None):
    return rendering.ask_for_petition_paper(
        *(petition,),
        kind=kind,
        recorded=recorded,
        letterhead=letterhead,
        file_format=file_format,
        by=by,
        token=token or uuid4(),
    )


def make(petition, by, kind="receipt", **values):
    """A paper rendered to its end."""
    paper = ask(petition, by, kind, **values)
    run_jobs()
    return RenderedPaper.objects.select_related("job").get(pk=paper.pk)
