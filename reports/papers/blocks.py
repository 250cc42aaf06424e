"""What a paper is made of, apart from how it is set: PDF and Word are made from the same blocks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One paragraph or table. `kind` is part, section, item, text, line, gloss or table.

    `part` is a heading of the first order ("I. THÀNH PHẦN"), `section` of the second, `item` of the third; `gloss` the
    English under a Vietnamese text; a `line` stands by itself and is not justified, such as a checksum. A table has
    headings, rows of text, widths in millimetres, and how its columns are aligned where that is not as in all others
    (numbered, then text): "left" or "right".
    """

    kind: str
    text: str = ""
    headings: tuple = ()
    rows: tuple = ()
    widths: tuple = ()
    aligned: tuple = ()

    @property
    def aligned_rows(self):
        """Rows of (cell, alignment), which is empty for that of all tables."""
        aligned = self.aligned or ("",) * len(self.widths)
        return [list(zip(row, aligned, strict=True)) for row in self.rows]


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


def line(words):
    return Block("line", words)


def gloss(words):
    return Block("gloss", words)


def table(headings, rows, widths, aligned=()):
    return Block(
        "table", headings=tuple(headings), rows=tuple(map(tuple, rows)), widths=tuple(widths), aligned=tuple(aligned)
    )
