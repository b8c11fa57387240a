"""The checkout around this package, which only those who work on Headwater have."""

from pathlib import Path

from headwater.cli.refusal import Refusal

CHECKOUT = Path(__file__).parent.parent.parent


def checkout() -> Path:
    """Its folder; refuses where Headwater was installed as a package."""
    if not (CHECKOUT / "pyproject.toml").exists() or not (CHECKOUT / "tests").is_dir():
        raise Refusal("this needs a checkout of Headwater's repository.")
    return CHECKOUT
