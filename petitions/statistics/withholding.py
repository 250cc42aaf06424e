"""Which figures about denunciations of a body below the province are told to readers who are not its officers.

Such a body's line is without denunciations in every column, so that no subtraction within it or from a sum gives them
away. The denunciations of all such bodies together make one line of their own; beside it the count of a body is told
when it is 3 or more and nothing under 3 follows from it. Decision 0027 goes through the ways of subtracting.
"""

from dataclasses import dataclass, field

#: The product's own measure, of no law: it is no rule parameter, so that nobody lowers it and tells of somebody.
LEAST = 3
#: What stands for a count that is not told: under 3, or withheld so that nothing under 3 follows from it.
UNTOLD = f"<{LEAST}"


@dataclass(frozen=True)
class Counts:
    """Denunciations of one body in a period: eligible, of these within its competence, and eligible by month."""

    eligible: int
    own: int = 0
    months: tuple[int, ...] = ()


@dataclass
class Telling:
    """What is told: bodies whose count is, those of whom also the own part, and whether the line of all together is."""

    bodies: set = field(default_factory=set)
    own: set = field(default_factory=set)
    together: bool = False


def rest_is_safe(rest, untold):
    """Whether the sum of counts that are each untold leaves every one of them anything from 0 to 2.

    A sum of 0 says that there is nothing, which names nobody.
    """
    return rest == 0 or LEAST <= rest <= (LEAST - 1) * (untold - 1)


def together_is_told(total, communes):
    """Whether a sum over communes none of which is told stands alone: of three communes and three cases at least."""
    return total >= LEAST and communes >= LEAST and rest_is_safe(total, communes)


def is_told(counts):
    """A count by itself: 3 or more; over a year, the months that are told must leave no small rest."""
    if counts.eligible < LEAST:
        return False
    untold = [number for number in counts.months if number < LEAST]
    return not counts.months or rest_is_safe(sum(untold), len(untold))


def telling(bodies, *, may_tell, may_sum):
    """What is told of bodies ({key: Counts}), all that the reader might ask for, whichever they ask for now.

    `may_tell` is false for periods whose counts could be compared with those of overlapping ones, `may_sum` for those
    that tell no line of all together, and for bodies of less than three communes. That line needs a safe rest beside
    the told bodies: the smallest of these are withheld until it is.
    """
    ascending = sorted(
        (key for key, counts in bodies.items() if may_tell and is_told(counts)),
        key=lambda key: (bodies[key].eligible, str(key)),
    )
    if sum(counts.eligible for counts in bodies.values()) < LEAST:
        return Telling()
    if not may_sum:
        return Telling(set(ascending), _own_parts(bodies, ascending), False)
    for withheld in range(len(ascending) + 1):
        told = set(ascending[withheld:])
        if _rest_is_safe(bodies, told, "eligible"):
            own = _own_parts(bodies, told)
            return Telling(told, own if _rest_is_safe(bodies, own, "own") else set(), True)
    # A sum over several periods could still give the line of all together away, so nobody is told beside it.
    return Telling()


def _rest_is_safe(bodies, told, name):
    untold = [getattr(counts, name) for key, counts in bodies.items() if key not in told]
    return rest_is_safe(sum(untold), len(untold))


def _own_parts(bodies, told):
    """Of these bodies, those whose parts within and outside the competence are nothing or 3 and more, in a month.

    The own parts of a year would leave small rests beside those of its months.
    """

    def fine(number):
        return number == 0 or number >= LEAST

    return {
        key
        for key in told
        if not bodies[key].months and fine(bodies[key].own) and fine(bodies[key].eligible - bodies[key].own)
    }
