"""Files as people have them: every reader by table, then what is refused."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from headwater.capture import (
    encodings,
    json_tables,
    reading,
    shapes,
    tables,
    uploads,
    workbooks,
)  # fmt: skip
from headwater.capture.unreadable import Unreadable

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',  # noqa: E501
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',  # noqa: E501
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Empty" sheetId="1" r:id="rId1"/><sheet name="People" sheetId="2" r:id="rId2"/></sheets></workbook>',  # noqa: E501
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',  # noqa: E501
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',  # noqa: E501
    "xl/worksheets/sheet1.xml": SHEET.format(""),
    "xl/worksheets/sheet2.xml": SHEET.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Last Name</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Phone</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>Since</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Lee</t></is></c><c r="B2"><v>4930123456</v></c>'
        '<c r="C2" s="1"><v>46000</v></c></row>'
    ),
}


def book(path: Path, **more: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (BOOK | more).items():
            archive.writestr(name, text)
    return path


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Any:
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


def test_a_workbook_is_read_from_the_first_sheet_that_has_rows(tmp_path: Path) -> None:
    table = tables.look_at(book(tmp_path / "people.bin"))
    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "People", ("Empty", "People"))
    assert list(tables.rows(table)) == [
        {"Last Name": "Lee", "Phone": "4930123456", "Since": "2025-12-09"}
    ]
    with pytest.raises(Unreadable, match="no sheet"):
        tables.look_at(tmp_path / "people.bin", sheet="Other")


@pytest.mark.parametrize(
    ("text", "delimiter", "columns", "count"),
    [
        ("Name;City\nA;B\n", ";", ["Name", "City"], 1),
        ("sep=|\nName|City\nA|B\n", "|", ["Name", "City"], 1),
        ("Last, First;City\nA B;C\nD E;F\n", ";", ["Last, First", "City"], 2),
        ('"a;b",c\n"x\ny",z\n', ",", ["a;b", "c"], 1),
        ("\n\nName\tCity\n\t\nA\tB\n", "\t", ["Name", "City"], 1),
        ("Email\na@b.example\n", ",", ["Email"], 1),
        ("Phone,Phone,,\n1,2,3,\n", ",", ["Phone", "Phone (2)", "Column 3"], 1),
        ("A^B\n1^2\n", "^", ["A", "B"], 1),
        ('A,B\n1,"two ""2"" \n lines"\n', ",", ["A", "B"], 1),
        ("A,B\r1,2\r3,4\r", ",", ["A", "B"], 2),
    ],
)
def test_any_delimiter(
    tmp_path: Path, text: str, delimiter: str, columns: list[str], count: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    table = tables.look_at(path)
    assert (table.delimiter, table.columns, table.row_count) == (delimiter, columns, count)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Vorname;Ort\nJörg;Köln\n", "cp1252"),
        ("Imię;Miasto\nŁukasz;Łódź\nZażółć;Kraków\nGęśl;Płock\n" * 3, "cp1250"),
        ("Имя;Город\nИван;Москва\n" * 3, "cp1251"), ("名前,会社\n山田太郎,株式会社\n" * 4, "cp932"),
        ("Jörg;Köln\n", "utf-8"), ("Jörg;Köln\n", "utf-8-sig"), ("Jörg;Köln\n", "utf-16"),
        ("Name;Ort\nLena;Bonn am Rhein\n", "utf-16-le"), ("Jörg;Köln\n", "utf-32"),
    ],
)  # fmt: skip
def test_any_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert path.read_bytes().decode(encodings.detect(path)) == text


@pytest.mark.parametrize(
    ("cells", "order", "mark"),
    [
        ("31.12.2025;1.234,50", "DMY", ","), ("12/31/2025;1,234.50", "MDY", "."),
        ("31/12/2025;3,5", "DMY", ","), ("01/02/2025;1.234", "", ""), ("2025-12-31;99", "", ""),
        ("31.12.2025 14:30;€ 1.234.567", "DMY", ","), ("12/31/25 2:30 PM;12.5 %", "MDY", "."),
    ],
)  # fmt: skip
def test_dates_and_numbers_are_decided_by_what_stands_there(
    cells: str, order: str, mark: str
) -> None:
    date, number = cells.split(";")
    found = reading.decide([{"Since": date, "Sum": number}], ["Since", "Sum"])
    assert (found.date_order, found.decimal_mark) == (order, mark)
    assert bool(found.decimal_mark_because) == bool(mark)
    assert "Since" in found.date_order_because or not order


@pytest.mark.parametrize(
    ("said", "shape"),
    [
        (["a@b.example", "c@d.example"], "email"), (["+49 30 123456", "030 1234567"], "phone"),
        (["https://a.example", "www.b.example"], "url"), (["31.12.2025", "01.01.2026"], "date"),
        (["2025-12-31 10:00", "2025-12-31T11:00:00Z"], "datetime"), (["ja", "nein"], "boolean"),
        (["12 %", "3,5 %"], "percent"), (["€ 12", "99,50 €"], "currency"),
        (["1.5", "22"], "double"),
        (["Germany", "Frankreich", "US"], shapes.COUNTRY), (["01067", "99084"], "string"),
        (["red", "green"] * 6, "picklist"), (["x" * 300], "textarea"), (["", ""], "string"),
    ],
)  # fmt: skip
def test_the_shape_of_a_column(said: list[str], shape: str) -> None:
    assert shapes.of(said).type == shape


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "bomb.xlsx", **{"xl/worksheets/sheet3.xml": "0" * 80_000_000})
    with pytest.raises(Unreadable, match="would have"):
        workbooks.check(path)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="ZIP file"):
        tables.look_at(path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.csv", b"%PDF-1.7", "PDF"), ("people.csv", b"<!DOCTYPE html><p>", "web page"),
        ("people.xlsx", b"\x00\x01\x02" * 40, "not a text file"), ("a.csv", b"x" * 3000, "MB"),
    ],
)  # fmt: skip
def test_uploads_are_known_by_what_is_in_them(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with override_settings(IMPORT_LARGEST=2000), pytest.raises(Unreadable, match=says):
        uploads.keep(name, [content])
    assert not list((tmp_path / "files" / "imports").iterdir())
    kept = uploads.keep("../../evil.exe", [b"Last Name\n", b"Lee\n"])
    assert kept.parent == tmp_path / "files" / "imports"


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(TEXTS, min_size=3, max_size=3),
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t|"),
)  # fmt: skip
def test_what_a_spreadsheet_writes_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["One", "Two", "Three"], *rows])
    path = tmp_path_factory.mktemp("odd") / "a.csv"
    path.write_bytes(text.getvalue().encode())
    read = list(tables.rows(tables.Table(path, delimiter=delimiter)))
    plain = [[cell.replace("\x00", "") for cell in row] for row in rows]
    told = [row for row in plain if any(cell and not cell.isspace() for cell in row)]
    assert [[row["One"], row["Two"], row["Three"]] for row in read] == told


ODD_CELLS = (
    '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'
    '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="C3" t="str"><f>A1</f><v>reckoned</v></c></row>'
    '<row r="4"><c r="A4" s="1"><v>46000.5</v></c><c r="B4" s="2"><v>46000</v></c>'
    '<c r="C4"><v>12.25</v></c></row>'
    '<row r="5"><c r="A5"><v>-7</v></c><c r="B5" t="e"><v>#N/A</v></c><c r="C5" s="1"/></row>'
)
ODD = {
    "xl/worksheets/sheet2.xml": SHEET.format(ODD_CELLS),
    "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>Fir</t></r><r><t xml:space="preserve">st &amp; </t></r><r><t>last</t></r></si><si><t>東京</t><rPh sb="0" eb="1"><t>spoken</t></rPh></si></sst>',  # noqa: E501
    "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/></cellXfs></styleSheet>',  # noqa: E501
    "xl/_rels/workbook.xml.rels": BOOK["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", '<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'),  # noqa: E501
}  # fmt: skip


def test_a_large_workbook_is_read_row_by_row_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "odd.xlsx", **ODD)
    at_once = workbooks.as_csv(path, digest="one")
    monkeypatch.setattr(workbooks, "LARGE", 0)
    by_rows = workbooks.as_csv(path, digest="two")
    assert (by_rows.name, by_rows.names) == (at_once.name, at_once.names) == (
        "People", ("Empty", "People"),
    )  # fmt: skip
    said, same = (
        [line.split(",") for line in each.path.read_text().splitlines() if line.strip(",")]
        for each in (by_rows, at_once)
    )
    width = max(map(len, same))
    assert [line + [""] * (width - len(line)) for line in said] == same
    assert said[0] == ["東京", "First & last", "First & last"]
    assert said[2] == ["2025-12-09 12:00:00", "2025-12-09", "12.25"]


def test_a_hostile_sheet_ends_its_reader_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGE", 0)
    dtd = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.format("<row><c><v>&a;</v></c></row>")
    path = book(tmp_path / "dtd.xlsx", **{"xl/worksheets/sheet2.xml": dtd})
    with pytest.raises(Unreadable, match="document type"):
        workbooks.as_csv(path, digest="dtd")
    torn = book(tmp_path / "torn.xlsx", **{"xl/worksheets/sheet2.xml": SHEET[:80]})
    with pytest.raises(Unreadable, match="cannot be read"):
        workbooks.as_csv(torn, digest="torn")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[{"N": "a"}, {"N": "b"}]', ["a", "b"]), ("[]", []),
        ('{"N": "a"}\n{"N": "b"}\n', ["a", "b"]),
        ('{"totalSize": 2, "records": [{"N": "a"} , {"N": "b"}], "done": true}', ["a", "b"]),
        ('{"records": [{"N": "a", "In": {"records": [{"N": "b"}]}}], "n": 12}', ["a", "b"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_json_is_read_record_by_record(
    text: str, names: list[str], piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_tables, "PIECE", piece)
    (path := tmp_path / "some.json").write_text(text)
    assert [row["N"] for row in json_tables.rows(path, "utf-8")] == names


@pytest.mark.parametrize(
    "text",
    [
        '[{"N": 1}',
        "[{}, 1]",
        '{"N": 1}',
        "[{}] {}",
        '{"records": {}}',
        "[{} {}]",
        "[{},]",
        '{"a" 1}',
        '{"a": 1 "b": 2}',
        "{1: 2}",
    ],
)
def test_broken_json_is_told(text: str, tmp_path: Path) -> None:
    (path := tmp_path / "some.json").write_text(text)
    with pytest.raises(Unreadable, match="JSON"):
        list(json_tables.rows(path, "utf-8"))
