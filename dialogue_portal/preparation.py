"""What `./run` does before the server starts: migrate, load data into an empty database, build static files.

Run as `python -m dialogue_portal.preparation [FILE]`; leaves the demonstration accounts, one a line, in FILE. One
process for all of it, since loading Django three times would cost half of a second start.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command


def prepare(accounts_file: Path | None = None):
    """Safe to repeat: does only what is not yet done."""
    from .checks import refuse_demo_in_production
    from .health import is_migrated

    refuse_demo_in_production()
    if not is_migrated():
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    load_data()
    collect_static()
    if accounts_file:
        accounts_file.write_text("\n".join(demo_accounts()), encoding="utf-8")


def load_data():
    """The demonstration into a database without people, or the registers alone with DEMO=0."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    if user.objects.exists():
        return
    if settings.DEMO:
        say("Loading the demonstration data; this happens once and takes up to a minute …")
        call_command("load_demo", verbosity=0)
        return
    if not apps.get_model("registers", "AdministrativeUnit").objects.exists():
        say("Loading the registers …")
        call_command("load_registers", verbosity=0)
    if sys.stdin is not None and sys.stdin.isatty():
        say("Nobody can sign in yet. The first administrator:")
        call_command("create_administrator")
    else:
        say("Nobody can sign in yet. Make the first administrator:  .venv/bin/python manage.py create_administrator")


def collect_static():
    """Collect and compress, unless the sources are the ones collected last."""
    stamp = settings.DATA_DIR / "static.stamp"
    found = f"{settings.STATIC_ROOT} {static_print()}"
    if stamp.exists() and stamp.read_text() == found and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("Building the static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found)


def static_print() -> str:
    """Changes when any static source changes its name, size or time."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            facts = os.stat(storage.path(name))
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def demo_accounts() -> list[str]:
    """ "tinh.lanhdao   Nguyễn Văn An: Lãnh đạo Ban", in order of name; empty once the demonstration is gone."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    people = user.objects.filter(is_demo=True, is_active=True).order_by("username").prefetch_related("memberships")
    return [f"{person.username:<18} {person.full_name}{_roles(person)}" for person in people]


def _roles(person) -> str:
    labels = [str(membership.get_role_display()) for membership in person.memberships.all()]
    return ": " + ", ".join(labels) if labels else ""


def say(sentence):
    print(sentence, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")
    try:
        django.setup()
        prepare(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
