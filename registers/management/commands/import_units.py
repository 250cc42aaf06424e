from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registers.loading import DATA, load_units
from registers.snapshots import RowRefused


class Command(BaseCommand):
    help = "Import administrative units and their successions from a folder with manifest.csv; running twice is safe."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=str(DATA / "units"), help="folder with manifest.csv")

    def handle(self, *args, folder, **options):
        try:
            reports = load_units(Path(folder))
        except RowRefused as refusal:
            raise CommandError(f"Nothing was imported. {refusal}") from refusal
        except (OSError, KeyError, ValueError) as error:
            raise CommandError(f"Nothing was imported. The folder {folder} cannot be read: {error}") from error
        for name, report in reports.items():
            self.stdout.write(f"{name}: {report}")
