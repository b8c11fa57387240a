"""What a SOAP client sent, by local names: whatever prefixes it uses; no entities, no DTD."""

from dataclasses import dataclass
from typing import Any

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class Fault(Exception):
    """SOAP's own way to refuse; sent with HTTP 500, as the protocol has it."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Said:
    """One call: its operation, and the elements of its body and of its headers.

    `is_typed`: by the enterprise WSDL, where each object has a type of its own.
    """

    operation: str
    body: Any
    headers: dict[str, str]
    is_typed: bool = False

    def header(self, name: str) -> str:
        """The text of a header's part such as `sessionId`, '' where there is none."""
        return self.headers.get(name, "")

    def text(self, name: str) -> str:
        """The text of a parameter, '' where there is none."""
        return next((each.text or "" for each in self.body if local(each) == name), "")

    def elements(self, name: str) -> list[Any]:
        """Each parameter of this name as it was sent."""
        return [each for each in self.body if local(each) == name]

    def records(self, name: str) -> list[dict[str, Any]]:
        """Each parameter of this name as name → text; what has parts of its own as such a dict."""
        return [_record(each) for each in self.body if local(each) == name]


def said_in(data: bytes, *, is_typed: bool = False) -> Said:
    """Read an envelope; raises Fault."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        raise Fault("UNKNOWN_EXCEPTION", "The body is no XML that can be read.") from None
    body = next((each for each in root if local(each) == "Body"), ())
    operation = next(iter(body), None)
    if operation is None:
        raise Fault("UNKNOWN_EXCEPTION", "The envelope has no body with an operation.")
    parts = (each for part in root if local(part) == "Header" for each in part.iter())
    headers = {local(each): each.text or "" for each in parts}
    return Said(local(operation), operation, headers, is_typed)


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _record(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in element:
        is_nil = each.get(NIL, "").strip() in ("true", "1")
        found[local(each)] = None if is_nil else _record(each) if len(each) else each.text or ""
    return found
