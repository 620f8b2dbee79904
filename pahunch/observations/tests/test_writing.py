from __future__ import annotations

import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from pahunch.observations import OBSERVATIONS, engine
from pahunch.observations.schema import MOST
from pahunch.observations.tests.made import day, row, table
from pahunch.observations.writing import write

NUMBERS = ("low", "high", "seen_at")


def test_numbers_are_written_as_steps_and_words_as_a_dictionary(tmp_path):
    rows = table(*(row(f"x:{number}", number, day(number)) for number in range(100)))
    made = write(tmp_path, OBSERVATIONS, rows.to_batches())
    footer = pq.read_metadata(tmp_path / made.path).row_group(0)
    columns = [footer.column(place) for place in range(footer.num_columns)]
    written = {column.path_in_schema: column.encodings for column in columns}
    for name in NUMBERS:
        assert "DELTA_BINARY_PACKED" in written[name]
        assert "RLE_DICTIONARY" not in written[name]
    assert "RLE_DICTIONARY" in written["account"]


@given(st.lists(st.none() | st.integers(0, MOST), min_size=1, max_size=300))
def test_whatever_is_written_is_read_again_by_duckdb(tmp_path_factory, lows):
    folder = tmp_path_factory.mktemp("written")
    rows = table(*(row("x:1", low, day(place)) for place, low in enumerate(lows)))
    made = write(folder, OBSERVATIONS, rows.to_batches())
    sql = "SELECT * FROM read_parquet($files) ORDER BY seen_at"
    assert engine.ask(sql, {"files": [str(folder / made.path)]}).cast(OBSERVATIONS).equals(rows)
