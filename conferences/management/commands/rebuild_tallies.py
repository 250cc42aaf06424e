from django.core.management.base import BaseCommand

from conferences import tallies


class Command(BaseCommand):
    help = "Compare the tallies with the opinions; --write counts them anew. Exits with 1 when they differed."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="replace the tallies by what the opinions give")

    def handle(self, *args, write, **options):
        found = tallies.differences()
        for grain, key, kept, counted in found:
            self.stdout.write(f"{grain} {key}: kept {kept}, counted {counted}")
        if write:
            tallies.rebuild()
        self.stdout.write("The tallies equal the opinions." if not found else f"{len(found)} rows differed.")
        if found and not write:
            raise SystemExit(1)
