"""Spanish words for wanting a booked tour cancelled or moved, as patterns on folded text."""

from __future__ import annotations

import re

from bot.nlu.extraction.patterns import verbose

CALLS_OFF = re.compile(r"cancel|anul|suspend")
MOVES = re.compile(r"mov|muev|mueb|pas|pospon|aplaz|reagend|reprogram|adelant|atras|retras|recorr|otr|nuev|distint|diferent")

_WHAT = r"(?:visita|tour|recorrido|cita|reserva(?:cion)?|reservacion)"
_AFTER = r"(?!\scon\s(?:el|la|mi|un|una)\s(?:dentista|doctora?|medic[oa]|abogad[oa])|\sal?\s(?:dentista|doctora?|medic[oa]|banco|hospital))"
_PARTS = r"(?:(?:la|el|de)?\s?(?:fecha|hora|horario|dia)\s(?:de|para)\s)?"
_MINE = rf"{_PARTS}(?:mi|nuestra|nuestro)\s{_WHAT}\b{_AFTER}"
_BOOKED = (
    rf"{_PARTS}(?:la|el|una|un|esa|ese|esta|este)\s{_WHAT}\s(?:de\s\w+\s)?que\s(?:ya\s)?"
    r"(?:hice|hicimos|reserve|reservamos|tengo|tenemos|tenia|teniamos|agende|agendamos|aparte|hemos|he)\b"
)
_THE = rf"{_PARTS}(?:la|el|esa|ese|esta|este)\s{_WHAT}\b{_AFTER}"
_CALLS_OFF = r"(?:cancel(?:ar|o|amos|en|es|e|a|arme|arla|arlo)|anul(?:ar|o|amos|en|es|e|a)|suspender)"
_MOVES = (
    r"(?:mov(?:er|erme|emos)|muev(?:an|as|a|e|o)|pasar(?:me)?|pas(?:en|es|e)|pospon(?:er|ga|gan|gas)|aplaz(?:ar|a)|aplacen?|reagend(?:ar|o|en|es|e|a)|"
    r"reprogram(?:ar|o|en|es|e|a)|adelant(?:ar|en|e)|atras(?:ar|en|e)|retras(?:ar|en|e))"
)
_CHANGES = r"(?:cambi(?:ar(?:me|le)?|o|amos|en|es|e)|modific(?:ar|o)|modifiquen?)"
_ANY = rf"(?:{_CALLS_OFF}|{_MOVES}|{_CHANGES})(?:\s(?:o|u|y)\s(?:{_CALLS_OFF}|{_MOVES}|{_CHANGES}))?"
_LEAD = r"""(?:(?:^|[.,!?;:\n(-]\s*|\b(?:y|o|pero|entonces|por\sfavor|porfa|hola|ok|perdon|disculpe?n?|que|de|quiero|queremos
    |quisiera(?:mos)?|necesito|necesitamos|deseo|puedo|podemos|podria(?:mos|n)?|pueden?|puedes|podrias|debo|debemos|gustaria|voy\sa|vamos\sa|quieren?|como|favor)\s)
    (?:(?:me|nos|favor\sde|por\sfavor|ya|se|puedo|puede[ns]?)\s)*)"""

WISHES = (
    verbose(rf"{_LEAD}(?P<verb>{_ANY})\s(?:a\s)?(?:{_MINE}|{_BOOKED})"),
    verbose(
        r"""\b(?:quiero|queremos|quisiera(?:mos)?|necesito|necesitamos|tengo\sque|tenemos\sque|deseo|puedo|podria|me\sgustaria|voy\sa|vamos\sa|favor\sde|hay\sque)\s"""
        rf"(?P<verb>{_CALLS_OFF}|reagendar|reprogramar|posponer|aplazar)\s{_THE}"
    ),
    verbose(
        rf"\b(?P<verb>otr[oa]|nuev[oa]|una?\s(?:distint[oa]|diferente))\s(?:hora|horario|dia|fecha)(?:\s(?:distint[oa]|diferente))?\spara\s(?:{_MINE}|{_BOOKED})"
    ),
    verbose(
        r"\b(?:no\s(?:puedo|podemos|podre|podremos|voy\sa\spoder|vamos\sa\spoder|alcanzo\sa|voy\sa|vamos\sa))\s"
        rf"(?:ir|asistir|llegar|venir|presentarme|acudir)\sa\s(?:{_MINE}|{_BOOKED})"
    ),
    verbose(
        r"""^\W*(?:(?:hola|buenas|disculpen?|perdon|por\sfavor)\W+)*
        (?:(?:quiero|queremos|quisiera|necesito|necesitamos|tengo\sque|tenemos\sque|deseo|puedo|podria|me\sgustaria|como\spuedo)\s)
        (?P<verb>reagendar|reprogramar)(?:\W+(?:por\sfavor|gracias))*\W*$"""
    ),
)
NOT_MEANT = verbose(
    r"""\b(?:si\s(?!se\spuede\b)\w+|en\scaso\sde|que\spasa|pasaria|costo|cobran|cargo|multa|penalizacion|reembolso|politica|sin\scosto|gratis
    |(?:ustedes|la\sescuela)\s(?:cancel|cambi|muev)\w*|por\sque\s(?:me\s)?(?:cancel|cambi|mov)\w*|tuve\sque|tuvimos\sque|banda|concierto|gira|virtual|en\slinea
    |dentista|doctora?|medic[oa]|abogad[oa]|hospital|banco|museo|hotel|vuelo)\b
    |\bno\s(?:quiero|queremos|quisiera|necesito|voy\sa|vamos\sa|hay\sque)\s(?:cancel|anul|cambi|mov|pospon|reagend|reprogram)
    |\bno\s(?:me\s|la\s|lo\s)?(?:cancel|anul|cambi|muev)"""
)

_ENDS = r"(?=\W*$|\s*[.,!?;:\n)]|\s(?:por|porfa(?:vor)?|ya|entonces|gracias|todo|porque|pues|ahora|hoy)\b)"
#: Of a booking that both have before them: "cancélala", "me la puedes cancelar", "sí, cancela".
SPOKEN_OF = verbose(
    rf"""(?:{_LEAD}|\b(?:si|dale|vale|bueno|claro|mejor|solo|adelante|va)\s(?:(?:me|nos|por\sfavor|ya)\s)*)
      (?:cancel|anul)(?:(?:ar|a|e|en|emos)(?:me|nos|te)?l[aeo]s?\b|(?:ar|a|e|en)(?:{_ENDS}|\s(?:{_THE}|eso\b|esto\b)))
    |\bl[ao]s?\s(?:(?:puede[ns]?|podria[ns]?|puedo|quiero|necesito|tengo\sque|voy\sa)\s)?(?:cancel|anul)(?:ar|as?|an|o|en?)\b"""
)
REQUESTS = verbose(
    r"""(?:(?<!se\s)\b(?:puede[ns]?|podria[ns]|quieres|quieren)\s|\b(?:puedo|podemos|podria)\s(?=.*\bpor\s?fa))
      (?:(?:por\sfavor|ya)\s)*(?:cancel|anul)
    |\b(?:me|nos)\sl[ao]s?\s(?:cancel|anul)|\bl[ao]s?\s(?:(?:puede[ns]?|podria[ns])\s(?:cancel|anul)|(?:cancel|anul)as\b)
    |(?:^|[.,!?;:\n])\s*(?:(?:si|ok|vale|bueno|no|por\sfavor|porfa)\W+)*(?:cancel|anul)(?:ar|a|e|en)(?:(?:me|nos)?l[aeo]s?)?\b"""
)
ABOUT = verbose(r"^\W*que\b|\b(?:que\spasa|cuando|cuant[oa]s?|por\sque|quien|donde|cual)\b")
HEDGED = verbose(r"\b(?:tal\svez|quizas?|a\slo\smejor|puede\sque|posiblemente|probablemente|pensando|no\s(?:se|estoy)|deberia)\b")
YES = re.compile(
    r"^\W*(?:sí\b|si(?=\W+(?:por favor\W+)?"
    r"(?:quiero|necesito|(?:canc[eé]l|an[uú]l)(?:a|en?)(?:me|nos)?l[aeo]s?|(?:cancel|anul)(?:ar\w*|a))\b))\W*",
    re.IGNORECASE,
)
"""A yes that begins a message. Without its accent it reads like an if: "si cancelala"."""
CANNOT_COME = verbose(
    r"""\bno\s(?:puedo|podemos|podre|podremos|voy\sa\spoder|vamos\sa\spoder)\s(?:ir|asistir|llegar|venir)
    (?=\W*$|\s*[.,!?;:\n)]|\s(?:ya|siempre|ahora|porque|ese|esa|el\s(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo))\b)"""
)
