"""What `./run` does before the server starts: migrate, load data into an empty database and what a newer release ships
into the registers, build static files.

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
    if load_data():
        note_registers()
    else:
        bring_registers()
    collect_static()
    if accounts_file:
        accounts_file.write_text("\n".join(demo_accounts()), encoding="utf-8")


def load_data():
    """The demonstration into a database without people, or the registers alone with DEMO=0. Whether it loaded any."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    if user.objects.exists():
        return False
    if settings.DEMO:
        say("Loading the demonstration data; this happens once and takes up to a minute …")
        call_command("load_demo", verbosity=0)
        return True
    is_empty = not apps.get_model("registers", "AdministrativeUnit").objects.exists()
    if is_empty:
        say("Loading the registers …")
        call_command("load_registers", verbosity=0)
    if sys.stdin is not None and sys.stdin.isatty():
        say("Nobody can sign in yet. The first administrator:")
        call_command("create_administrator")
    else:
        say("Nobody can sign in yet. Make the first administrator:  .venv/bin/python manage.py create_administrator")
    return is_empty


def bring_registers():
    """What a newer release ships in the registers, into a database that has them; edited rows stay as they are."""
    stamp = registers_stamp()
    if stamp.exists() and stamp.read_text() == registers_print():
        return
    say("Bringing what ships in the registers …")
    try:
        call_command("load_registers", verbosity=0)
    except CommandError as error:
        # The portal goes on with the registers it has.
        say(str(error))
    else:
        note_registers()


def note_registers():
    registers_stamp().write_text(registers_print())


def registers_stamp() -> Path:
    return settings.DATA_DIR / "registers.stamp"


def registers_print() -> str:
    """Changes when anything that ships in the registers does."""
    folder = settings.BASE_DIR / "registers" / "data"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


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
