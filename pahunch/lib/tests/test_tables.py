from __future__ import annotations

import codecs
import datetime as dt
import io
import os
import zipfile

import psutil
import pytest
import xlsxwriter

from pahunch.lib.tables import BadTable, Limits, read_table


def csv_file(tmp_path, content, name="counts.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def xlsx_file(tmp_path, fill, name="counts.xlsx"):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def repacked(path, change):
    """Write the workbook again with its parts changed by `change(name, bytes)`."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def plain_sheet(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["person", "followers"])
    sheet.write_row(1, 0, ["Asha", 12000.0])


def refusal(path, **limits):
    with pytest.raises(BadTable) as caught:
        for _ in read_table(path, limits=Limits(**limits)):
            pass
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_csv_is_read_with_any_usual_delimiter_and_line_ending(tmp_path, delimiter, ending):
    text = ending.join([delimiter.join(["person", "count"]), delimiter.join(["Asha", "5"]), ""])
    table = read_table(csv_file(tmp_path, text))
    assert table.header == ("person", "count")
    assert [tuple(row) for row in table] == [(2, ("Asha", "5"))]


@pytest.mark.parametrize(
    "encoded", [codecs.BOM_UTF8 + "नाम\nआशा\n".encode(), "\ufeffनाम\nआशा\n".encode("utf-16-le")]
)
def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path, encoded):
    table = read_table(csv_file(tmp_path, encoded))
    assert (table.header, [row.cells for row in table]) == (("नाम",), [("आशा",)])


def test_row_numbers_are_lines_even_after_empty_lines_and_long_cells(tmp_path):
    table = read_table(csv_file(tmp_path, '\na,b\n"x\ny",1\n\n,\nz,2\n'))
    assert [row.number for row in table] == [3, 7]


def test_a_semicolon_inside_quotes_does_not_decide_the_delimiter(tmp_path):
    assert read_table(csv_file(tmp_path, '"a;b;c",d\n1,2\n')).header == ("a;b;c", "d")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("\n\n ,\n", "holds no text"),
        ("a,b\n", "has a header of 2 columns and no rows below it"),
        ("a,a\n1,2\n", "row 1, column a: the header has this name twice"),
        ("a,,c\n1,2,3\n", "row 1, column 2: this column has no name"),
        ("a,b\n1,2\n1\n", "row 3: has 1 cells where the header has 2"),
        ("a,b\n1,2,3\n", "row 2: has 3 cells where the header has 2"),
        ('a,b\n1,2\n"x,2\n1,2\n', "row 3: a quotation mark is opened here and never closed"),
        ('a,b\n"x"y,2\n', "row 2: there is text after a closing quotation mark"),
        ("a,b\n1,\0\n", "row 2: holds a NUL byte"),
        ("a,b\n1,1.22158E+17\n", "row 2, column b: '1.22158E+17' was shortened by a spreadsheet"),
        ("a,b\nnaïve,2\n".encode("cp1252"), "row 2: letters that are not UTF-8 after 'na'"),
        (codecs.BOM_UTF32_LE + b"a\0\0\0", "is written in UTF-32"),
        (
            codecs.BOM_UTF16_LE + "a\n\ud800b\n".encode("utf-16-le", "surrogatepass"),
            "row 2: letters",
        ),
        (b"%PDF-1.7 ...", "is a PDF document"),
        (b"<!DOCTYPE html><table>", "is a web page"),
        (b'{"a": 1}', "is JSON"),
        (b"\x1f\x8b\x08", "is a compressed file"),
        (b"PK\x03\x04 and no more", "is a damaged spreadsheet or ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old Excel or Office file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is locked with a password",
        ),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path, content, message):
    assert message in refusal(csv_file(tmp_path, content))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"rows": 2}, "row 4: more than 2 rows"),
        ({"columns": 1}, "row 1: has 2 columns; at most 1"),
        ({"cell": 4}, "row 3, column b: a cell of 5 letters"),
        ({"size": 10}, "at most 0 MB are read"),
    ],
)
def test_each_limit_of_a_csv_file_is_said(tmp_path, limits, message):
    assert message in refusal(csv_file(tmp_path, "a,b\n1,2\n3,44444\n5,6\n"), **limits)


def test_paths_that_are_no_files_are_refused(tmp_path):
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    assert "is a folder" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "none.csv")
    assert "cannot be opened" in refusal(loop)
    assert "is not a plain file" in refusal(type(tmp_path)("/dev/zero"))


def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = csv_file(tmp_path, "a,b\n1,2\n")
    path.chmod(0)
    superuser = os.geteuid() == 0
    try:
        if superuser:
            os.seteuid(65_534)
        with pytest.raises(BadTable, match="this user may not read the file"):
            read_table(path)
    finally:
        if superuser:
            os.seteuid(0)


def test_a_header_alone_is_read_where_the_caller_allows_it(tmp_path):
    assert list(read_table(csv_file(tmp_path, "a,b\n"), allow_no_rows=True)) == []


def test_a_spreadsheet_gives_text_as_a_person_would_write_it(tmp_path):
    def fill(book):
        book.add_worksheet("empty")
        sheet = book.add_worksheet("counts")
        book.add_worksheet("more").write(0, 0, "x")
        sheet.write_row(1, 1, ["person", "followers", "as_of", "share", "yes"])
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(2, 1, [" आशा ", 12000.0])
        sheet.write_datetime(2, 3, dt.date(2023, 4, 30), day)
        sheet.write_row(2, 4, [0.5, True])
        sheet.set_row(2, None, None, {"hidden": True})

    table = read_table(xlsx_file(tmp_path, fill))
    assert table.header == ("person", "followers", "as_of", "share", "yes")
    assert [tuple(row) for row in table] == [(3, ("आशा", "12000", "2023-04-30", "0.5", "true"))]
    assert "first of 3" in table.notes[0]
    assert "hidden" in table.notes[1]


def test_cells_that_cannot_be_taken_as_they_stand_are_named(tmp_path):
    def write(method, *args):
        def fill(book):
            plain_sheet(book)
            getattr(book.worksheets()[0], method)(*args)

        return xlsx_file(tmp_path, fill)

    assert "row 2, column B: holds a formula" in refusal(write("write_formula", 1, 1, "=6*7"))
    assert "row 4, column A: the cells A4:B4 are merged" in refusal(
        write("merge_range", 3, 0, 3, 1, "x")
    )
    assert "row 3, column B: a number of more than 15 digits" in refusal(
        write("write", 2, 1, 1.22158e17)
    )
    assert "row 1, column C: the header has this name" not in refusal(
        write("write_row", 2, 0, ["a", 1, "stray"])
    )


def test_an_error_value_is_named(tmp_path):
    path = repacked(
        xlsx_file(tmp_path, plain_sheet),
        lambda name, part: part.replace(b'<c r="B2">', b'<c r="B2" t="e">').replace(
            b"<v>12000</v>", b"<v>#N/A</v>"
        ),
    )
    assert refusal(path) == "row 2, column B: holds the error value #N/A"


def test_a_workbook_without_a_visible_filled_sheet_is_refused(tmp_path):
    def fill(book):
        book.add_worksheet("shown")
        plain_sheet(book)
        book.worksheets()[1].hide()

    assert "no visible sheet" in refusal(xlsx_file(tmp_path, fill))


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["xl/workbook.bin"], "binary Excel"),
        (["content.xml", "mimetype"], "OpenDocument"),
        (["word/document.xml"], "text document"),
        (["photos/1.jpg"], "is a ZIP file, not a spreadsheet"),
    ],
)
def test_other_archives_are_named(tmp_path, names, message):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    assert message in refusal(csv_file(tmp_path, packed.getvalue(), "x.xlsx"))


def test_external_entities_are_refused_before_anything_reads_them(tmp_path):
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    path = repacked(
        xlsx_file(tmp_path, plain_sheet),
        lambda name, part: part.replace(b"<sst", evil + b"<sst") if "shared" in name else part,
    )
    assert "XML entities" in refusal(path)


def test_a_cell_at_the_far_corner_is_refused(tmp_path):
    def fill(book):
        plain_sheet(book)
        book.worksheets()[0].write(1_048_575, 0, "x")

    path = xlsx_file(tmp_path, fill)
    assert "more than 1,000,000 rows" in refusal(path)
    assert "cells; send it as CSV" in refusal(path, rows=2_000_000, sheet_cells=1_000_000)


def test_one_long_text_repeated_is_refused(tmp_path):
    def fill(book):
        plain_sheet(book)
        for row in range(2, 300):
            book.worksheets()[0].write(row, 0, "x" * 4_000)

    assert "repeats long texts" in refusal(xlsx_file(tmp_path, fill), inflated=1_000_000)


def test_a_damaged_part_is_named(tmp_path):
    path = repacked(
        xlsx_file(tmp_path, plain_sheet),
        lambda name, part: part[:-40] if name == "xl/worksheets/sheet1.xml" else part,
    )
    assert "sheet1.xml' in it is not XML" in refusal(path)


def lying_bomb(path, inflated, declared=None):
    """An XLSX whose sheet unpacks to `inflated` bytes and says `declared`."""
    block = b" " * 1_000_000
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image.xml", "w") as part,
    ):
        for _ in range(inflated // len(block)):
            part.write(block)
    if declared is not None:
        content = path.read_bytes()
        path.write_bytes(
            content.replace(inflated.to_bytes(4, "little"), declared.to_bytes(4, "little"))
        )
    return path


@pytest.mark.parametrize("declared", [None, 1_000])
def test_a_bomb_of_a_gigabyte_is_refused_in_little_memory(tmp_path, declared):
    path = lying_bomb(xlsx_file(tmp_path, plain_sheet), 1_000_000_000, declared)
    assert path.stat().st_size < 10_000_000
    process = psutil.Process()
    before = process.memory_info().rss
    assert "unpacks to far more" in refusal(path)
    assert process.memory_info().rss - before < 150_000_000


def test_two_hundred_megabytes_are_refused_before_they_are_read(tmp_path):
    path = csv_file(tmp_path, "person,followers\nAsha,5\n")
    with path.open("r+b") as file:
        file.truncate(200_000_000)
    assert refusal(path) == "is 200 MB; at most 50 MB are read"
    # Where so much is allowed, the hole is one line of NUL bytes, and not kept either.
    process = psutil.Process()
    before = process.memory_info().rss
    assert "row 3: " in refusal(path, size=10**9)
    assert process.memory_info().rss - before < 150_000_000


def test_many_rows_are_walked_in_little_memory(tmp_path):
    path = csv_file(tmp_path, "person,followers\n" + "आशा,12000\n" * 200_001)
    process = psutil.Process()
    before = process.memory_info().rss
    assert "row 200002: more than 200,000 rows" in refusal(path, rows=200_000)
    assert process.memory_info().rss - before < 50_000_000


def test_one_endless_line_is_refused_in_little_memory(tmp_path):
    path = csv_file(tmp_path, b"a,b\n" + b"x" * 40_000_000)
    process = psutil.Process()
    before = process.memory_info().rss
    assert "row 2: a line of more than 1,000,000 letters" in refusal(path)
    assert process.memory_info().rss - before < 50_000_000


def header_of_three(cells):
    return 2 if {"day", "followers"} <= set(cells) else None


def titled(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Follower statistics"])
    sheet.write_row(2, 0, ["day", "followers", "note"])
    sheet.write_row(3, 0, ["2024-01-01", 5, "x"])


def test_a_header_is_found_below_a_title_in_csv_and_in_a_spreadsheet(tmp_path):
    text = "Follower statistics, all of them\n\nday;followers;note\n2024-01-01;5;x\n"
    for path, row in ((csv_file(tmp_path, text), 3), (xlsx_file(tmp_path, titled), 3)):
        table = read_table(path, is_header=header_of_three)
        assert (table.header, table.header_row) == (("day", "followers", "note"), row)
        assert [tuple(each) for each in table] == [(row + 1, ("2024-01-01", "5", "x"))]


def test_without_a_header_that_fits_the_first_filled_row_is_given_as_one(tmp_path):
    rows = "".join(f"a{n},b{n}\n" for n in range(15))
    plain = xlsx_file(tmp_path, plain_sheet)
    for path, header in (
        (csv_file(tmp_path, rows), ("a0", "b0")),
        (plain, ("person", "followers")),
    ):
        table = read_table(path, is_header=header_of_three, allow_no_rows=True)
        assert table.header == header


def test_short_rows_are_filled_up_only_as_far_as_the_header_allows(tmp_path):
    path = csv_file(tmp_path, "day,followers,note\n2024-01-01,5\n")
    (row,) = read_table(path, is_header=header_of_three)
    assert row.cells == ("2024-01-01", "5", "")
    with pytest.raises(BadTable, match="has 1 cells where the header has 3"):
        list(read_table(csv_file(tmp_path, "day,followers,note\nx\n"), is_header=header_of_three))


def test_numbers_that_lost_their_digits_are_given_as_shown_where_that_is_asked(tmp_path):
    def fill(book):
        book.add_worksheet().write_column(0, 0, ["id", 122158000000000000])

    lossy = Limits(lossy=True)
    for path in (csv_file(tmp_path, "id\n1.22158E+17\n"), xlsx_file(tmp_path, fill)):
        assert [row.cells for row in read_table(path, limits=lossy)] == [("1.22158E+17",)]
