"""Sites rejected as sources of law: they publish numbers that no law contains."""

from __future__ import annotations

HOSTS = ("iepsays.com", "specialedstartguide.com")


def refuse(url: str) -> None:
    """Raise ``ValueError`` if the address is of a site that is no source."""
    if any(host in url for host in HOSTS):
        raise ValueError(f"{url} is no source: it was caught with numbers that no law has")
