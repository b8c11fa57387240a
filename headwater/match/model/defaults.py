"""The weights that ship: what is usual in bases of people and companies.

Chosen by hand near what several public and generated sets of records show together (docs/matching).
A base of some size learns its own from here.
"""

from headwater.match.model.weights import Chance, Weights

# level m u
_PERSON = {
    "name": """
        swapped 0.02 1e-6            other_generation 0.002 1e-5    other_middle 0.002 2e-6
        same 0.5 4e-5                nickname 0.05 3e-5             first_begins 0.04 1.5e-5
        first_typo 0.05 2e-5         last_typo 0.09 2e-5            last_part 0.01 2e-6
        both_typo 0.03 5e-6          first_missing 0.03 3e-4        first_missing_typo 0.01 3e-4
        last_missing 0.02 4e-4       last_missing_typo 0.01 4e-4    first_loose 0.008 3e-5
        last_loose 0.008 3e-5        other_last 0.025 4e-3          loose 0.02 5e-5
        one_loose 0.01 1e-3 one_other 0.01 0.12
        other_first 0.012 2.5e-3 other_first_typo 0.008 1.5e-3
        other 0.03 0.85""",
    "email": """
        role 0.02 1e-6               clash 0.4 1e-8                 same 0.62 1e-8
        clash_slip 0.05 1e-6         slip 0.08 1e-6                 unusual_local 0.02 4e-7
        local 0.03 4e-6              letters 0.02 2e-5              near 0.03 5e-6
        digits 0.02 1e-5
        spelt 0.03 1.2e-5            domain 0.02 8e-4               other 0.1 0.998""",
    "phone": """
        clash 0.5 3e-5               same 0.6 1e-5                  tail 0.03 2e-5
        written 0.03 1e-6            clash_slip 0.01 5e-5           slip 0.03 5e-5
        other 0.27 0.999""",
    "company": """
        colleague 0.5 8e-4           both 0.15 3e-4                 same 0.4 4e-4
        domain 0.08 3e-4             alike 0.14 5e-4                loose 0.05 1e-3
        other 0.17 0.995""",
    "street": """
        household 0.6 4e-5           same 0.45 2e-5                 near 0.2 1.5e-5
        part 0.1 2.5e-5              same_street 0.06 1e-4          near_street 0.04 1e-4
        word 0.04 7e-3               number 0.03 0.013              other 0.065 0.98""",
    "place": """
        same 0.3 1.5e-4              same_and_near 0.12 4e-5        postal_only 0.02 5e-4
        city_only 0.3 0.02           both_near 0.02 2e-5            other_city 0.03 5e-4
        other_postal 0.03 4e-3       near 0.1 0.017                 state 0.04 0.1
        other 0.06 0.85""",
    "birthdate": """
        same 0.75 5e-5               turned 0.01 5e-6               slip 0.08 1.2e-3
        two_parts 0.02 3e-3          near 0.04 0.012                other 0.06 0.983""",
    "title": "same 0.75 0.05  other 0.25 0.95",
}
_COMPANY = {
    "name": """
        same 0.45 1e-4               same_words 0.02 1e-5           branch 0.01 1e-3
        same_core 0.08 6e-4
        slip 0.12 2e-4               contained 0.13 1e-3            acronym 0.01 3e-5
        begins 0.01 5e-5             head 0.03 4e-3                 shared 0.05 0.012
        loose 0.02 1e-3              other 0.08 0.975""",
    "domain": "same 0.85 2e-5  slip 0.05 1e-4  other 0.1 0.999",
    "email": """
        role 0.1 1e-5                clash 0.03 1e-5                same 0.3 1e-5
        clash_slip 0.03 4e-6        slip 0.04 4e-6                 unusual_local 0.01 1e-4
        local 0.01 1e-4              letters 0.01 1e-4              near 0.02 1e-5
        digits 0.01 1e-4
        spelt 0.01 1e-5              domain 0.25 5e-5               other 0.215 0.999""",
    "phone": """
        clash 0.6 6e-5               same 0.65 4e-5                 tail 0.03 2e-5
        written 0.03 2e-6            clash_slip 0.04 5e-5
        slip 0.04 5e-5               other 0.22 0.999""",
    "street": """
        household 0.6 5e-5           same 0.62 4e-5                 near 0.1 1e-5
        part 0.04 1e-5               same_street 0.03 1.5e-3        near_street 0.03 6e-4
        word 0.03 5e-3               number 0.03 5e-3               other 0.08 0.985""",
    "place": """
        same 0.4 3e-4                same_and_near 0.12 5e-5        postal_only 0.15 5e-3
        city_only 0.15 0.02          both_near 0.02 3e-5            other_city 0.03 1.5e-3
        other_postal 0.04 4e-3       near 0.03 0.05                 state 0.03 0.08
        other 0.03 0.84""",
}


def _chances(tables: dict[str, str]) -> dict[str, dict[str, Chance]]:
    found: dict[str, dict[str, Chance]] = {}
    for field, table in tables.items():
        words = iter(table.split())
        found[field] = {name: (float(next(words)), float(next(words))) for name in words}
    return found


DEFAULT = Weights(
    chances={"person": _chances(_PERSON), "company": _chances(_COMPANY)},
    prior={"person": -14.0, "company": -12.0},
)
