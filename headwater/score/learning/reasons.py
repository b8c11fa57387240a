"""How much a reason says, in words."""

LEAST = 0.1  # log-odds: what adds less is no reason
MOST = 4  # reasons of one lead
STRONG, CLEAR = 0.9, 0.4


def strength(weight: float) -> str:
    """Of log-odds: for it or against it, strongly or a little."""
    side = "for it" if weight > 0 else "against it"
    size = abs(weight)
    return f"strongly {side}" if size >= STRONG else side if size >= CLEAR else f"a little {side}"
