"""What a paper is made of, apart from how it is set: PDF and Word are made from the same blocks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One paragraph or table. `kind` is part, section, item, text, gloss or table.

    `part` is a heading of the first order ("I. THÀNH PHẦN"), `section` of the second, `item` of the third; `gloss` the
    English under a Vietnamese text. A table has headings, rows of text, and widths in millimetres.
    """

    kind: str
    text: str = ""
    headings: tuple = ()
    rows: tuple = ()
    widths: tuple = ()


@dataclass(frozen=True)
class Annex:
    """An annex in landscape, with page numbers of its own."""

    title: str
    subject: str
    blocks: tuple


@dataclass(frozen=True)
class Signature:
    """A column at the end: "CHỦ TRÌ HỘI NGHỊ", how to sign, and whose name stands below."""

    title: str
    hint: str
    name: str


def part(text):
    return Block("part", text)


def section(text):
    return Block("section", text)


def item(text):
    return Block("item", text)


def text(words):
    return Block("text", words)


def gloss(words):
    return Block("gloss", words)


def table(headings, rows, widths):
    return Block("table", headings=tuple(headings), rows=tuple(map(tuple, rows)), widths=tuple(widths))
