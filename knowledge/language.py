"""Which language a text is in, by a vote of its commonest words.

Function words make up a third of any prose, so a page is enough to be sure; a library that
knows ninety languages takes 100 MB and most of a second to load.
"""

from __future__ import annotations

import re
from collections import Counter

_COMMON: dict[str, str] = {
    "en": "the of and to is be shall must for with that this by are on as or from at not an it "
    "if which when all has have will each before after been may can any their",
    "de": "der die das und ist nicht mit für von zu den dem des ein eine einer eines auf im wird "
    "werden sind bei nach oder in es er sie wer aus durch diese dieser "
    "dieses alle kann muss müssen dass als vor zur zum am auch sowie wenn",
    "fr": "le la les des et est une un du dans pour par sur avec qui que sont aux au ce cette ou "
    "être doit doivent il elle ne pas se ses leur avant après",
    "es": "el la los las de y es una un en para por con que del se al su sus no como deben debe "
    "o lo este esta antes después son más",
    "it": "il la le gli di e è una un che per con del della dei delle nel nella sono deve devono "
    "da dal non si al alla o prima dopo questo questa essere",
    "nl": "de het een en van is in op met voor niet dat die door wordt worden moet moeten bij of "
    "te aan zijn naar uit als ook deze dit voordat na",
    "pt": "o a os as de e é uma um em para por com que do da dos das no na não se ao deve devem "
    "ser são ou este esta antes após mais",
    "pl": "i w z na do nie się jest są oraz lub dla przez od po jak który która które być należy "
    "przed ze tego tej to",
    "cs": "a v na je se do z k že nebo pro s od po jsou být musí podle před který která které za "
    "při by tento této",
    "sv": "och i att det som en på är av för med till den inte ska skall ett om eller från vid "
    "har kan måste efter före",
    "da": "og i at det som en på er af for med til den ikke skal et om eller fra ved har kan må "
    "efter før der de",
}
_ASKED: dict[str, str] = {
    "en": "what how who which where why does do can could we i our my need should much many long",
    "de": "wie was wer wo wann warum welche welcher welches wir ich unser unsere wenn kann können "
    "darf dürfen soll sollen lange oft viele viel brauche brauchen gibt man",
    "fr": "comment quoi qui où quand pourquoi quel quelle quels quelles combien nous je notre nos "
    "peut peux faut temps",
    "es": "cómo qué quién dónde cuándo cuál cuánto cuántos cuánta nosotros yo nuestro puedo "
    "tenemos hay cada tiempo",
    "it": "come cosa chi dove quando perché quale quanto quanti noi io nostro posso dobbiamo ogni",
    "nl": "hoe wat wie waar wanneer waarom welke wij we ik onze kan mag moeten lang vaak",
    "pt": "como quem onde quando qual quanto quantos nós eu nosso posso temos cada tempo",
    "pl": "jak co kto gdzie kiedy dlaczego ile my nasz mogę musimy często długo",
    "cs": "jak co kdo kde kdy proč kolik my náš mohu musíme často dlouho",
    "sv": "hur vad vem var när varför vilken vi jag vår får länge ofta",
    "da": "hvordan hvad hvem hvor hvornår hvorfor hvilken vi jeg vores må længe ofte",
}
_WORDS: dict[str, frozenset[str]] = {tag: frozenset(t.split()) for tag, t in _COMMON.items()}
_QUESTION_WORDS = {tag: words | frozenset(_ASKED[tag].split()) for tag, words in _WORDS.items()}
_ENOUGH_VOTES = 5
_ENOUGH_IN_A_QUESTION = 2
_SHARE = 0.06  # of the words; in prose it is a third, in tables of names next to nothing
_NAMES: dict[str, str] = {
    "english": "en", "englisch": "en", "anglais": "en", "eng": "en", "inglés": "en",
    "german": "de", "deutsch": "de", "allemand": "de", "ger": "de", "deu": "de",
    "french": "fr", "französisch": "fr", "français": "fr", "fra": "fr",
    "spanish": "es", "spanisch": "es", "español": "es", "spa": "es",
    "italian": "it", "italienisch": "it", "italiano": "it", "ita": "it",
    "dutch": "nl", "niederländisch": "nl", "nederlands": "nl", "nld": "nl",
    "portuguese": "pt", "português": "pt", "polish": "pl", "polski": "pl",
    "czech": "cs", "čeština": "cs", "swedish": "sv", "svenska": "sv", "danish": "da",
    "dansk": "da",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The language's two-letter code, or None where the text says too little."""
    return _voted(text, _WORDS, _ENOUGH_VOTES)


def language_of_question(text: str) -> str | None:
    """The same for one sentence, in which question words and pronouns vote too."""
    return _voted(text, _QUESTION_WORDS, _ENOUGH_IN_A_QUESTION)


def _voted(text: str, known: dict[str, frozenset[str]], enough: int) -> str | None:
    words = re.findall(r"[^\W\d_]{2,}", text.casefold())[:4000]
    votes: Counter[str] = Counter()
    for word in words:
        votes.update(tag for tag, common in known.items() if word in common)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < max(enough, _SHARE * len(words)):
        return None
    if len(ranked) > 1 and ranked[0][1] < 1.15 * ranked[1][1]:
        return None
    return ranked[0][0]


def language_named(text: str) -> str | None:
    """The code of a language that is named ("German", "DE", "de-DE")."""
    plain = text.strip().casefold()
    if plain in _NAMES:
        return _NAMES[plain]
    code = re.split(r"[-_]", plain)[0]
    return code if code in _WORDS else None


_NAMED = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "cs": "Czech", "sv": "Swedish",
    "da": "Danish",
}  # fmt: skip


def language_name(code: str) -> str:
    """The English name of a language."""
    return _NAMED.get(code, code)
