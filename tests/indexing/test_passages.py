from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexing.passages import Cut, passages
from indexing.reading.content import Block, Content
from knowledge.sentences import count_words, spans


def content(*blocks: Block) -> Content:
    return Content(blocks=blocks)


def heading(text: str, level: int = 1, number: str = "") -> Block:
    return Block("heading", text, level=level, number=number)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block("paragraph", text, page=page)


def words(count: int, name: str = "word") -> str:
    return " ".join(f"{name}{n}" for n in range(count)) + "."


def test_a_passage_stands_under_its_heading_path_and_numbers() -> None:
    [passage] = passages(
        content(
            heading("Records", number="5"),
            heading("Retention", level=2, number="5.3"),
            paragraph("Calibration records are kept for seven years.", page=4),
        )
    )

    assert passage.text == "Calibration records are kept for seven years."
    assert passage.headings == ("5 Records", "5.3 Retention")
    assert passage.section == "5.3 Retention"
    assert passage.page == 4


def test_a_heading_of_the_same_level_ends_the_one_before() -> None:
    found = passages(
        content(heading("One"), paragraph("First."), heading("Two"), paragraph("Second."))
    )

    assert [(p.headings, p.text) for p in found] == [(("One",), "First."), (("Two",), "Second.")]


def test_a_table_row_is_its_cells_joined_and_knows_its_columns() -> None:
    table = Block(
        "table",
        rows=(("Record", "Kept for", ""), ("Calibration certificate", "", "7 years")),
        header_rows=1,
    )

    [passage] = passages(content(heading("Retention"), table))

    assert passage.text == "Record | Kept for\nCalibration certificate | 7 years"
    assert passage.columns == ("Record", "Kept for")
    assert [kind for _, _, kind in passage.units] == ["header", "row"]


def test_a_grid_of_crosses_says_which_columns_are_marked() -> None:
    rows = (("Role", "First aid", "Crane"), ("Setter", "x", ""), ("Storeman", "", "x"))

    [passage] = passages(content(Block("table", rows=rows, header_rows=1)))

    assert passage.text == "Role | First aid | Crane\nSetter | x\nStoreman | x"
    assert passage.marked == ("Setter: First aid", "Storeman: Crane")


def test_a_heading_that_holds_a_rule_is_found_as_well() -> None:
    found = passages(
        content(heading("Containment (shift lead, within the shift)"), paragraph("What was done"))
    )

    assert [p.text for p in found] == [
        "Containment (shift lead, within the shift)",
        "What was done",
    ]


def test_the_columns_go_with_every_part_of_a_long_table() -> None:
    rows = tuple((f"Gauge {n}", words(20)) for n in range(30))
    table = Block("table", rows=(("Gauge", "How"), *rows), header_rows=1)

    found = passages(content(table))

    assert len(found) > 2
    assert all(passage.columns == ("Gauge", "How") for passage in found)


def test_a_list_item_keeps_its_lead_in() -> None:
    items = [Block("item", words(60, f"w{n}x"), level=1) for n in range(4)]

    found = passages(content(paragraph("The supplier sends:"), *items))

    assert found[0].text.startswith("The supplier sends:\n")
    assert found[0].lead_in == ""
    assert found[1].lead_in == "The supplier sends:"


def test_generated_numbers_are_not_mixed_into_the_words() -> None:
    [passage] = passages(content(Block("item", "Stop the line.", level=1, number="a)")))

    assert passage.text == "Stop the line."


def test_sheets_and_slides_stand_above_their_words() -> None:
    [passage] = passages(content(Block("paragraph", "Hello.", place="Sheet Suppliers")))

    assert passage.headings == ("Sheet Suppliers",)


def test_the_first_words_of_the_next_passage_are_context() -> None:
    found = passages(
        content(heading("A"), paragraph("One rule."), heading("B"), paragraph("Another rule."))
    )

    assert [passage.following for passage in found] == ["Another rule", ""]


texts = st.text(alphabet="abc de.\nF1;:!?ü", max_size=600)
cells = st.lists(st.lists(texts, min_size=1, max_size=4).map(tuple), max_size=6).map(tuple)
blocks = st.one_of(
    st.builds(heading, texts, st.integers(1, 9)),
    st.builds(paragraph, texts),
    st.builds(lambda text: Block("item", text, level=1), texts),
    st.builds(lambda rows: Block("table", rows=rows, header_rows=min(1, len(rows))), cells),
)


@given(st.lists(blocks, max_size=12))
def test_every_word_is_in_a_passage_and_none_is_too_long(found: list[Block]) -> None:
    drafts = passages(content(*found), Cut(target=20, overlap=6, limit=25))

    told = [block.text for block in found if block.kind in ("paragraph", "item")]
    told += [cell for block in found for row in block.rows for cell in row]
    squeezed = "".join("".join(draft.text.split()) for draft in drafts)
    assert all(count_words(draft.text) <= 25 for draft in drafts)
    for text in told:
        for start, end in spans(text):
            assert "".join(text[start:end].split())[:40] in squeezed


@given(st.lists(blocks, max_size=12))
def test_units_are_places_within_the_words(found: list[Block]) -> None:
    for draft in passages(content(*found)):
        for start, end, kind in draft.units:
            assert draft.text[start:end].strip()
            assert kind in ("sentence", "item", "row", "header")
