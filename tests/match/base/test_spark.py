"""The same model on Spark; a real local session, where pyspark and Java are installed."""

import shutil
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from headwater.match.base import engines, levels, sparking
from headwater.match.base.offline import resolve
from tests.match.base.test_offline import persons

IS_THERE = bool(find_spec("pyspark") and shutil.which("java"))


@pytest.mark.skipif(not IS_THERE, reason="needs pyspark and Java")
@pytest.mark.filterwarnings("ignore")
def test_spark_says_what_duckdb_says() -> None:
    records, _ = persons(40)
    here = resolve(records, learns=False)
    there = resolve(records, learns=False, engine="spark")
    assert there.pairs == here.pairs
    assert there.groups == here.groups


def test_the_statements_are_said_in_sparks_words() -> None:
    for kind in ("person", "company"):
        said = sparking.translated(levels.patterns(kind, f"{kind}_pair")).lower()
        assert "jaro_winkler(" in said
        for unknown in ("jaro_winkler_similarity", "list_has_all", "list_has_any", "&&"):
            assert unknown not in said


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="pyspark is there")
def test_without_spark_it_says_what_to_install() -> None:
    opened = engines.spark(SimpleNamespace(folder=None))
    with pytest.raises(sparking.NoSparkError, match="pip install pyspark"), opened:
        pass
