"""Which column is which field? By API name, by label, then by what other systems call it."""

from collections.abc import Iterable

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
    """Column → API name, '' for what nothing takes; a field is given to one column only."""
    known = targets(object_name)
    fields = objects.get(object_name).fields
    names = _names(known, fields)
    mapping = dict.fromkeys(columns, "")
    taken: set[str] = set()
    for strength in range(3):
        for column in mapping:
            target = names[strength].get(plain(column), "")
            if target and not mapping[column] and target not in taken:
                mapping[column] = target
                taken.add(target)
    return mapping


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
