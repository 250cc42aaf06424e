from django.core.management.base import BaseCommand, CommandError

from registers.loading import load_all
from registers.tables import ImportRefused


class Command(BaseCommand):
    help = (
        "Load the registers that ship with the product: units and successions, organisations, fields, rule parameters, "
        "listed reasons, calendar days. Running it twice is safe; what was edited since stays as it is."
    )

    def handle(self, *args, verbosity, **options):
        try:
            reports = load_all()
        except ImportRefused as refusal:
            raise CommandError(f"Nothing was loaded. {refusal}") from refusal
        if verbosity:
            for name, report in reports.items():
                self.stdout.write(f"{name}: {report}")
