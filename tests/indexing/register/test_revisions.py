import pytest

from indexing.register.revisions import read_revision, revision_in_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C", "C"), ("c", "C"), ("Rev. C", "C"), ("Rev. C | 2025-03-01", "C"), ("03", "03"),
        ("2.1.2", "2.1.2"), ("v3.0", "3.0"), ("Issue 4", "4"), ("Issue No. 4", "4"),
        ("D (2025-03-01)", "D"), ("03 vom 12.03.2026", "03"), ("v0.3 draft", "0.3"),
        ("2025-03", "2025-03"), ("2025", "2025"), ("-", "-"), ("AB", "AB"), ("C1", "C1"),
        ("Ausgabe 2", "2"),
    ],
)  # fmt: skip
def test_a_revision_is_read_from_a_labelled_cell(text, expected):
    assert read_revision(text) == expected


@pytest.mark.parametrize("text", ["", "history", "control", "a permit", "see footer", "tbd"])
def test_words_are_no_revision(text):
    assert read_revision(text) is None


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("QP-0007 Control of documents Rev D", "D"),
        ("Records_Issue 4", "4"),
        ("Corrective action v3.0", "3.0"),
        ("Management review (issue 4)", "4"),
        ("rev_b notes", "B"),
        ("NCR form V2_1", "2.1"),
    ],
)
def test_a_revision_is_read_from_a_file_name(stem, expected):
    found = revision_in_name(stem)

    assert found is not None
    assert found[0] == expected


@pytest.mark.parametrize(
    "stem", ["Contract review", "Revision history", "Issues list", "Preview 2"]
)
def test_a_word_that_begins_like_a_revision_is_none(stem):
    assert revision_in_name(stem) is None
