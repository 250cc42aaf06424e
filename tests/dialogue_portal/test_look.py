"""What the stylesheets, icons and vendored files promise: contrast, sizes, no outside address, no lost icon."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TOKENS = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6});", (STATIC / "css" / "tokens.css").read_text()))
STYLES = sorted((STATIC / "css").glob("*.css"))

GROUNDS = ["ground", "surface", "raised", "sunken", "picked"]
WORDS_ON_GROUNDS = [(ink, ground) for ink in ("ink", "ink-2", "brand", "brand-deep", "late") for ground in GROUNDS]
WORDS = [
    *WORDS_ON_GROUNDS,
    *[("ink-3", ground) for ground in GROUNDS],
    ("brand", "brand-wash"),
    ("brand-deep", "brand-wash"),
    ("late", "late-wash"),
    ("soon", "soon-wash"),
    ("ok", "ok-wash"),
    ("calm", "calm-wash"),
    ("none", "none-wash"),
    ("nav-ink", "nav"),
    ("nav-ink", "nav-raised"),
    ("nav-ink-2", "nav"),
    ("surface", "nav-count"),
    ("surface", "nav-urgent"),
    ("surface", "brand"),
    ("surface", "brand-deep"),
    *[("surface", f"step-{step}") for step in range(1, 8)],
]
MARKS = [("focus", ground) for ground in GROUNDS] + [("line-strong", "surface"), ("line-strong", "raised")]


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_are_readable_on_their_ground(ink, ground):
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_focus_and_borders_of_fields_are_visible(mark, ground):
    assert contrast(TOKENS[mark], TOKENS[ground]) >= 3


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_stay_readable_and_ask_nobody_outside(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert re.findall(r"url\([\"']?(?:https?:)?//", text) == []
    assert "@import" not in text


def used_icons():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        yield from ((name, path.name) for name in re.findall(r"{% icon \"([a-z-]+)\"", text))
        yield from ((name, path.name) for name in re.findall(r"[ ]icon=\"([a-z-]+)\"", text))
    for path in Path(settings.BASE_DIR).glob("*/apps.py"):
        yield from ((name, str(path)) for name in re.findall(r"icon=\"([a-z-]+)\"", path.read_text()))


def test_every_icon_in_use_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    assert sorted((name, where) for name, where in used_icons() if name not in drawn) == []


def test_every_typeface_file_named_by_the_tokens_is_there():
    named = re.findall(r"url\(\"\.\./fonts/([^\"]+)\"\)", (STATIC / "css" / "tokens.css").read_text())
    assert [name for name in named if not (STATIC / "fonts" / name).exists()] == []
    assert len(named) == 6


def test_vendored_files_are_those_that_were_noted():
    noted = re.findall(r"^([0-9a-f]{64})  (\S+)$", (STATIC / "vendor" / "VENDOR.txt").read_text(), re.M)
    found = {str(path.relative_to(STATIC)) for path in STATIC.glob("vendor/*.min.*")}
    found |= {str(path.relative_to(STATIC)) for path in STATIC.glob("fonts/*.woff2")}
    assert {name for _, name in noted} == found
    for digest, name in noted:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, name


def test_no_vendored_file_names_a_source_map():
    assert [path.name for path in STATIC.glob("vendor/*.min.*") if "sourceMappingURL" in path.read_text()] == []


INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=[\"']|\son[a-z]+=[\"']", re.I)


def test_templates_hold_no_inline_script_or_style():
    # Papers are printed by WeasyPrint and never reach a browser.
    pages = [path for path in TEMPLATES.rglob("*.html") if "papers" not in path.parts]
    found = [(str(path.relative_to(TEMPLATES)), hit) for path in pages for hit in INLINE.findall(path.read_text())]
    assert found == []
