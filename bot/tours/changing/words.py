"""Short answers while a booked tour is being changed, in English and Spanish, as patterns on folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.extraction.text import fold
from bot.nlu.language import Language


@dataclass(frozen=True)
class ChangeWords:
    """What people say to each question. What says too little to cancel a tour is asked about once more."""

    barely_cancels: re.Pattern[str]
    """It may mean the tour, or only what is being asked."""
    not_cancel: re.Pattern[str]
    moves: re.Pattern[str]
    leaves: re.Pattern[str]
    stops: re.Pattern[str]
    """Of a whole message."""
    again: re.Pattern[str]
    """No code came, or a new one is wanted."""
    other_address: re.Pattern[str]
    no_email: re.Pattern[str]


_ENGLISH = ChangeWords(
    barely_cancels=re.compile(r"\W*(?:(?:please|just|ok|okay|i want to|i'd like to)\W+)*cancel(?:\W+(?:please|pls|this|that))?\W*"),
    not_cancel=re.compile(r"\b(?:don'?t|do not|not|never|than|instead of|without)\s(?:\w+\s){0,2}cancel"),
    moves=re.compile(
        r"\b(?:move|re-?sched\w*|change|switch|postpone|shift|swap|(?:an)?other (?:time|day|date|one)|choose|pick|"
        r"(?:different|new|later|earlier) (?:time|day|date|slot|one))\b"
    ),
    leaves=re.compile(
        r"\b(?:leave|keep|as it is|as is|nothing|never ?mind|nvm|no changes?|don'?t change|do not change|stays?|forget it|"
        r"it'?s fine|all good|stop|quit|exit)\b"
    ),
    stops=re.compile(
        r"\W*(?:(?:please|pls|ok|okay|just|no|actually|sorry)\W+)*(?:stop|cancel|never ?mind|nvm|forget it|quit|exit|leave it|abort|"
        r"i changed my mind)(?:\W+(?:please|that|it|this|thanks|thank you))*\W*"
    ),
    again=re.compile(
        r"\b(?:re-?send|send (?:it |me )?(?:again|another|a new|new)|new (?:code|one)|another (?:code|one)|again|"
        r"(?:did ?n'?t|did not|have ?n'?t|have not|not|never|no) (?:get|got|gotten|receiv\w*|arriv\w*|come|came|code|e-?mail|see|find)|"
        r"nothing (?:came|come|arrived|yet|there)|where is (?:it|the code))\b"
    ),
    other_address=re.compile(r"\b(?:another|different|other|wrong|change (?:the|my)) (?:e-?mail|mail|address)\b"),
    no_email=re.compile(
        r"\b(?:no|don'?t have|do not have|have no|without|lost|forgot|can'?t (?:get into|access|open|see|read|check)) "
        r"(?:an? |any |my |the |access to |that |to )*(?:e-?mails?|mail|inbox)\b|"
        r"\b(?:phone|number) (?:only|instead)\b|\bbooked (?:it )?(?:with|by|using) (?:my |a |the )?(?:phone|number|cell)\b"
    ),
)
_SPANISH = ChangeWords(
    barely_cancels=re.compile(r"\W*(?:(?:por favor|ok|quiero|quisiera|mejor)\W+)*cancel(?:ar|a|o|e)?(?:\W+(?:por favor|esto|eso))?\W*"),
    not_cancel=re.compile(
        r"\bno\s(?:\w+\s){0,2}(?:cancel|anul)|\b(?:en (?:vez|lugar) de|antes que|sin)\s(?:\w+\s)?(?:cancel|anul)|"
        r"\bprefiero\s(?!que\b)(?:\w+\s){1,4}(?:que|a)\s(?:cancel|anul)ar"
    ),
    moves=re.compile(
        r"\b(?:mover\w*|muev\w+|cambi\w+|reagend\w+|reprogram\w+|pospon\w+|aplaz\w+|pasar\w*|otr[oa] (?:hora|horario|dia|fecha)|"
        r"(?:hora|horario|dia|fecha) (?:distint|diferent)\w+|eleg\w+|elij\w+)\b"
    ),
    leaves=re.compile(r"\b(?:dej\w+|como esta|igual|nada|manten\w*|no cambi\w+|olvid\w+|asi esta bien|parar|para|salir|ya no)\b"),
    stops=re.compile(
        r"\W*(?:(?:por favor|ok|no|ya|mejor|perdon)\W+)*(?:parar|para|cancel(?:ar|a|o)?|olvid(?:alo|a|ate)|salir|"
        r"dejalo(?: asi)?|ya no|stop)"
        r"(?:\W+(?:por favor|gracias|eso|esto))*\W*"
    ),
    again=re.compile(
        r"\b(?:reenvi\w+|(?:envia|manda|enviame|mandame)\w* (?:otro|otra vez|uno nuevo|de nuevo)|otro codigo|codigo nuevo|nuevo codigo|"
        r"otra vez|de nuevo|no (?:me )?(?:ha |han )?(?:lleg\w+|recib\w+|aparec\w+|encuentr\w+|veo)|no hay (?:nada|codigo|correo))\b"
    ),
    other_address=re.compile(
        r"\b(?:otro|diferente|equivocad\w+|cambiar (?:el|mi)) (?:correo|e-?mail|mail|direccion)\b|\bcorreo equivocado\b"
    ),
    no_email=re.compile(
        r"\b(?:no tengo|sin|perdi|no puedo (?:entrar|abrir|ver)|no recuerdo|olvide) (?:a |un |el |mi |al |acceso a )*"
        r"(?:correo|e-?mail|mail)\b|"
        r"\b(?:solo|con) (?:(?:un|mi|el) )?(?:telefono|celular|numero)\b"
    ),
)


def change_words(language: Language) -> ChangeWords:
    """The words of a language."""
    return _SPANISH if language == "es" else _ENGLISH


def says_so(pattern: re.Pattern[str], text: str) -> bool:
    """True when the words are in the text."""
    return pattern.search(fold(text)) is not None


def is_just(pattern: re.Pattern[str], text: str) -> bool:
    """True when the text is nothing but these words."""
    return pattern.fullmatch(fold(text)) is not None
