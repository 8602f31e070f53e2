"""Tells when somebody takes an opt-out back. Only clear words count: consent is never guessed."""

from __future__ import annotations

import re

from bot.nlu.accents import spanish

_AGAIN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|hi|hello|please|pls|actually|sorry)\W+)*(?:"
    r"unstop|resubscribe(?: me)?|opt me (?:back )?in(?: again)?|opt (?:back )?in|subscribe me again|"
    r"(?:you (?:can|may) |(?:start|resume) )(?:send(?:ing)?|text(?:ing)?|messag(?:e|ing)|e-?mail(?:ing)?|writ(?:e|ing)(?: to)?) me"
    r"(?: messages| texts| e-?mails)? again|send me (?:your )?(?:messages|texts|e-?mails|reminders) again|"
    r"(?:start|resume) (?:the |your |my )?(?:messages|texts|e-?mails|reminders)(?: again)?"
    r")(?:\W+(?:please|pls|thanks|thank you))?\W*$",
    re.IGNORECASE,
)
_AGAIN_IN_SPANISH = spanish(
    r"^\W*(?:(?:ok(?:ay)?|hola|por\sfavor|perdon)\W+)*(?:"
    r"(?:ya\s)?(?:me\s)?pueden?\s(?:mandar|enviar|escribir)(?:me)?(?:\s(?:los\s)?(?:mensajes|correos|recordatorios))?\s(?:de\snuevo|otra\svez)|"
    r"vuelvan?\sa\s(?:mandar|enviar|escribir)me(?:\s(?:los\s)?(?:mensajes|correos|recordatorios))?|"
    r"quiero\s(?:volver\sa\s)?recibir\s(?:los\s|sus\s)?(?:mensajes|correos|recordatorios)(?:\s(?:de\snuevo|otra\svez))?"
    r")(?:\W+(?:por\sfavor|gracias))?\W*$"
)


def wants_messages_again(text: str) -> bool:
    """True for a message that says nothing but that messages may be sent again."""
    return len(text) <= 120 and (_AGAIN.search(text) is not None or _AGAIN_IN_SPANISH.search(text) is not None)
