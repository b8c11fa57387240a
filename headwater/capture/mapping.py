"""Which column is which field? As chosen before, by API name, by label, by what other systems call
it, and last by what its values look like.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from headwater.capture import habits, shapes
from headwater.catalog import objects
from headwater.catalog.fields import FieldDef

# Letters and digits only, lower case. English, German, French, Spanish; HubSpot, Excel, Outlook.
SYNONYMS = {
    "FirstName": "givenname forename vorname prénom prenom nombre first",
    "LastName": "surname familyname nachname familienname nom apellido apellidos last",
    "Name": "fullname contactname leadname vollständigername nombrecompleto nomcomplet person",
    "Salutation": "anrede civilité titre prefix",
    "Title": "jobtitle position role funktion berufsbezeichnung poste cargo beruf",
    "Company": "companyname organization organisation firma unternehmen société societe empresa "
               "account accountname companyaccount employer business",
    "Email": "emailaddress mail emails workemail businessemail courriel correo emailadresse",
    "Phone": "phonenumber telephone tel telefon telefonnummer téléphone teléfono businessphone "
             "workphone officephone festnetz",
    "MobilePhone": "mobile mobilephonenumber cell cellphone handy mobiltelefon portable móvil",
    "Fax": "faxnumber telefax",
    "Website": "websiteurl url homepage webseite web siteweb internet companywebsite domain",
    "Street": "address streetaddress address1 straße strasse anschrift adresse rue calle "
              "mailingstreet",
    "City": "town ort stadt ville ciudad mailingcity",
    "State": "stateprovince stateregion province region bundesland état provincia mailingstate",
    "PostalCode": "zip zipcode zippostalcode postcode plz codepostal códigopostal "
                  "mailingpostalcode",
    "Country": "countryregion land pays país pais nation mailingcountry",
    "Description": "notes note comments comment message bemerkung bemerkungen notiz nachricht "
                   "remarque notas body",
    "LeadSource": "source originalsource quelle herkunft origen leadquelle utmsource",
    "Status": "leadstatus lifecyclestage stand",
    "Industry": "branche sector industrie",
    "AnnualRevenue": "revenue turnover umsatz jahresumsatz chiffredaffaires",
    "NumberOfEmployees": "employees employeecount companysize mitarbeiter mitarbeiterzahl",
    "HasOptedOutOfEmail": "emailoptout unsubscribed optout",
    "DoNotCall": "donotcall nocall",
    "CreatedDate": "createdate created createdat createdon erstelltam datecreated creationdate",
    "IsConverted": "converted",
    "ConvertedDate": "convertedon convertedat dateconverted",
    "Id": "salesforceid leadid sfid",
}  # fmt: skip


WHYS = ("same name", "same name", "another word for it")
# Columns about somebody else: their addresses are not the lead's.
NOT_THE_LEAD = (
    "owner", "besitzer", "createdby", "modifiedby", "manager", "user", "betreuer", "verantwortlich",
    "salesrep", "agent", "partner", "referrer",
)  # fmt: skip
FEWEST = 2  # values that must speak for a shape
BY_SHAPE = {
    "email": ("Email",), "phone": ("Phone", "MobilePhone"), "url": ("Website",),
    shapes.COUNTRY: ("Country",),
}  # fmt: skip
WORDS = {
    "email": "e-mail addresses", "phone": "phone numbers", "url": "web addresses",
    shapes.COUNTRY: "countries",
}  # fmt: skip


def targets(object_name: str) -> dict[str, str]:
    """API name → label of everything that a column can be mapped to."""
    kind = objects.get(object_name)
    named = {
        name: field.label
        for name, field in kind.fields.items()
        if field.is_createable and name not in ("OwnerId",)
    }
    if object_name != "Lead":
        return named | {"Id": "Salesforce id"}
    labels = {"Id": "Salesforce id", "Name": "Full Name", "IsConverted": "Converted"}
    labels |= {"CreatedDate": "Created Date", "ConvertedDate": "Converted Date"}
    return named | labels | {"IsDeleted": "Deleted"}


def guess(columns: Iterable[str], object_name: str) -> dict[str, str]:
    """Column → API name by the names alone, '' for what nothing takes."""
    return {column: target for column, (target, _) in by_name(columns, object_name).items()}


def guess_all(
    samples: Mapping[str, Sequence[str]], object_name: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Column → API name, and column → why: as chosen before, by name, by contents.

    `samples` has the texts of each column; a field is given to one column only.
    """
    known = targets(object_name)
    found = {
        column: (target, why)
        for column, (target, why) in habits.recall(samples, object_name).items()
        if target in known or not target
    }
    taken = {target for target, _ in found.values() if target}
    rest = [column for column in samples if column not in found]
    for column, (target, why) in by_name(rest, object_name, taken=taken).items():
        if target:
            found[column] = target, why
            taken.add(target)
    if object_name in ("Lead", "Contact"):
        found |= _by_contents({c: t for c, t in samples.items() if c not in found}, taken, known)
    mapping = {column: found.get(column, ("", ""))[0] for column in samples}
    return mapping, {column: why for column, (_, why) in found.items() if why}


def by_name(
    columns: Iterable[str], object_name: str, *, taken: Collection[str] = ()
) -> dict[str, tuple[str, str]]:
    """Column → (API name, why) where a name tells; the surest claim takes the field."""
    known = targets(object_name)
    names = _names(known, objects.get(object_name).fields)
    found: dict[str, tuple[str, str]] = dict.fromkeys(columns, ("", ""))
    used = set(taken)
    for claims, why in zip(names, WHYS, strict=True):
        for column, (already, _) in found.items():
            target = claims.get(plain(column), "")
            if target and not already and target not in used:
                found[column] = target, why
                used.add(target)
    return found


def _by_contents(
    samples: Mapping[str, Sequence[str]], taken: set[str], known: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """What nobody's name explains: addresses, numbers and places are known by how they look."""
    found: dict[str, tuple[str, str]] = {}
    for column, texts in samples.items():
        name = plain(column)
        if any(word in name for word in NOT_THE_LEAD):
            continue
        shape = shapes.of(texts)
        for target in BY_SHAPE.get(shape.type, ()) if shape.filled >= FEWEST else ():
            if target in known and target not in taken:
                found[column] = target, f"its values are {WORDS[shape.type]}"
                taken.add(target)
                break
    if not taken & {"Name", "LastName", "FirstName"}:
        for column in samples:
            if column not in found and shapes.looks_like_names(samples[column]):
                found[column] = "Name", "its values are names of people"
                break
    return found


def plain(text: str) -> str:
    """Letters and digits alone: 'E-Mail Address' is 'emailaddress'."""
    return "".join(filter(str.isalnum, text.lower()))


def _names(known: dict[str, str], fields: dict[str, FieldDef]) -> list[dict[str, str]]:
    """API names first, then labels, then synonyms: the surest claim takes the field."""
    by_api = {plain(name): name for name in known}
    by_api |= {plain(name.removesuffix("__c")): name for name in known if name.endswith("__c")}
    by_label = {plain(label): name for name, label in known.items()}
    by_word = {
        plain(word): name
        for name, words in SYNONYMS.items()
        if name in known
        for word in words.split()
    }
    return [by_api, by_label, by_word]


def problems(mapping: dict[str, str], object_name: str) -> list[str]:
    """What a person should know before running it, in plain words."""
    chosen = [target for target in mapping.values() if target]
    known = targets(object_name)
    twice = sorted({target for target in chosen if chosen.count(target) > 1})
    found = [f"{known.get(target, target)} is mapped twice." for target in twice]
    found += [f"There is no field “{t}”." for t in chosen if t not in known]
    says_who = {"LastName", "Name", "Email", "Company", "Phone", "MobilePhone", "FirstName"}
    if object_name == "Lead" and not says_who & set(chosen):
        found.append("No column says who somebody is: map a name, an e-mail address or a phone.")
    return found
