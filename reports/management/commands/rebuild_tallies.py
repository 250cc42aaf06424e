from django.core.management.base import BaseCommand

from conferences import tallies as opinions
from petitions import tallies as petitions


class Command(BaseCommand):
    help = "Compare the tallies with opinions and petitions; --write counts anew. Exits with 1 when they differed."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="replace the tallies by what the records give")

    def handle(self, *args, write, **options):
        differed = False
        for name, tallies in (("opinions", opinions), ("petitions", petitions)):
            found = tallies.differences()
            for grain, key, kept, counted in found:
                self.stdout.write(f"{grain} {key}: kept {kept}, counted {counted}")
            if write:
                tallies.rebuild()
            equal = f"The tallies equal the {name}."
            self.stdout.write(equal if not found else f"{len(found)} rows of the {name} differed.")
            differed = differed or bool(found)
        if differed and not write:
            raise SystemExit(1)
