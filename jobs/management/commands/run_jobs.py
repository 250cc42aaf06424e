from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from jobs.models import Job
from jobs.running import run_waiting
from jobs.states import JobState


class Command(BaseCommand):
    help = "Runs every waiting job in this process until none is left, for people without a worker."

    def handle(self, *args, **options):
        ran = run_waiting()
        failed = Job.objects.filter(pk__in=ran, state=JobState.FAILED).count()
        self.stdout.write(ngettext("Ran %(n)d job.", "Ran %(n)d jobs.", len(ran)) % {"n": len(ran)})
        if failed:
            self.stdout.write(ngettext("%(n)d of them failed.", "%(n)d of them failed.", failed) % {"n": failed})
