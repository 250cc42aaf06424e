"""No sentence without Vietnamese: `python -m tests.translations`, a step of `./test lint`.

Gathers the sentences anew in a copy of the sources and compares with the committed catalogue.
"""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
LEFT_OUT = shutil.ignore_patterns(".*", "var", "tests", "static", "docs", "node_modules", "__pycache__")


def problems() -> list[str]:
    """Sentences for what is missing, doubtful or stale; empty when the catalogue is complete."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sources"
        shutil.copytree(BASE_DIR, copy, ignore=LEFT_OUT)
        command = [sys.executable, "manage.py", "makemessages", "-l", "vi", "--no-obsolete", "--no-location", "-v0"]
        subprocess.run(command, cwd=copy, check=True, env={**os.environ, "DATA_DIR": f"{folder}/data"})
        fresh = copy / CATALOGUE
        return [
            *(f"not translated:\n{entry}" for entry in select(fresh, "--untranslated")),
            *(f"doubtful (fuzzy):\n{entry}" for entry in select(fresh, "--only-fuzzy")),
            *(
                []
                if is_compiled(Path(folder))
                else [f"{CATALOGUE.with_suffix('.mo')} is older than the .po: compile it"]
            ),
        ]


def select(catalogue: Path, which: str) -> list[str]:
    """The entries that `msgattrib` selects, as it prints them."""
    command = ["msgattrib", which, "--no-wrap", "--no-obsolete", catalogue]
    text = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    header = 'msgid ""\nmsgstr'
    return [entry.strip() for entry in text.split("\n\n") if entry.strip() and header not in entry]


def is_compiled(folder: Path) -> bool:
    """The committed .mo says what the committed .po says."""
    compiled, now = BASE_DIR / CATALOGUE.with_suffix(".mo"), folder / "now.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", now, BASE_DIR / CATALOGUE], check=True)
    return compiled.exists() and sentences(compiled) == sentences(now)


def sentences(path: Path) -> dict:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or "Every sentence is translated.")
    sys.exit(bool(found))
