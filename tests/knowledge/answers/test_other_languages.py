from knowledge.answers import other_languages
from knowledge.answers.other_languages import english_only
from knowledge.language import _QUESTION_WORDS, language_of


def test_every_language_we_tell_apart_has_its_own_words():
    known = set(_QUESTION_WORDS) - {"en"}

    assert set(other_languages._ENGLISH_ONLY) == known
    assert set(other_languages._PASSED_ON) == known


def test_the_words_stand_in_both_languages():
    assert english_only("nl", passed_on=False) == (
        "Ik begrijp tot nu toe alleen Engels.\nEnglish only so far."
    )
    assert english_only("fr", passed_on=True).startswith(
        "Pour l'instant, je ne comprends que l'anglais. Votre question est transmise"
    )
    assert english_only("fi", passed_on=False) == "English only so far."


def test_the_sentences_are_in_the_languages_they_claim():
    for code in ("de", "fr", "es", "it"):
        words = english_only(code, passed_on=True).split("\n")[0]
        assert language_of(f"{words} {words}") == code
