from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.demo.load import DemoRefused, load_demo


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--as-of takes a date such as 2026-11-23, not “{text}”.") from error


class Command(BaseCommand):
    help = "Load the demonstration: registers, accounts, the record of 2018-2023, the work of these weeks."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=day, help="the day the samples are dated around (default: today)")

    def handle(self, *args, as_of, verbosity, **options):
        say = self.stdout.write if verbosity else lambda line: None
        try:
            load_demo(as_of or timezone.localdate(), say=say)
        except DemoRefused as refusal:
            raise CommandError(f"Nothing was loaded. {refusal}") from refusal
