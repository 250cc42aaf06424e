"""A small grammar for demonstration texts: `{a|b}` chooses, `{name}` is filled in, both may nest.

Nothing here knows what the texts say. A phrase is parsed once and rendered many times.
"""

import re
from dataclasses import dataclass
from functools import cached_property


class PhraseError(ValueError):
    """A phrase whose braces do not match; the message quotes it."""


@dataclass(frozen=True)
class Slot:
    name: str


@dataclass(frozen=True)
class Choice:
    options: tuple


@dataclass(frozen=True)
class Phrase:
    """A parsed phrase: strings, slots and choices in their order."""

    source: str
    parts: tuple

    def render(self, rng, fill):
        """The phrase in words. `fill(name)` gives the value of a slot and is asked anew for every occurrence."""
        if self.is_plain:
            return self.source
        words = []
        _say(self.parts, rng, fill, words.append)
        return "".join(words)

    @cached_property
    def is_plain(self):
        return "{" not in self.source

    def mentions(self, name):
        return f"{{{name}}}" in self.source


def parse(source):
    """Parse one phrase; raises PhraseError when braces do not match."""
    parts, end = _parts(source, 0, stop="")
    if end != len(source):
        raise PhraseError(f"A closing brace too many: {source}")
    return Phrase(source, parts)


def alternatives(source):
    """The phrases between the bars of a line, bars within braces left alone."""
    depth, start, found = 0, 0, []
    for index, letter in enumerate(source):
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
        elif letter == "|" and depth == 0:
            found.append(source[start:index])
            start = index + 1
    found.append(source[start:])
    return tuple(parse(part.strip()) for part in found)


def read_lists(path):
    """{name: phrases} of a file of lists: `@ name`, then alternatives between bars, on as many lines as they need.

    The list "shapes" has one entry per line and is given as lines. Lines before the first name are comment.
    """
    lists = {}
    for block in re.split(r"(?m)^@ ", path.read_text(encoding="utf-8"))[1:]:
        name, *lines = [line.strip() for line in block.splitlines() if line.strip()]
        lists[name] = lines if name == "shapes" else alternatives(" ".join(lines))
    return lists


def pick(rng, options):
    """One of the options; `random.choice` at a third of its cost, which tells in a million draws."""
    return options[int(rng.random() * len(options))]


def _say(parts, rng, fill, say):
    for part in parts:
        kind = type(part)
        if kind is str:
            say(part)
        elif kind is Slot:
            say(fill(part.name))
        else:
            _say(pick(rng, part.options), rng, fill, say)


def _parts(source, index, stop):
    """Parts from `index` to the first letter of `stop` outside braces, and where that is."""
    parts, text = [], []
    while index < len(source) and source[index] not in (stop or "}"):
        if source[index] == "{":
            if text:
                parts.append("".join(text))
                text = []
            part, index = _braces(source, index + 1)
            parts.append(part)
        else:
            text.append(source[index])
            index += 1
    if text:
        parts.append("".join(text))
    return tuple(parts), index


def _braces(source, index):
    """The slot or choice after an opening brace, and the place after its closing one."""
    options = []
    while True:
        parts, index = _parts(source, index, stop="|}")
        if index == len(source):
            raise PhraseError(f"An opening brace too many: {source}")
        options.append(parts)
        index += 1
        if source[index - 1] == "}":
            break
    if len(options) > 1:
        return Choice(tuple(options)), index
    return Slot("".join(options[0])), index
