"""Madhya Pradesh's places, rolls and departments, from the files that ship."""

from __future__ import annotations

import re

from pahunch.registry.shipped.rows import STATE, Rows, code, day_before, fact, read

OURS = fact("pahunch/data/README.md")
ROLLS = ("2013", "2018", "2023")

FOUNDED = re.compile(r"no \(carved from (?P<old>.+), (?P<month>\d{4}-\d{2})\)")
LAST_DAY = {"2023-08": "2023-08-31", "2023-10": "2023-10-31"}
"""The last day of a month of which only the month is known: a partial date counts from there."""


def write(rows: Rows) -> None:
    """Write the state, its places, rolls and departments."""
    rows.add(
        "divisions",
        {"code": STATE, "kind": "state", "name": "Madhya Pradesh", "name_hi": "मध्य प्रदेश", **OURS},
    )
    districts = {row["name_en"]: row for row in read("districts")}
    aliases = {row["written_as"]: row["district"] for row in read("district_names")}
    founded = {name: day for name, row in districts.items() if (day := _founded(row))}
    codes = {name: code("d", row["district_lgd_code"] or name) for name, row in districts.items()}
    codes |= {written: codes[name] for written, name in aliases.items()}
    _districts(rows, districts, codes, founded)
    _blocks(rows, codes, districts)
    _constituencies(rows, codes, founded)
    _departments(rows)


def _founded(district: dict[str, str]) -> str:
    """Give the day from which a new district counts, or nothing for one of the 52."""
    found = FOUNDED.fullmatch(district["existed_mid_2023"])
    return LAST_DAY[found["month"]] if found else ""


def _districts(
    rows: Rows, districts: dict[str, dict[str, str]], codes: dict[str, str], founded: dict[str, str]
) -> None:
    within: dict[str, tuple[str, dict[str, str]]] = {}
    for division in read("divisions"):
        name = code("v", division["name_en"])
        said = fact(division["source"])
        rows.add(
            "divisions",
            {
                "code": name,
                "kind": "division",
                "name": division["name_en"],
                "name_hi": division["name_hi"],
                **said,
            },
        )
        rows.add("placements", {"child": name, "parent": STATE, **said})
        within |= dict.fromkeys(division["districts"].split("; "), (name, said))
    for name, row in districts.items():
        day = founded.get(name, "")
        note = f"{row['existed_mid_2023'][4:-1]}; counted from the month's last day" if day else ""
        rows.add(
            "divisions",
            {
                "code": codes[name],
                "kind": "district",
                "name": name,
                "name_hi": row["name_hi"],
                "number": row["district_lgd_code"],
                "starts": day,
                **fact(row["source"], as_of=row["as_of"], note=note),
            },
        )
        parent, said = within[name]
        rows.add("placements", {"child": codes[name], "parent": parent, "starts": day, **said})


def _blocks(rows: Rows, codes: dict[str, str], districts: dict[str, dict[str, str]]) -> None:
    """Blocks lie where the directory of 2022 has them; where they lie since is not known."""
    divided = {
        found["old"]: name
        for name, row in districts.items()
        if (found := FOUNDED.fullmatch(row["existed_mid_2023"]))
    }
    for row in read("blocks"):
        name = code("b", row["block_lgd_code"])
        said = fact(row["source"], as_of=row["as_of"])
        hindi = f"Hindi name: {row['block_hi_source']}" if row["block_hi_source"] else ""
        rows.add(
            "divisions",
            {
                "code": name,
                "kind": "block",
                "name": row["block_en"],
                "name_hi": row["block_hi"],
                "number": row["block_lgd_code"],
                **fact(row["source"], as_of=row["as_of"], note=hindi),
            },
        )
        new = divided.get(row["district_en"])
        if new:
            said["verified"] = "no"
            said["note"] = f"before {new} was carved out; which blocks went there is not recorded"
        rows.add("placements", {"child": name, "parent": codes[row["district_en"]], **said})


def _constituencies(rows: Rows, codes: dict[str, str], founded: dict[str, str]) -> None:
    tiles = {row["ac_no"]: row for row in read("tiles")}
    for year in ROLLS:
        rows.add(
            "rolls",
            {
                "code": code(year),
                "state": STATE,
                "year": year,
                "name": f"Electoral roll {year}",
                "name_hi": f"मतदाता सूची {year}",
                **OURS,
            },
        )
    for row in read("constituencies"):
        name = code("ac", row["ac_no"])
        said = fact(row["source"], as_of=row["as_of"])
        note = "Hindi spelling corrected" if row["name_hi_corrected"] == "yes" else ""
        rows.add(
            "divisions",
            {
                "code": name,
                "kind": "constituency",
                "name": row["name_en"],
                "name_hi": row["name_hi"],
                "number": row["ac_no"],
                "reservation": row["reservation"],
                "lok_sabha": row["lok_sabha_constituency"],
                "tile_column": tiles[row["ac_no"]]["column"],
                "tile_row": tiles[row["ac_no"]]["row"],
                **said,
                "note": note,
            },
        )
        _constituency_placements(rows, row, codes, founded)
        for year in ROLLS:
            count = row[f"electors_{year}"]
            cells = {"roll": code(year), "division": name, "electors": count}
            rows.add("electors", {**cells, **said})


def _constituency_placements(
    rows: Rows, row: dict[str, str], codes: dict[str, str], founded: dict[str, str]
) -> None:
    """A constituency whose district changed lay in the old one to the day before."""
    child = code("ac", row["ac_no"])
    said = fact(row["source"], as_of=row["as_of"])
    old, new = row["district_en"], row["district_2024_en"]
    if old == new:
        rows.add("placements", {"child": child, "parent": codes[old], **said})
        return
    doubt = {**said, "verified": "no", "note": "only the month of the change is known"}
    ends = day_before(founded[new])
    rows.add("placements", {"child": child, "parent": codes[old], "ends": ends, **doubt})
    starts = founded[new]
    rows.add("placements", {"child": child, "parent": codes[new], "starts": starts, **doubt})


def _departments(rows: Rows) -> None:
    for row in read("departments"):
        rows.add(
            "departments",
            {
                "code": code("dept", row["dept_en"]),
                "state": STATE,
                "kind": "department",
                "name": row["dept_en"],
                "name_hi": row["dept_hi"],
                "number": row["lgd_org_code"],
                **fact(row["source"], as_of=row["as_of"]),
            },
        )
