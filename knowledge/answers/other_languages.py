"""What a person reads who asked in another language than English."""

from __future__ import annotations

_ENGLISH_ONLY = {
    "de": "Ich verstehe bisher nur Englisch.",
    "fr": "Pour l'instant, je ne comprends que l'anglais.",
    "es": "Por ahora solo entiendo inglés.",
    "it": "Per ora capisco solo l'inglese.",
    "nl": "Ik begrijp tot nu toe alleen Engels.",
    "pt": "Por enquanto, só compreendo inglês.",
    "pl": "Na razie rozumiem tylko po angielsku.",
    "cs": "Zatím rozumím jen anglicky.",
    "sv": "Än så länge förstår jag bara engelska.",
    "da": "Indtil videre forstår jeg kun engelsk.",
}
_PASSED_ON = {
    "de": "Ihre Frage ist an das Qualitätsteam weitergegeben; die Antwort kommt hierher.",
    "fr": "Votre question est transmise à l'équipe qualité ; la réponse arrivera ici.",
    "es": "Su pregunta se ha enviado al equipo de calidad; la respuesta llegará aquí.",
    "it": "La sua domanda è stata inoltrata al team qualità; la risposta arriverà qui.",
    "nl": "Uw vraag is doorgegeven aan het kwaliteitsteam; het antwoord komt hier.",
    "pt": "A sua pergunta foi enviada à equipa da qualidade; a resposta chegará aqui.",
    "pl": "Pytanie przekazano zespołowi ds. jakości; odpowiedź pojawi się tutaj.",
    "cs": "Váš dotaz byl předán týmu kvality; odpověď přijde sem.",
    "sv": "Din fråga har skickats vidare till kvalitetsteamet; svaret kommer hit.",
    "da": "Dit spørgsmål er sendt videre til kvalitetsteamet; svaret kommer her.",
}
_IN_ENGLISH = "English only so far."
_PASSED_ON_IN_ENGLISH = "Your question has gone to the quality team; their reply comes here."


def english_only(language: str, *, passed_on: bool) -> str:
    """The same in the asker's language and in English; a language unknown here, in English.

    `passed_on`: the question has gone to the quality team.
    """
    own = [_ENGLISH_ONLY.get(language, ""), _PASSED_ON.get(language, "") if passed_on else ""]
    english = [_IN_ENGLISH, _PASSED_ON_IN_ENGLISH if passed_on else ""]
    lines = (" ".join(part for part in line if part) for line in (own, english))
    return "\n".join(line for line in lines if line)
