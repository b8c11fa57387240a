"""The folder: readable text, told where it is wrong."""

from pathlib import Path

import pytest

from headwater.config import files
from headwater.config.changes import Wrong

ROWS: files.Rows = {
    ("Lead", "Plan__c"): {"label": "Plan", "choices": ["yes", "1", "on", ""]},
    ("Lead", "Note__c"): {"help_text": "One\nTwo: three", "length": 80, "default": None},
    ("Contact", "Ärger__c"): {},
}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    files.write(tmp_path / "new", {"fields": ROWS, "clocks": {}, "organization": {(): {"a": 1}}})
    depths = {"fields": 2, "clocks": 1, "organization": 0}
    found = files.read(tmp_path / "new", depths)
    assert found == {"fields": ROWS, "clocks": {}, "organization": {(): {"a": 1}}}
    text = (tmp_path / "new" / "fields.yaml").read_text()
    assert "Ärger__c: {}" in text
    assert "help_text: |-\n      One\n      Two: three\n" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A: {}\nA: {}\n", "fields.yaml: line 2: “A” stands here twice."),
        ("A: [\n", "line 2"),
        ("just words", "needs names with a colon"),
        ("Lead:\n  - A\n", "“Lead” needs names with a colon"),
        ("Lead:\n  A: text\n", "“A” under “Lead” needs names"),
        ("? [a]\n: 1\n", "a name is a word"),
        ("!!python/object/apply:os.system ['true']", "could not determine a constructor"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "fields.yaml").write_text(text)
    with pytest.raises(Wrong) as wrong:
        files.read(tmp_path, {"fields": 2})
    assert words in str(wrong.value)


def test_a_folder_without_files_and_a_file_of_no_section(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="no folder"):
        files.read(tmp_path / "none", {})
    with pytest.raises(Wrong, match=r"no \.yaml files"):
        files.read(tmp_path, {})
    (tmp_path / "shoes.yaml").write_text("A: {}")
    with pytest.raises(Wrong, match="there is no such section; there are fields"):
        files.read(tmp_path, {"fields": 2})
