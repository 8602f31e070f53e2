"""How questions are put and joined in Spanish."""

from __future__ import annotations

import re

from bot.nlu.accents import spanish
from bot.nlu.question_words import QuestionWords

_BEFORE = r"(?:(?:a|de|en|con|por|para|desde|hasta|sobre|hacia)\s)?"
_SURE_WORD = r"(?:cuales?|quien(?:es)?|cuant[oa]s?|cto|por\sque|xq|pq|q\stal|que\stal)"
_WORD = rf"(?:{_SURE_WORD}|que|q|k|ke|como|cuando|a?donde)"
_VERB = (
    r"(?:hay|tiene[ns]?|tendran?|puedo|puede[ns]?|podemos|podria[ns]?|se\s(?:puede|necesita|requiere|estudia|paga|ocupa)|es|son|esta[ns]?|sera|seria|dan|ofrecen?|"
    r"aceptan|admiten|ayudan|necesito|ocupo|hace\sfalta|incluyen?|queda[ns]?|cuesta[ns]?|cobran?|dura[ns]?|paga[ns]?|sirven?|vale|dejan|permiten|ensenan|"
    r"tengo\sque|hay\sque|debo|existen?|cuentan\scon|hacen|"
    r"(?:me|te|les?|nos|los?|las?)\s(?:pueden?|podrian?|dan|ayudan?|aceptan|dejan|cobran|pagan|sirve|conviene|toca|consiguen))"
)
_TELL = (
    r"(?:(?:por\sfavor|porfa)\s)?(?:dime|digan?me|cuentan?me|explican?me|expliquen?me|"
    r"me\s(?:dices|dicen|puedes?\sdecir|pueden\sdecir|podrian?\sdecir|explicas?|explican))"
)
_ASKER = rf"(?:{_BEFORE}{_WORD}\b|(?:si\s)?{_VERB}\b|si\s(?!no\b)\w+[ae]n\b|{_TELL}\b)"
_LINK = (
    r"(?:y|e|o|n|&|\+|tambien|ademas|pero|entonces|luego|y\stambien|otra\s(?:cosa|pregunta|duda)|aparte|de\spaso|por\sultimo|"
    r"por\scierto|ah|oye|ok)"
)
_WISH = (
    r"(?:(?:tambien\s)?(?:me\s(?:gustaria|interesa|urge)|quisiera|quiero|queremos|quisieramos|desearia|querria|necesito|necesitamos|busco|deseo|ando\sbuscando)\s(?:tambien\s)?"
    r"(?:saber|conocer|ver|visitar|ir|hablar|platicar|conversar|agendar|reservar|apartar|programar|hacer|pedir|preguntar|entender|aprender|recibir|inscribirme|"
    r"informacion|info|informes|un\s(?:tour|recorrido)|una\s(?:visita|cita))|(?:no\s(?:se|tengo\sidea\sde)|ni\sidea\sde)\s"
    rf"{_BEFORE}{_WORD}|(?:agenden?|reserven?|aparten?|programen?|anoten|apunten)\w*|(?:me|nos)\s(?:agendan?|reservan?|apuntan?|anotan?))\b"
)
_HELLO = r"(?:hola|buenas|buenos\s(?:dias)|buenas\s(?:tardes|noches)|oigan?|oye|disculpen?|por\sfavor|porfa)"
_START = rf"^\W*(?:(?:{_LINK}|{_HELLO})\b\W*)*"
_REFERS = spanish(
    r"\b(?:eso|es[ea]s?|esos|aquell?[oa]s?|estos|ell[oa]s|l[oe]s?(?=\s(?:pag|d[ae]n|ofrec|ensen|puedo|puede|hace|incluy|tien|acept|cobr|reconoc|acredit|valid|necesit|consig|"
    r"ayud|recomiend|vale|dej|quit|tom))|amb[oa]s|el\sotro|la\sotra|l[oa]s\sotr[oa]s|el\smismo|la\smisma|al[lg]un[oa]s?\sde)\b"
)

SPANISH = QuestionWords(
    sentence=re.compile(r"(?<=[?!.;])\s+|\s*\n+\s*|(?<=\?)(?=\w)|(?<=[^\s¿¡(])\s*(?=¿)"),
    joined=spanish(
        rf"\s*,?\s+(?:{_LINK},?\s+)+(?={_ASKER}|{_WISH})|\s*,\s*(?={_BEFORE}{_SURE_WORD}\b|{_VERB}\b|{_TELL}\b|{_WISH})|\s*,\s*(?=¿)"
    ),
    asks=spanish(rf"\?|¿|{_START}{_ASKER}"),
    wants=spanish(rf"{_START}{_WISH}"),
    lists=spanish(
        r"(?:\b(?:info|informacion|informes|detalles|saber|dime|cuentame|preguntas?|dudas?|interesad[oa]|interesa|hablame|datos)\b(?:\s\w+){0,3}?\s"
        r"(?:sobre|de|del|acerca\sde|respecto\sa)\b(?:[^:?.!,]{0,40}:)?|^sobre\s|:)\s*(?=[^:?.!]*$|[^:?.!]*[?.!]+$)"
    ),
    commas=spanish(r"\s*[,;/]\s*(?:(?:y|e|o|mas|tambien)\s+)?|\s+(?:y|e|&|\+)\s+"),
    refers=_REFERS,
)
