"""What this room makes known to those below: its jobs, its schedule, its part of the pages of records."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.wording import name_facts
from conferences.models import Conference
from handling import copies
from handling.panels import Panel
from handling.panels import register as register_panel
from jobs import registry, schedule
from jobs.models import Job
from jobs.services import hold, remove, take_back_files
from petitions.models import Petition

from . import summaries
from .models import RenderedPaper, Summary
from .paper_panels import conference_papers, petition_papers
from .papers import rendering
from .papers.petition_papers import PAPER_TYPES
from .views.papers import can_print
from .views.petition_papers import can_read_papers


def summary_url(job):
    summary = Summary.objects.filter(job=job).only("pk").first()
    return reverse("reports:summary", args=[summary.pk]) if summary else ""


def may_still_open(user, job):
    """A paper is opened only by who may still print this conference's minutes, or see this petition by name."""
    if "petition" in job.arguments:
        seen = Petition.objects.visible_to(user).with_naming(user)
        petition = seen.filter(pk=job.arguments["petition"]).first()
        return petition is not None and can_read_papers(petition)
    conference = Conference.objects.visible_to(user).filter(pk=job.arguments["conference"]).first()
    return conference is not None and can_print(user, conference)


def erase_minutes(opinion):
    """Take away the minutes already made of the opinion's conference; those under way begin anew without its words."""
    if opinion.conference_id:
        take_back_files(Job.objects.filter(paper__conference=opinion.conference_id))


def erase_petition_papers(petition):
    """Take away every paper of a petition that has become a denunciation: rows, files and the jobs that make them."""
    jobs = hold(Job.objects.filter(paper__petition=petition))
    RenderedPaper.objects.filter(petition=petition).delete()
    remove(jobs)


def register():
    copies.register("opinion", erase_minutes)
    copies.register("petition", erase_petition_papers)
    registry.register(summaries.KIND, label=_("Resolution-rate summary"), run=summaries.run, result_url=summary_url)
    registry.register(rendering.KIND, label=_("Paper to print"), run=rendering.run, permits=may_still_open)
    name_facts({known.key: known.label for known in PAPER_TYPES})
    schedule.register("summaries", summaries.queue_monthly, period=schedule.monthly)
    register_panel(Panel("conference", "papers", "reports/_papers.html", conference_papers, place="side", order=10))
    register_panel(Panel("petition", "papers", "reports/_papers.html", petition_papers, place="side", order=10))
