from django.core.management.base import BaseCommand

from jobs.services import run_all


class Command(BaseCommand):
    help = "Run every waiting job in this process, for people without a worker."

    def handle(self, *args, **options):
        run_all()
