"""Spreading totals over parts as life does, unevenly, and to the last one exactly."""


def exact_shares(rng, total, weights, *, least, most, shape):
    """Whole numbers between `least` and `most`, about as `weights`, whose sum is exactly `total`.

    The greater `shape`, the more even they are. Raises ValueError when no such numbers exist.
    """
    if not least * len(weights) <= total <= most * len(weights):
        raise ValueError(f"{total} cannot be spread over {len(weights)} parts of {least} to {most}.")
    drawn = [weight * rng.gammavariate(shape, 1) for weight in weights]
    scale = total / sum(drawn)
    shares = [min(most, max(least, round(value * scale))) for value in drawn]
    missing = total - sum(shares)
    step = 1 if missing > 0 else -1
    while missing:
        part = rng.randrange(len(shares))
        if least <= shares[part] + step <= most:
            shares[part] += step
            missing -= step
    return shares


def weighted_sample(rng, population, weights, count):
    """`count` different members, the heavier the likelier (Efraimidis and Spirakis, 2006)."""
    keys = [(rng.random() ** (1 / weight), position) for position, weight in enumerate(weights)]
    return [population[position] for _key, position in sorted(keys, reverse=True)[:count]]
