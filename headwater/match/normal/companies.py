"""A company's name apart: all words, those that tell it from others, the letters of its acronym."""

from functools import lru_cache
from typing import NamedTuple

from headwater.match.normal.plain import digits_of, words
from headwater.records.keys import company_key

# Frequent in names of companies and public bodies of many countries: they tell little.
_COMMON = """
of the and for de del de la le les des du di da do y e et und der die das fur van voor het im am
zu zum in at on to a an st saint academy accounting advanced advisors agency alliance allied
american analytics associates association assoc automotive bank biotech board bros brothers build
building business care center centre central chemical chemicals city clinic club college
commercial communications community company computer construction consultancy consultants
consulting corporation council data department design designs development digital direct
distribution division dynamics eastern education electric electronic electronics energy
engineering enterprise enterprises equipment europe european express family finance financial
first food foods foundation general global gmbh group handel healthcare health holding holdings
hospital hotel hotels house industrial industrie industries industry information institute
instruments insurance international investment investments lab laboratories laboratory labs
learning legal local logistics management manufacturing marketing materials media medical metals
ministry national network networks new north northern office partner partners pharma
pharmaceutical pharmaceuticals plastics power practice pro product products properties property
public publishing realty research restaurant retail robotics sales school schools science sciences
security service services shop social society software solution solutions south southern staffing
state store store studio studios supply system systems team tech technical technologies technology
textiles trade trading training transport travel trust united universal university usa us uk
vereniging ventures west western wholesale world worldwide works deutschland france italia espana
nederland netherlands gesellschaft aktiengesellschaft societe societa sociedad anonyme anonima
responsabilite limitee vennootschap naamloze besloten beperkte aansprakelijkheid stichting
universiteit universitat universite universidad instituto institut technische hogeschool
"""
COMMON = frozenset(_COMMON.split())
SHORT_FORMS = {
    "intl": "international", "tech": "technology", "technologies": "technology",
    "mfg": "manufacturing", "mgmt": "management", "svcs": "services", "svc": "service",
    "assn": "association", "assoc": "association", "ctr": "center", "centre": "center",
    "univ": "university", "dept": "department", "natl": "national", "corp": "corporation",
    "bros": "brothers", "labs": "laboratories", "lab": "laboratory", "sys": "systems",
    "eng": "engineering", "grp": "group", "hosp": "hospital", "inst": "institute",
    "intern": "international", "pharm": "pharmaceuticals", "elem": "elementary", "sch": "school",
    "acad": "academy", "st": "saint", "dev": "development", "comm": "community",
}  # fmt: skip


# What tells two branches of one name apart, as numbers do.
_SIDES = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "ii",
        "iii",
        "iv",
        "vi",
    ]
)


class Company(NamedTuple):
    """A company's name in letters and words; '' or () is what nobody said."""

    letters: str = ""
    words: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    head: str = ""
    acronym: str = ""
    branch: tuple[str, ...] = ()
    company_digits: str = ""


NOBODY = Company()


@lru_cache(maxsize=2048)
def company(name: str) -> Company:
    """Apart from legal form, accents, case, punctuation and the usual short forms."""
    key = company_key(name)
    if not key:
        return Company()
    said = words(key)
    if not said:
        return Company()
    spelt = tuple(SHORT_FORMS.get(word, word) for word in said)
    core = tuple(dict.fromkeys(w for w in spelt if w not in COMMON and w not in _SPELT_COMMON))
    return Company(
        letters="".join(spelt),
        words=tuple(sorted(set(spelt))),
        branch=tuple(sorted({word for word in spelt if word in _SIDES or digits_of(word)})),
        core=tuple(sorted(core or set(spelt))),
        head=(core or spelt)[0],
        company_digits=digits_of("".join(spelt)),
        acronym="".join(word[0] for word in said if word not in SMALL) if len(said) > 1 else "",
    )


SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "de",
        "del",
        "la",
        "le",
        "les",
        "des",
        "du",
        "di",
        "da",
        "y",
        "e",
        "et",
        "und",
        "der",
        "die",
        "das",
        "in",
    ]
)
_SPELT_COMMON = frozenset(SHORT_FORMS[word] for word in SHORT_FORMS if word in COMMON)
