"""Columns that no file has, because they are made from others: paths and search texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from pahunch.registry.drafts import Drafts, Key
from pahunch.registry.models import Division, Person
from pahunch.registry.placing import paths
from pahunch.registry.search import search_text


class Derived:
    """What the made columns will say once the drafts are written."""

    def __init__(self, drafts: Drafts, today: date) -> None:
        self._drafts = drafts
        codes = [key[0] for key, _, _ in drafts.all_cells("divisions")]
        placements = (cells for _, cells, _ in drafts.all_cells("placements"))
        self._paths = paths(codes, placements, today)
        self._others: dict[str, list[str]] = defaultdict(list)
        for key, _, _ in drafts.all_cells("other_names"):
            self._others[key[0]].append(key[1])

    def of(self, table: str, key: Key) -> dict[str, str]:
        """Give the made columns of a row."""
        if table == "divisions":
            return {"path": self._paths[key[0]], "search": self._search(table, key)}
        return {"search": self._search(table, key)} if table == "people" else {}

    def refresh(self, touched: dict[str, list[Key]]) -> None:
        """Write the made columns of rows that stand in the database and differ by now."""
        moved = [
            (code,)
            for code, path in Division.objects.values_list("code", "path")
            if path != self._paths[code]
        ]
        self._refresh_divisions({*moved, *touched.get("divisions", ())})
        renamed = {(key[0],) for key in touched.get("other_names", ())}
        self._refresh_people({*renamed, *touched.get("people", ())})

    def _refresh_divisions(self, keys: Iterable[Key]) -> None:
        rows = list(Division.objects.filter(code__in=[key[0] for key in keys]))
        differ = [row for row in rows if _set(row, self.of("divisions", (row.code,)))]
        Division.objects.bulk_update(differ, ["path", "search"], 500)

    def _refresh_people(self, keys: Iterable[Key]) -> None:
        rows = list(Person.objects.filter(slug__in=[key[0] for key in keys]))
        differ = [row for row in rows if _set(row, self.of("people", (row.slug,)))]
        Person.objects.bulk_update(differ, ["search"], 500)

    def _search(self, table: str, key: Key) -> str:
        cells = self._drafts.cells(table, key)
        assert cells is not None, "only rows that are there or will be are asked for"
        others = self._others[key[0]] if table == "people" else []
        return search_text(cells["name"], cells["name_hi"], *others)


def _set(row: Division | Person, values: dict[str, str]) -> bool:
    """Set columns of a row; True where any of them changed."""
    differ = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differ.items():
        setattr(row, name, value)
    return bool(differ)
