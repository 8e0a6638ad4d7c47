import pytest

from knowledge.language import language_named, language_of, language_of_question


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Whoever finds a suspect part stops work on it and puts it in the red cage."),
        ("de", "Wer ein fehlerhaftes Teil findet, stellt es in den Sperrbereich und sagt es der "
               "Leitung, bevor er weiter arbeitet."),
        ("fr", "Toute personne qui trouve une pièce douteuse la place dans la zone rouge et le "
               "signale avant la fin du poste."),
        ("es", "Quien encuentre una pieza dudosa debe ponerla en la zona roja y avisar a su jefe "
               "antes del final del turno."),
        ("it", "Chi trova un pezzo dubbio lo mette nella zona rossa e lo segnala al capo turno "
               "prima della fine del turno."),
        ("nl", "Wie een verdacht onderdeel vindt, legt het in de rode kooi en meldt het aan de "
               "leider van de ploeg."),
    ],
)  # fmt: skip
def test_the_language_of_two_lines_is_recognised(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "QP-0012 Rev D", "Torque 12 Nm", "Part no. | Qty | Name"])
def test_too_little_text_has_no_language(text):
    assert language_of(text) is None


def test_a_named_language_is_understood():
    assert [language_named(name) for name in ("German", "DE", "de-DE", "Deutsch")] == ["de"] * 4
    assert language_named("Klingon") is None


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "Wie lange müssen wir Kalibrierprotokolle aufbewahren?"),
        ("de", "Wer darf eine Charge freigeben?"),
        ("fr", "Combien de temps faut-il garder les enregistrements ?"),
        ("es", "¿Cuánto tiempo guardamos los registros de calibración?"),
        ("en", "how long do we keep calibration records?"),
    ],
)
def test_the_language_of_a_question_is_recognised(language, question):
    assert language_of_question(question) == language


@pytest.mark.parametrize(
    "question",
    ["wats DATIX?", "who signs a concession", "WI-114 bath temp", "torque DN80", "form 7"],
)
def test_a_few_words_are_not_taken_for_another_language(question):
    assert language_of_question(question) in (None, "en")
