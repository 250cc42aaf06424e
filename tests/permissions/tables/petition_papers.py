"""Printed papers of petitions of the commission: of a complaint with one that is ready, and of a denunciation."""

from jobs.models import Job, JobFile, JobState
from petitions.models import Petition, Source
from reports.models import RenderedPaper
from tests.permissions.rows import DONE, SIGNED_IN, Row
from tests.permissions.tables import petitions

NAMED, ONLY_READING, READERS = petitions.NAMED, petitions.ONLY_READING, petitions.READERS


def furnish(world):
    if not hasattr(world, "petition"):
        petitions.furnish(world)
    Petition.objects.filter(pk=world.petition.pk).update(source=Source.IN_PERSON)
    world.printed = printed(world, world.petition)


def printed(world, petition):
    by = world.people["petition_officer"]
    asked = {"petition": petition.pk, "paper": "receipt", "recorded": None, "letterhead": "party", "format": "docx"}
    job = Job.objects.create(kind="reports.paper", key=f"paper {petition.pk}", arguments=asked, created_by=by)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=job.created_at)
    JobFile.objects.create(job=job, name="a.docx", content_type="text/plain", data=b"a", size=1)
    return RenderedPaper.objects.create(
        kind="receipt", petition=petition, letterhead="party", format="docx", job=job, asked_by=by
    )


def petition(world):
    return {"code": world.petition.code}


def paper(world):
    return {**petition(world), "pk": world.printed.pk}


def of_denunciation(world):
    return {"code": world.denunciation.code}


def wish(world):
    return {"paper": "receipt", "letterhead": "party", "format": "docx"}


OUTSIDE = {"others": 404, "scope": "received by the commission"}
SECRET = {"scope": "denunciation"}

ROWS = [
    Row(
        "reports:petition_paper_new",
        {DONE: ("petition_officer",), 403: ONLY_READING},
        kwargs=petition,
        method="post",
        data=wish,
        post_only=True,
        **OUTSIDE,
    ),
    Row("reports:petition_paper_new", {404: SIGNED_IN}, kwargs=of_denunciation, method="post", data=wish, **SECRET),
    Row(
        "reports:petition_paper_file",
        {200: NAMED, 403: tuple(who for who in READERS if who not in NAMED)},
        kwargs=paper,
        **OUTSIDE,
    ),
    Row(
        "reports:petition_paper_file",
        {404: SIGNED_IN},
        kwargs=lambda world: {**of_denunciation(world), "pk": world.printed.pk},
        **SECRET,
    ),
]
