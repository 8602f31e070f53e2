"""What the Spanish words around a day or a time say of it: refused, gone by, another event's, or taken back."""

from __future__ import annotations

import re

from .patterns import phrases, verbose
from .text import DATE_MARK

_BOUNDARY = re.compile(r"[.!?;\n](?=\s|$)|,|\s-\s|\b(?:y|pero|porque|aunque|entonces|asi\sque|pues)\b")
_SENTENCE_END = re.compile(r"[.!?;\n](?=\s|$)|\n|\b(?:pero|porque|asi\sque)\b")

_NOT = phrases(
    r"""no, no puedo(?: ir| pasar| llegar| venir)?, no podemos(?: ir| pasar| llegar| venir)?, no podria(?:mos)?, no quiero(?: ir)?,
    no me (?:queda|sirve|conviene|funciona|va)(?: bien)?, no nos (?:queda|sirve|conviene)(?: bien)?, no es, que no sea, menos, excepto,
    salvo, en vez de, en lugar de, ocupad[oa]s?, nunca, tampoco(?: puedo)?, trabajo, cancela(?:r|n|me)?(?: mi \w+)?, ni"""
)
_REFUSED_BEFORE = re.compile(rf"\b(?:{_NOT})\s(?:(?:el|los|la|las|del|este|a|para|en|de)\s)*$")
_NO_MORE = phrases(
    r"""no(?! hay (?:problema|bronca)| importa| se\b| te preocupes), tampoco, trabajo, trabajamos, estoy ocupad[oa], estamos ocupad[oa]s,
    tengo (?:clases?|trabajo|escuela|que trabajar|cita|doctor|otro compromiso|un compromiso), es imposible, imposible, ya no"""
)
_REFUSED_AFTER = re.compile(
    rf"\s?(?:(?:si\sque\s|pues\s|a\slas?\s\d{{1,2}}\s|en\sla\s\w+\s|por\sla\s\w+\s|{DATE_MARK}+\s)*)(?:{_NO_MORE})\b"
)

TAKING_BACK = phrases(
    r"""mejor, perdon, perdona, disculpa, digo, o sea no, quise decir, quiero decir, queria decir, sino, en realidad, mas bien, corrijo,
    correccion, me equivoque, error, cambialo, cambiala, no espera, espera, olvida eso, ay no, no no, actually, sorry, i mean, ups"""
)
_CORRECTION = re.compile(rf"[-=]>|(?:^|[?.,!])\s{{0,2}}no\b(?!\s(?:mas|importa|antes|despues))|\b(?:{TAKING_BACK})\b")
_MOVE = re.compile(r"\b(?:mover\w*|mueve\w*|cambi\w+|pasa(?:r|me|lo|la|rl[oa])?|recorrer|reagend\w+|reprogram\w+)\b[^.!?\n]{0,40}$")
_MOVED_TO = re.compile(r"[^.!?\n]{0,25}\b(?:al|a|para|por)\b")

_WISHING = phrases(
    r"""puedo, podemos, podria(?:mos)?, puede, pueden, podra, quiero, queremos, quisiera(?:mos)?, quiere, queria(?:mos)?, me gustaria,
    nos gustaria, prefiero, preferiria, preferimos, agend\w+, reserv\w+, apart\w+, visitar\w*, visita, tour, recorrido, cita, ir,
    iria(?:mos)?, voy,
    vamos, venir, pasar, paso, conocer, llegar, disponible, libre, me queda, nos queda, me sirve, me conviene, anota\w*, apunta\w*,
    hay, tienen, se puede, que tal, cambi\w+, mejor, ver la, ver el, estaria, esta bien"""
)
_WISH = re.compile(rf"\b(?:{_WISHING})\b")
_DONE = phrases(
    r"""fui, fuimos, fue, estuve, estuvimos, vine, vinimos, vino, llamaron, me llamo (?:alguien|un)\w*, escribi, mande, hable con, hablamos,
    conoci, tuve, tuvimos, hice, vi, vimos, visitamos, recibi, pague, pregunte, complete, llene, envie, me dijeron, dijeron, empece,
    termine, me mude, salio, cancelaron, quede en, quedamos en"""
)
_PAST = re.compile(rf"\b(?:{_DONE})\b")
_PAST_AFTER = re.compile(rf"\s(?:(?:ya|les|los)\s)?(?:{_DONE})\b")
_ELSEWHERE = phrases(
    r"""naci, nacio, nacida?, cumple\w*, cumplo, me gradu\w*, se gradu\w*, gradu\w+, aniversario, examen(?:es)?, boda, fiesta, concierto,
    quinceanera, estreno, lanz\w+, sale (?:mi|el) (?:disco|album|sencillo), fecha limite, vence\w*, cierra\w*, abren?, empiez\w+,
    comienz\w+, inici\w+, termin\w+, entreg\w+, cirugia, vuelo, viaj\w+, mudanza, me mudo, trabajo, trabaja, turno en,
    tengo (?:clases?|trabajo|escuela|que trabajar|ensayo|juego|misa|corte), ensayo, juego, misa, mi clase, mis clases, aprob\w+"""
)
_OTHER_EVENT = re.compile(rf"\b(?:{_ELSEWHERE})\b")
_OTHER_EVENT_AFTER = re.compile(
    r"\s(?:es|fue)\s(?:mi|su|el)\s(?:cumple\w*|graduacion|boda|aniversario|examen|ultimo\sdia)\b|\s(?:trabajo|tengo\s(?:clases?|escuela))\b"
)
_CALENDAR = phrases(
    r"""(?:clases|semestre|curso|programa|inscripciones|grupo|ciclo|aplicaciones)(?: \w+)? (?:empiez|inici|comienz|termin|abr|cierr)\w+,
    (?:cuando|que dia|que fecha) (?:empiez|inici|comienz|termin|abr|cierr)\w+, fecha limite, ultimo dia"""
)
_OF_THE_CALENDAR = re.compile(rf"\b(?:{_CALENDAR})\b(?:(?!\b(?:puedo|podemos|quiero|ir|visitar)\b)[^.!?\n]){{0,50}}$")
#: Of a time: when somebody gets off work or a class begins.
NOT_THE_VISIT = verbose(
    r"""\b(?:salgo|salimos|sale|salen|entro|entramos|entra|trabajo|trabaja|abren?|cierran?|empieza[ns]?|empiezo|termina[ns]?|termino|desayuno
    |almuerzo|duermo|me\slevanto|despierto|llega\s(?:mi|el)\s\w+|mi\s(?:clase|turno|vuelo|bus)(?:\ses)?|ocupad[oa]|vuelo|cena)
    (?:\s(?:del?|de\sla|mi|trabajo|trabajar|trabajando|clases?|escuela|turno|la))*\s?(?:a|hasta|desde)?\s?(?:las?\s)?$"""
)


def lead_in(folded: str, start: int, reach: int = 70) -> str:
    """The words before a mention, back to the last comma, full stop or joining word."""
    before = folded[max(0, start - reach) : start]
    cut = 0
    for boundary in _BOUNDARY.finditer(before):
        # "Y" right before the mention joins it to the one before: "viernes y sabado".
        if before[boundary.end() :].strip(" el") or boundary[0] != "y":
            cut = boundary.end()
    return before[cut:]


def tail(folded: str, end: int, reach: int = 40) -> str:
    """The words after a mention, up to the next full stop."""
    after = folded[end : end + reach]
    stop = _SENTENCE_END.search(after)
    return after[: stop.start()] if stop else after


def refused(folded: str, start: int, end: int) -> bool:
    """True if the mention is what the visitor does not want ("el viernes no", "no puedo el lunes")."""
    return bool(_REFUSED_BEFORE.search(folded[max(0, start - 50) : start]) or _REFUSED_AFTER.match(folded[end : end + 50]))


def told_as_past(before: str, after: str = "") -> bool:
    """True if the words tell of something that has been, and ask for nothing after it."""
    told = list(_PAST.finditer(before))
    return (bool(told) and not _WISH.search(before, told[-1].end())) or bool(_PAST_AFTER.match(after))


def another_event(before: str, after: str = "") -> bool:
    """True if the date or time belongs to a birthday, an exam, a shift: anything but the visit."""
    other = list(_OTHER_EVENT.finditer(before))
    return (bool(other) and not _WISH.search(before, other[-1].end())) or bool(_OTHER_EVENT_AFTER.match(after))


def of_the_calendar(folded: str, start: int) -> bool:
    """True if the sentence up to there asks for a deadline or the start of the classes."""
    return bool(_OF_THE_CALENDAR.search(folded, max(0, start - 90), start))


def weight(before: str, after: str) -> int:
    """How much a mention reads like a wish: more is better."""
    return 2 if _WISH.search(before) or _WISH.search(after) else 0


def corrected(between: str) -> bool:
    """True if what follows these words takes back what stood before them."""
    return bool(_CORRECTION.search(between))


def moved(folded: str, start: int, between: str) -> bool:
    """True for "cambialo del viernes al sabado": what follows the words between is the wish."""
    return bool(_MOVE.search(folded, max(0, start - 60), start) and _MOVED_TO.match(between))
