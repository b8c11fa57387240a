"""Two lists that Mia brought in: the visitors of a fair, and a partner's file with its faults.

They go the way of every file: looked at, agreed on, brought in row by row.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from headwater.importing import deeds
from headwater.records.models import Campaign, ImportJob
from headwater.sample.company import People
from headwater.sample.time_travel import at

VISITORS = (
    ("Edda", "Weck", "Weck Ceramics", "Fernhill"), ("Ravi", "Iyer", "Iyer Textiles", "Linden"),
    ("Noor", "Haddad", "Cove Bottling", "Cove"), ("Lukas", "Brandt", "Brandt Timber", "Ashby"),
    ("Tessa", "Larsen", "Larsen Seafood", "Cove"), ("Jamal", "Hale", "", "Stillwater"),
    ("Wanda", "Novak", "Novak Printing", "Millbrook"), ("Piotr", "Kowal", "", "Oakridge"),
    ("Alma", "Duarte", "Duarte Orchards", "Fernhill"), ("Emil", "Holm", "Holm Joinery", "Linden"),
    ("Rosa", "Castillo", "Castillo Foods", "Millbrook"), ("Idris", "Mensah", "", "Ashby"),
    ("Vera", "Petrov", "Petrov Plastics", "Oakridge"), ("Hugo", "Quinn", "Quinn Hotel", "Cove"),
)  # fmt: skip
FAIR = "First name,Last name,Email,Phone,Company,City,Source,Created on"
PARTNER = "Vorname;Nachname;E-Mail;Telefon;Firma;Ort;Yearly use;Erstellt am"
# Two whom the fair brought too, with news; two new ones; two rows that say of nobody who it is.
PARTNERS = (
    "Edda;Weck;edda.weck@weck.example.com;+1 303 555 0177;Weck Ceramics AG;Fernhill;1.240,5;{day}",
    "Lukas;Brandt;lukas.brandt@brandt.example.com;;Brandt Timber;Redwood;880;{day}",
    "Hanna;Vogel;hanna.vogel@vogel.example.com;+49 30 5550142;Vogel Kühlhaus GmbH;Berlin;640;{day}",
    "Benno;Fischer;benno@fischer.example.com;+49 89 5550199;Fischer Bäckerei;München;310;{day}",
    ";;;;;Hamburg;500;{day}",
    ";;;;;Köln;viel;{day}",
)
FAULTY = 2


def bring_in(people: People, campaigns: dict[str, Campaign], until: datetime) -> None:
    """The fair's list eight days ago, the partner's two days ago."""
    fair = campaigns["Mountain Energy Fair"]
    met = until - timedelta(days=10)
    _bring_in("mountain-energy-fair.csv", [FAIR, *_visitors(met)], until - timedelta(days=8),
              people, campaign_id=fair.pk, member_status="Responded")  # fmt: skip
    lines = [line.format(day=f"{met:%d.%m.%Y}") for line in PARTNERS]
    _bring_in("partnerliste.csv", [PARTNER, *lines], until - timedelta(days=2), people,
              encoding="cp1252", known="overwrite")  # fmt: skip


def _visitors(met: datetime) -> Iterable[str]:
    for number, (first, last, company, city) in enumerate(VISITORS):
        email = f"{first}.{last}@{last}.example.com".lower()
        phone = f"+1 303 555 {100 + number:04d}"
        yield f"{first},{last},{email},{phone},{company},{city},Trade Show,{met:%Y-%m-%d}"


def _bring_in(
    name: str, lines: list[str], when: datetime, people: People, *, encoding: str = "utf-8",
    known: str = "join", campaign_id: int | None = None, member_status: str = "",
) -> None:  # fmt: skip
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    with at(when):
        job = deeds.import_file(
            path, by=people.mia, object_name="Lead", known=known, campaign_id=campaign_id,
            member_status=member_status,
        )  # fmt: skip
    ImportJob.objects.filter(pk=job.pk).update(created_at=when)
