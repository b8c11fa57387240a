"""Who a session's user is, as `login` and `getUserInfo` tell; some clients need all."""

from xml.sax.saxutils import escape

from headwater.api import addresses, tokens
from headwater.api.written import SIGNS
from headwater.catalog import ids
from headwater.catalog.told import PROFILE_OF
from headwater.people.models import Organization, User

LARGEST_FILE = 5_242_880  # bytes of an attachment, as in Salesforce


def about(user: User) -> str:
    """A GetUserInfoResult, in the order of the WSDL."""
    organization = Organization.current()
    told = _of_organization(organization) | _of_user(user, organization)
    return "".join(
        f"<{name}>{escape(text)}</{name}>" if text else f'<{name} xsi:nil="true"/>'
        for name, text in told.items()
    )


def _of_organization(organization: Organization) -> dict[str, str]:
    currency = organization.currency
    return {
        "accessibilityMode": "false",
        "chatterExternal": "false",
        "currencySymbol": SIGNS.get(currency, currency),
        "orgAttachmentFileSizeLimit": str(LARGEST_FILE),
        "orgDefaultCurrencyIsoCode": currency,
        "orgDefaultCurrencyLocale": organization.locale.replace("-", "_"),
        "orgDisallowHtmlAttachments": "false",
        "orgHasPersonAccounts": str(organization.has_person_accounts).lower(),
        "organizationId": tokens.ORGANIZATION,
        "organizationMultiCurrency": "false",
        "organizationName": organization.name,
    }


def _of_user(user: User, organization: Organization) -> dict[str, str]:
    locale = organization.locale.replace("-", "_")
    return {
        "profileId": ids.encode("00e", PROFILE_OF.get(user.role, PROFILE_OF["read_only"])),
        "roleId": ids.encode("00E", user.team_id) if user.team_id else "",
        "sessionSecondsValid": str(tokens.lifetime()),
        "userDefaultCurrencyIsoCode": organization.currency,
        "userEmail": user.email,
        "userFullName": user.name,
        "userId": addresses.user_id(user),
        "userLanguage": locale,
        "userLocale": locale,
        "userName": user.email,
        "userTimeZone": user.time_zone,
        "userType": "Standard",
        "userUiSkin": "Theme3",
    }
