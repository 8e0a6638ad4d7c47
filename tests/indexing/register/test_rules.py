import pytest
from pydantic import ValidationError

from indexing.register import Rules


def test_folder_patterns_ignore_case_numbers_and_separators():
    rules = Rules(superseded_folders=("old issues", "Lindenau/Alt*"))

    assert rules.superseded_folder("99_OLD-issues/a.docx") == "99_OLD-issues"
    assert rules.superseded_folder("Lindenau/Altstand/a.docx") == "Lindenau/Altstand"
    assert rules.superseded_folder("old/a.docx") is None
    assert rules.superseded_folder("old issues.docx") is None


def test_the_innermost_folder_decides_the_kind():
    assert Rules().kind_of_folder("02 Procedures/Forms/a.docx") == "form"
    assert Rules().kind_of_folder("a.docx") is None


def test_rules_are_checked_when_they_are_read():
    with pytest.raises(ValidationError, match="There is no time zone 'Berlin'"):
        Rules(zone="Berlin")
    with pytest.raises(ValidationError, match="is no regular expression"):
        Rules(audience_by_words={"(": "managers"})
    with pytest.raises(ValidationError):
        Rules.model_validate({"superseeded_folders": ["old"]})


def test_rules_do_not_change():
    with pytest.raises(ValidationError):
        Rules().day_first = False
