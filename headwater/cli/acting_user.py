"""In whose name a command acts: `--by EMAIL`, else the first admin."""

from typing import TYPE_CHECKING

from headwater.cli.refusal import Refusal

if TYPE_CHECKING:
    from headwater.people.user import User


def acting_user(email: str) -> "User | None":
    """Who has this address; for '' the first admin, or None where there is none yet."""
    from headwater.people.user import Role, User

    people = User.objects.filter(is_active=True)
    chosen = people.filter(email__iexact=email) if email else people.filter(role=Role.ADMIN)
    user: User | None = chosen.order_by("pk").first()
    if user is None and email:
        raise Refusal(f"nobody has the address {email}.")
    return user
