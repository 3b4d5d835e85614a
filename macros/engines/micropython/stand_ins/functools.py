"""``cache`` for functions whose arguments are plain values."""


def cache(function):
    """The function with its results cached."""
    known = {}

    def remembered(*given):
        if given not in known:
            known[given] = function(*given)
        return known[given]

    return remembered
