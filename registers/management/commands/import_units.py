from datetime import date

from django.core.management.base import BaseCommand, CommandError

from registers.tables import ImportRefused
from registers.unit_import import import_units

_SHOWN = 10


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on: “{text}” is not a day. Write it as YYYY-MM-DD.") from error


class Command(BaseCommand):
    help = (
        "Import administrative units and their mergers. Running it twice is safe: what is already so is left. "
        "Either everything is imported or, with the row that is refused, nothing. Afterwards load_registers gives "
        "new units of Nghệ An their Party and State bodies."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "places",
            nargs="+",
            metavar="FILE",
            help=(
                "CSV file of units (code,name,kind,level,parent_code), as FILE or FILE=YYYY-MM-DD for the day from "
                "which it is true; CSV file of mergers; or a folder with manifest.csv (valid_from,units,mergers)"
            ),
        )
        parser.add_argument("--on", type=_day, help="the day from which the one file of units is true, YYYY-MM-DD")
        parser.add_argument(
            "--allow-vanishing", action="store_true", help="let many units end without a successor (the districts)"
        )

    def handle(self, *args, places, on, allow_vanishing, verbosity, **options):
        try:
            reports = import_units(places, on=on, allow_vanishing=allow_vanishing)
        except ImportRefused as refusal:
            raise CommandError(f"Nothing was imported. {refusal}") from refusal
        for report in reports:
            self.stdout.write(str(report))
            self._list("new", report.created, verbosity)
            self._list("ended", report.ended, verbosity)
            self._list("ended without successor", report.vanished, verbosity)

    def _list(self, heading, units, verbosity):
        if verbosity == 0 or not units:
            return
        shown = units if verbosity > 1 else units[:_SHOWN]
        rest = "" if len(shown) == len(units) else f"; and {len(units) - len(shown)} more (-v 2 lists all)"
        names = "; ".join(f"{unit.code} {unit.name}" for unit in shown)
        self.stdout.write(f"  {heading}: {names}{rest}")
