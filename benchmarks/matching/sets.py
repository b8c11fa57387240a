"""Sets of records with known truth as rows by API names, and files of the same shape."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """Records by id, the entity of each, and which object they are."""

    name: str
    object_name: str
    country: str
    rows: dict[str, Row]
    truth: dict[str, str] = field(repr=False)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def of_files(data: Path, truth: Path, object_name: str, country: str) -> Case:
    """A case of two files: `record_id` and API names; `record_id, entity_id`."""
    entities = {row["record_id"]: row["entity_id"] for row in read(truth)}
    rows = {row["record_id"]: row for row in read(data)}
    return Case(data.stem, object_name, country, rows, entities)


def shared(folder: Path) -> Iterator[Case]:
    """Every set that is in the folder."""
    for make in (_febrl, _splink, _crm, _dupehell, _chicago, _patstat, _senzing):
        yield from make(folder)


def _febrl(folder: Path) -> Iterator[Case]:
    files = {"febrl1": ["dataset1"], "febrl2": ["dataset2"], "febrl3": ["dataset3"],
             "febrl4": ["dataset4a", "dataset4b"]}  # fmt: skip
    for name, parts in files.items():
        paths = [folder / "febrl" / f"{part}.csv" for part in parts]
        if all(path.exists() for path in paths):
            rows, truth = {}, {}
            for row in (row for path in paths for row in read(path)):
                rows[row["rec_id"]] = {
                    "FirstName": row["given_name"], "LastName": row["surname"],
                    "Street": f"{row['street_number']} {row['address_1']}\n{row['address_2']}",
                    "City": row["suburb"], "PostalCode": row["postcode"], "State": row["state"],
                    "Birthdate": row["date_of_birth"],
                }  # fmt: skip
                truth[row["rec_id"]] = row["rec_id"].split("-")[1]
            yield Case(name, "lead", "AU", rows, truth)


def _splink(folder: Path) -> Iterator[Case]:
    for name, entity in (("fake_1000", "cluster"), ("fake_20000", "group")):
        path = folder / "splink" / f"{name}.csv"
        if path.exists():
            found = read(path)
            rows = {
                row["unique_id"]: {
                    "FirstName": row["first_name"], "LastName": row["surname"],
                    "Email": row["email"], "City": row["city"], "Birthdate": row["dob"],
                } for row in found
            }  # fmt: skip
            yield Case(name, "lead", "GB", rows, {r["unique_id"]: r[entity] for r in found})


_CRM = {
    "FirstName": "first_name", "LastName": "last_name", "Email": "email", "Phone": "phone",
    "Company": "company", "Title": "title", "City": "city", "Country": "country",
    "Website": "website",
}  # fmt: skip


def _crm(folder: Path) -> Iterator[Case]:
    for name in ("crm_2000_light", "crm_20000_medium"):
        path = folder / "crm_synth" / f"{name}.csv"
        if path.exists():
            found = read(path)
            rows = {row["record_id"]: _named(row, _CRM) for row in found}
            yield Case(name, "lead", "US", rows, {r["record_id"]: r["entity_id"] for r in found})


_HELL = {
    "FirstName": "first_name", "LastName": "last_name", "Email": "email", "Phone": "phone",
    "Title": "job_title", "Company": "company_name", "City": "city", "State": "state_code",
    "Country": "country_code", "Name": "account_name", "Street": "address_line1",
    "PostalCode": "postal_code", "Website": "website",
}  # fmt: skip


def _dupehell(folder: Path) -> Iterator[Case]:
    import duckdb

    for path in sorted((folder / "dupehell_crm_medium").glob("*_ground_truth.parquet")):
        data = str(path).replace("_ground_truth", "")
        wanted = ", ".join(f"coalesce({c}, '') AS {n}" for n, c in _HELL.items())
        query = duckdb.connect().execute(f"SELECT record_id, entity_type, {wanted} FROM '{data}'")
        names = [column[0] for column in query.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in query.fetchall()]
        asked = f"SELECT record_id, master_id FROM '{path}'"
        truth = dict(duckdb.connect().execute(asked).fetchall())
        for kind in ("lead", "contact", "account"):
            rows = {r["record_id"]: r for r in found if r["entity_type"] == kind}
            entities = {key: truth[key] for key in rows if key in truth}
            yield Case(f"dupehell_{kind}", kind, "US", rows, entities)


def _chicago(folder: Path) -> Iterator[Case]:
    path = folder / "chicago_orgs" / "chicago_orgs.csv"
    if path.exists():
        found = read(path)
        columns = {"Name": "Site name", "Street": "Address", "PostalCode": "Zip", "Phone": "Phone"}
        rows = {row["Id"]: _named(row, columns) for row in found}
        yield Case("chicago", "account", "US", rows, {row["Id"]: row["True Id"] for row in found})


def _patstat(folder: Path) -> Iterator[Case]:
    path = folder / "patstat_orgs" / "patstat_reference.csv"
    if path.exists():
        found = read(path)
        rows = {row["person_id"]: {"Name": row["person_name"]} for row in found}
        yield Case(
            "patstat", "account", "NL", rows, {r["person_id"]: r["leuven_id"] for r in found}
        )


def _senzing(folder: Path) -> Iterator[Case]:
    home = folder / "senzing_truthset"
    if not (home / "actual_truthset_key.csv").exists():
        return
    keys = read(home / "actual_truthset_key.csv")
    entities = {(row["DATA_SOURCE"], row["RECORD_ID"]): row["CLUSTER_ID"] for row in keys}
    by_kind: dict[str, tuple[dict[str, Row], dict[str, str]]] = {
        "lead": ({}, {}), "account": ({}, {}),
    }  # fmt: skip
    for source in ("customers", "reference", "watchlist"):
        for row in read(home / f"{source}.csv"):
            kind = "account" if row["RECORD_TYPE"] == "ORGANIZATION" else "lead"
            key = f"{row['DATA_SOURCE']}-{row['RECORD_ID']}"
            rows, truth = by_kind[kind]
            rows[key] = _senzing_row(row, kind)
            truth[key] = entities[row["DATA_SOURCE"], row["RECORD_ID"]]
    for kind, (rows, truth) in by_kind.items():
        yield Case(f"senzing_{kind}", kind, "US", rows, truth)


def _senzing_row(row: Row, kind: str) -> Row:
    def said(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    first = f"{said('PRIMARY_NAME_FIRST')} {said('PRIMARY_NAME_MIDDLE')}".strip()
    return {
        "FirstName": first, "LastName": said("PRIMARY_NAME_LAST"),
        "Name": said("PRIMARY_NAME_ORG", "PRIMARY_NAME_FULL", "NATIVE_NAME_FULL"),
        "Company": said("EMPLOYER"), "Email": said("EMAIL_ADDRESS"),
        "Phone": said("PHONE_NUMBER"), "Birthdate": said("DATE_OF_BIRTH"),
        "Street": said("ADDR_LINE1", "ADDR_FULL"), "City": said("ADDR_CITY"),
        "State": said("ADDR_STATE"), "PostalCode": said("ADDR_POSTAL_CODE"),
        "Country": said("ADDR_COUNTRY"),
    }  # fmt: skip


def _named(row: Row, columns: dict[str, str]) -> Row:
    return {name: row.get(column) or "" for name, column in columns.items()}
