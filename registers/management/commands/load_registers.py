from django.core.management.base import BaseCommand

from registers.loading import load_all


class Command(BaseCommand):
    help = "Load the registers that ship with the product (units, fields, rules, calendar, organisations)."

    def handle(self, *args, **options):
        for name, report in load_all().items():
            self.stdout.write(f"{name}: {report}")
