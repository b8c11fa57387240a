"""The page that shows caught mail: a list, and one message as plain text."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote

SHOWN = 200  # messages
LOOK = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
:root { color-scheme: light dark } table { width: 100%; border-collapse: collapse }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #8884 }
pre { white-space: pre-wrap; font: inherit; padding: 1rem; border: 1px solid #8884 }
"""


def page_for(chosen: Path) -> type[BaseHTTPRequestHandler]:
    """A request handler that shows the messages in the folder `chosen`."""

    class Page(MailPage):
        folder = chosen

    return Page


class MailPage(BaseHTTPRequestHandler):
    """Answers with the list, or with one message."""

    folder: ClassVar[Path]

    def do_GET(self) -> None:
        name = unquote(self.path.partition("?")[0].lstrip("/"))
        if not name:
            self.answer("Caught mail", listing(self.folder))
        elif name in names(self.folder):
            mail = read(self.folder / name)
            self.answer(str(mail["Subject"] or "(no subject)"), whole(mail))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def answer(self, title: str, body: str) -> None:
        """Send a whole page."""
        content = (
            f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
            f"<style>{LOOK}</style><h1>{escape(title)}</h1>{body}"
        ).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        # A mail is foreign text: whatever it holds, nothing of it may run.
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody needs a log of looks."""


def names(folder: Path) -> list[str]:
    """The newest messages first."""
    found = (path.name for path in folder.glob("*.eml") if not path.name.startswith("."))
    return sorted(found, reverse=True)


def read(path: Path) -> EmailMessage:
    """A message as an object."""
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def listing(folder: Path) -> str:
    """A table of the newest messages."""
    rows = "".join(rows_of(folder))
    if not rows:
        return "<p>No mail yet. Whatever Headwater sends from now on is kept here.</p>"
    return f"<table><tr><th>Subject<th>To<th>From<th>Date</tr>{rows}</table>"


def rows_of(folder: Path) -> Iterator[str]:
    """One row a message."""
    for name in names(folder)[:SHOWN]:
        mail = read(folder / name)
        subject = escape(str(mail["Subject"] or "(no subject)"))
        cells = "".join(f"<td>{escape(str(mail[key] or ''))}" for key in ("To", "From", "Date"))
        yield f'<tr><td><a href="/{quote(name)}">{subject}</a>{cells}</tr>'


def whole(mail: EmailMessage) -> str:
    """Headers and text of one message."""
    head = "".join(
        f"<br><b>{key}</b> {escape(str(mail[key] or ''))}" for key in ("From", "To", "Date")
    )
    body = mail.get_body(("plain", "html"))
    try:
        text = str(body.get_content()) if body else ""
    except (LookupError, UnicodeError):
        text = "(its text is in an encoding that nobody knows)"
    return f'<p><a href="/">All mail</a>{head}</p><pre>{escape(text)}</pre>'
