"""Learning from a table by time; what it says is exact, explained and survives being stored."""

import json

import numpy as np
import pytest

from headwater.score.learning import calibrating, encoding, figures, scorecard, training, trees
from headwater.score.learning.learned import Learned
from headwater.score.learning.table import Table
from tests.score.learning.tables import drawn


def test_what_is_there_is_learned_calibrated_and_explained() -> None:
    table = drawn()
    trained = training.train(table)
    found = figures.all_of(trained.said, trained.test.became)
    assert found["auc"] > 0.72
    assert found["lift"] > 1.5
    # Calibrated: what is said on average is what became of them.
    assert abs(trained.said.mean() - trained.test.became.mean()) < 0.05
    one = Table(
        {"pages": [9.0], "source": ["Partner"]}, np.array([0]), np.array([0.0]), labels=table.labels
    )
    [(probability, reasons)] = trained.learned.explained(one)
    assert probability > trained.test.became.mean() + 0.2
    words = sorted(reason["words"] for reason in reasons)
    assert words[0] == "Lead Source: Partner"
    assert words[1].startswith("Pages looked at: ")
    assert all(reason["weight"] > 0 for reason in reasons)


def test_what_was_stored_says_exactly_the_same() -> None:
    table = drawn()
    learned = training.train(table).learned
    again = Learned.load(json.loads(json.dumps(learned.dump())))
    assert np.array_equal(again.probabilities(table), learned.probabilities(table))
    assert again.explained(table) == learned.explained(table)


def test_trees_are_taken_out_exactly_and_their_parts_add_up() -> None:
    table = drawn(1_000)
    columns = encoding.fit(table, most_bins=24)
    places = encoding.encode(table, columns)
    fitted = trees._fitted(places, table.became, 30)
    taken = trees.Trees.load(json.loads(json.dumps(trees._taken_out(fitted).dump())))
    assert np.allclose(taken.log_odds(places), fitted.decision_function(places), atol=1e-12)


def test_a_bin_of_few_rows_says_nothing() -> None:
    table = drawn(1_000)
    table.columns["pages"][:5] = [None] * 5
    columns = encoding.fit(table, most_bins=10)
    places = encoding.encode(table, columns)
    card = scorecard.fit(places, table.became, columns, strength=1.0)
    assert card.points[0][0] == pytest.approx(0.0)


def test_slices_go_by_time_and_nobody_learns_from_an_outcome_of_later() -> None:
    seen = np.arange(100, dtype=float)
    table = Table({}, np.zeros(100, dtype=np.int64), seen, known_at=seen + 10)
    old, between, new = training.slices(table)
    assert seen[old].max() < 50  # what was decided when the choosing began
    assert 60 <= seen[between].min() <= seen[between].max() < 70
    assert seen[new].min() == 80


def test_too_little_is_refused_in_words() -> None:
    with pytest.raises(training.TooLittle) as refused:
        training.train(drawn(30))
    assert any("converted leads in the newest" in words for words in refused.value.missing)


def test_calibration_mends_what_is_too_sure() -> None:
    draw = np.random.default_rng(2)
    odds = draw.normal(0, 1, 4_000)
    became = (draw.random(4_000) < calibrating.plain(odds)).astype(np.int64)
    slope, shift = calibrating.fit(odds * 4, became)
    assert slope == pytest.approx(0.25, abs=0.03)
    assert shift == pytest.approx(0, abs=0.1)


def test_what_has_become_more_usual_is_not_counted_twice() -> None:
    count = 4_000
    draw = np.random.default_rng(8)
    odds = np.linspace(-2, 1, count)  # ever more of them end well
    became = (draw.random(count) < calibrating.plain(odds)).astype(np.int64)
    table = Table(
        {"x": draw.choice(["a", "b"], count).tolist()}, became, np.arange(count, dtype=np.float64)
    )
    trained = training.train(table)
    said = trained.learned.probabilities(trained.test)
    assert said.mean() == pytest.approx(trained.test.became.mean(), abs=0.01)


def test_a_slope_is_found_where_whole_steps_would_run_away() -> None:
    scores = np.concatenate([np.zeros(300), np.full(100, 40.0)])
    became = np.concatenate([np.zeros(250), np.ones(50), np.ones(70), np.zeros(30)])
    said = calibrating.said(scores / 10, calibrating.fit(scores / 10, became.astype(np.int64)))
    assert said[0] == pytest.approx(50 / 300, abs=0.05)
    assert said[-1] == pytest.approx(0.7, abs=0.08)


def test_figures_of_a_few_rows_by_hand() -> None:
    said, became = np.array([0.9, 0.8, 0.3, 0.3]), np.array([1, 0, 1, 0])
    assert figures.area(said, became) == pytest.approx(2.5 / 4)
    assert figures.area(said, became, np.array([1.0, 1.0, 0.0, 0.0])) == 1.0
    assert figures.log_loss(np.array([0.5]), np.array([1])) == pytest.approx(np.log(2))
    many = np.linspace(0, 1, 100)
    assert figures.lift(many, (many > 0.9).astype(np.int64)) == pytest.approx(10.0)
    assert figures.lift(np.zeros(100), (many > 0.9).astype(np.int64)) == pytest.approx(1.0)
    tenths = figures.tenths(many, (many > 0.5).astype(np.int64))
    assert tenths[4]["found"] == pytest.approx(1.0)
