"""A statistical form as on paper: numbered columns with two-line headers, equations between them, lines of figures.

Every form of this room is made of these; nothing here knows what is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from registers.periods import Period


@dataclass(frozen=True)
class Column:
    """One column: its number on the form, its heading, the heading it shares, and the one definition of its figure."""

    number: int
    label: object
    group: object
    count: Callable


@dataclass(frozen=True)
class Equation:
    """A total and the columns that must add up to it, as the form prints it: “6=8+9+10”."""

    total: int
    parts: tuple[int, ...]

    @classmethod
    def read(cls, text):
        total, parts = text.split("=")
        return cls(int(total), tuple(int(part) for part in parts.split("+")))

    @property
    def right(self):
        return "+".join(map(str, self.parts))

    def __str__(self):
        return f"{self.total}={self.right}"

    def difference(self, figures):
        return figures[self.total] - sum(figures[part] for part in self.parts)


@dataclass(frozen=True)
class Layout:
    """What stays the same of a form: its code, its title, its columns and equations."""

    code: str
    key: str
    title: object
    columns: tuple[Column, ...]
    equations: tuple[Equation, ...]

    def heads(self):
        """The upper line of the header: (heading, number of columns under it)."""
        found = []
        for column in self.columns:
            if found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found

    def formulas(self):
        """What stands under the number of each column: the parts of each of its equations."""
        return [[e.right for e in self.equations if e.total == column.number] for column in self.columns]

    def breakable_formulas(self):
        """The same for narrow columns: a sum may go on in the next line after each plus."""
        return [[part.replace("+", "+\u200b") for part in parts] for parts in self.formulas()]

    def figures(self, facts, period):
        """Every column of these facts: {number: figure}."""
        return {column.number: column.count(facts, period) for column in self.columns}

    def added(self, several):
        """The sum of several figures, column by column."""
        several = list(several)
        return {column.number: sum(one[column.number] for one in several) for column in self.columns}


@dataclass(frozen=True)
class Line:
    """A line of the form. `told` replaces the figure of a column by words, which no sum counts."""

    label: object
    figures: dict
    number: str = ""
    part: str = "body"
    told: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """An equation that a line does not keep, with the sizes of both sides."""

    label: object
    equation: Equation
    left: int
    right: int

    @property
    def size(self):
        return self.left - self.right


@dataclass(frozen=True)
class Form:
    """A form filled in for a period, as one reader may see it."""

    layout: Layout
    period: Period
    lines: list[Line]
    notes: list = field(default_factory=list)

    @property
    def total(self):
        return next(line for line in self.lines if line.part == "total")

    def differences(self):
        """Every equation that some line does not keep; nothing is adjusted."""
        found = []
        for line in self.lines:
            for equation in self.layout.equations:
                if gap := equation.difference(line.figures):
                    left = line.figures[equation.total]
                    found.append(Difference(line.label, equation, left, left - gap))
        return found

    def rows(self):
        """Lines as they are printed: (line, cells)."""
        numbers = [column.number for column in self.layout.columns]
        return [(line, [line.told.get(number, line.figures[number]) for number in numbers]) for line in self.lines]


_ROMAN = ("I", "II", "III", "IV", "V")


def lines_in_groups(layout, groups, after, total_label):
    """Lines under Roman groups with their sums, lines `after` the groups, and the total of it all.

    `groups` are (heading, lines).
    """
    lines = []
    for roman, (heading, members) in zip(_ROMAN, groups, strict=False):
        lines.append(Line(heading, layout.added(line.figures for line in members), roman, "group"))
        lines += [Line(m.label, m.figures, str(n), "body", m.told) for n, m in enumerate(members, start=1)]
    lines += after
    counted = [line.figures for line in lines if line.part != "group"]
    return [*lines, Line(total_label, layout.added(counted), "", "total")]
