"""How many people would come, the speaker included, as said in Spanish.

As in English only a number or a companion counts: "mi hija quiere ir" names a student and says nothing of how many come; "mi hija y
yo", "con mi mama", "somos tres", "para 4 personas" do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from . import spanish_company as company
from .lexicon import given_names
from .party import Party, party
from .patterns import phrases, verbose, words
from .people_lists import LARGEST, PeopleLists
from .spanish_cues import TAKING_BACK, corrected, lead_in, refused, told_as_past
from .spanish_numbers import CARDINALS, number
from .text import CONTACT_MARK, DATE_MARK, MOST_READ, PARTY_MARK, TIME_MARK, Found, mark

_N = company.N
_SOFTLY = phrases("como, unos, unas, solo, solamente, nada mas, nomas, tal vez, quiza, en total, aproximadamente, nosotros, nosotras")
_END = rf"\s*(?:$|[.,;:!?\n){CONTACT_MARK}{DATE_MARK}{TIME_MARK}])"
_UNIT = phrases(
    r"am, pm, a\.? ?m, p\.? ?m, horas?, hrs, anos?, meses, mes, semanas?, dias?, minutos?, min, en punto, y media, y cuarto, de la \w+"
)
_NO_UNIT = rf"(?!\s?(?:{_UNIT})(?!\w)|[\d:/.%]\d|\w)"
_AFTER = phrases(
    """en total, personas?, gente, adultos?, por favor, porfa, y, si, el, los, para, contando, incluyendo, con, nada mas, nomas, gracias,
    en, al, a, ahora, ya"""
)
_WE_ARE = phrases(
    r"""somos, seremos, seriamos, vamos a ser, iriamos, iremos, vamos, iran, van, van a ser, vendriamos, vendremos, venimos, estaremos,
    estamos, asistiremos, asistiriamos, llegamos, llegaremos, serian"""
)
_TOTALS = (
    verbose(rf"\b(?:grupo|familia|total|equipo)\s(?:de|es\sde|somos|seria\sde)\s(?:(?:{_SOFTLY})\s)*(?P<a>{_N}){_NO_UNIT}"),
    verbose(rf"\b(?:personas|gente|cuantos|cuantas|invitados|numero\sde\spersonas)\s?[:=-]\s?(?P<a>{_N})\b"),
    verbose(rf"\b(?:{_WE_ARE})\s(?:(?:{_SOFTLY})\s)*(?P<a>{_N}){_NO_UNIT}(?:\s(?:{company.PEOPLE}))?(?={_END}|\s(?:{_AFTER})\b)"),
    verbose(rf"(?<![\w:.$/-])(?P<a>{_N})\s?(?:{company.PEOPLE})(?!\w)(?!\s(?:en|por)\s(?:cada|la|el|un|una)\b)"),
    verbose(rf"\b(?:visita|tour|recorrido|cita|reserva|lugar|lugares|espacio|cupo|mesa)\spara\s(?:(?:{_SOFTLY})\s)*(?P<a>{_N}){_NO_UNIT}"),
    verbose(
        rf"\bpara\s(?:(?:como|unos|unas|solo|solamente|nosotr[oa]s)\s)*(?P<a>{_N}){_NO_UNIT}(?={_END}|\s(?:en\stotal|por\sfavor|porfa|el|los|y)\b)"
    ),
)
_BRINGING = re.compile(
    r"\b(?:llev(?:o|ar|are|aria|amos|aremos)(?:\sa)?|tra(?:igo|er|ere|eria)(?:\sa)?|con|acompanad[oa]\s(?:de|por)|junto\s(?:con|a)|mas|otras?|otros?|invit\w+\sa)\s(?:otras?\s|otros?\s)?$"
)
_COMPANY_WORD = re.compile(r"(?:personas?|gente|invitad[oa]s?|adultos?|people|guests?)$")
_ALL_OF_US = re.compile(
    r"\b(?:nosotros\slos|nosotras\slas|los)\s(?P<a>dos|tres|cuatro|cinco|2|3|4|5)\b(?=\s*(?:$|[.,;!?\n]|(?:vamos|iriamos|iremos|queremos|podemos|quisieramos)\b))"
)
_BOTH = re.compile(r"\bambos\s(?:vamos|iremos|iriamos|queremos)\b|\bnosotros\sdos\b|\bnosotras\sdos\b")
_ALONE = verbose(
    r"""\b(?:solo|solamente|nomas|nada\smas|unicamente|soy)\s(?:(?:voy|seria|ire|vamos|soy|somos)\s(?:a\sser\s)?)?(?:yo)\b(?!\s(?:y|con|,))
    |\byo\s(?:sol[oa]|solit[oa]|nomas|nada\smas|unicamente)\b|\b(?:voy|ire|iria|vengo|vendre|llego|llegare|asisto|seria|ir|venir)\s(?:a\sir\s)?(?:sol[oa]|solit[oa])\b
    |\bpara\smi\s(?:sol[oa]|nada\smas|nomas)\b|\bpara\sun[oa](?=\s*(?:$|[.,!?]|persona))|\b(?:solo|just)\sme\b|\bpor\smi\scuenta\b|\bsin\sacompanantes?\b|\bnadie\smas\b"""
)
_OTHER_COMPANY = phrases(
    r"""tengo, tenemos, tuve, vivo con, vivimos con, trabajo con, trabajo para, estudio con, hable con, hablo con, hablar con, platicar con,
    consultar con, consultarlo con, preguntar(?:le)? a, clase de, clases de, clases con, cuantos, cuantas, crie, mantengo, cuido,
    cuido a, toco con, grabo con, grabe con, canto con, mande a,
    quedo con, quede con, comparto con, banda de, banda con, me dijo, llamen a, hablen con, contactar a,
    llamar a, comunicarse con, mama de, papa de, madre de, padre de"""
)
_NO_PARTY_BEFORE = re.compile(rf"\b(?:{_OTHER_COMPANY})\s?,?\s?(?:(?:{_SOFTLY}|a|de|mi|mis)\s)?$")
_NO_PARTY_AFTER = re.compile(
    r"\s?(?:en\s(?:la|cada|una)\s(?:clase|banda)|por\s(?:clase|salon)|de\s(?:banda|trabajo)|ya\s(?:fue|fueron|estudi\w+|se\sgradu\w+))\b"
)
_FILLER = r"(?:(?:si|pues|como|solo|somos|seremos|unas|unos|vamos|seriamos|creo\sque|nada\smas|nomas|los|para)\s,?\s?)*"
_BARE = re.compile(rf"\s*{_FILLER}(?P<a>{_N})\b(?:\s(?:en\stotal|personas?|por\sfavor|porfa|nada\smas|nomas|creo))*\s*[.!?]?\s*")
_TAKEN_BACK = verbose(
    rf"[^\d{DATE_MARK}]{{0,30}}?\b(?:{TAKING_BACK}|no)\b[,.!]?\s(?:(?:somos|seremos|son|para|vamos|perdon|mejor)\s){{0,2}}(?P<a>{_N}){_NO_UNIT}(?={_END}|\s(?:{_AFTER})\b)"
)

_TOKEN = re.compile(r"[a-z]+|\d+|\n|[^\s\w]|\w+")
_ME = words("yo mi")
_AND = words("y e mas & + n")
_BRING = words("con llevo llevare llevar llevaria llevamos traigo traer traere mas w")
_COMES = words("acompana acompanara acompanan acompanaran acompanaria")
_WITH_ME = words("conmigo tambien acompana acompanara acompanan acompanaran")
_COMING = words(
    """va van viene vienen ira iran vendra vendran iria irian vaya vayan venga vengan quiere quieren puede pueden podria podrian a ir venir
    me"""
)


def spanish_party(folded: str, *, expected: bool = False) -> Party:
    """Find the party's size; `folded` has contacts and days marked. A size said in English counts where none is said in Spanish.

    `expected` says that it was just asked for, so that a bare number is one.
    """
    found = [one for one in islice(_sizes(folded), MOST_READ) if 1 <= one.value <= LARGEST and _counts(folded, one)]
    if not found and expected and (match := _BARE.fullmatch(folded)) and 1 <= _count(match["a"]) <= LARGEST:
        found = [Found(_count(match["a"]), *match.span("a"))]
    if not found:
        return party(folded, expected=expected)
    best = max((one for one in found if one.start < found[0].end and found[0].start < one.end), key=lambda one: one.end - one.start)
    for one in found[1:]:
        if one.start >= best.end and corrected(folded[best.end : one.start]):
            best = one
    again = _TAKEN_BACK.match(folded, best.end)
    if again and 1 <= _count(again["a"]) <= LARGEST:
        best = Found(_count(again["a"]), *again.span("a"))
        found.append(best)
    return Party(best, mark(folded, [(one.start, one.end) for one in found], PARTY_MARK))


def _sizes(folded: str) -> Iterator[Found[int]]:
    """Sizes in order of trust: spoken totals, companions, "solo yo"."""
    for pattern in _TOTALS:
        for match in pattern.finditer(folded):
            if not (_COMPANY_WORD.search(match[0]) and _BRINGING.search(folded, max(0, match.start() - 24), match.start())):
                yield Found(_count(match["a"]), *match.span())
    yield from _Company(folded).parties()
    for match in _ALL_OF_US.finditer(folded):
        yield Found(_count(match["a"]), *match.span())
    for match in _BOTH.finditer(folded):
        yield Found(2, *match.span())
    for match in _ALONE.finditer(folded):
        yield Found(1, *match.span())


def _counts(folded: str, one: Found[int]) -> bool:
    """False for people the text merely mentions: a class of 20, the parents someone lives with."""
    before = folded[max(0, one.start - 44) : one.start]
    if _NO_PARTY_BEFORE.search(before) or _NO_PARTY_AFTER.match(folded, one.end, one.end + 30):
        return False
    return not refused(folded, one.start, one.end) and not told_as_past(lead_in(folded, one.start))


def _count(spoken: str) -> int:
    return 2 if spoken.startswith("un par") else number(spoken)


class _Company(PeopleLists):
    """The lists of people in one text."""

    def __init__(self, folded: str) -> None:
        super().__init__(folded, _TOKEN)

    def parties(self) -> Iterator[Found[int]]:
        """Parties told by who comes along."""
        at = 0
        while at < len(self._words):
            listed = self._list(at)
            if listed is None:
                at += 1
                continue
            count, end = listed
            first = self._me_before(at)
            last = self._me_after(end)
            total = None
            if first is not None or last is not None or self._brought(at) or self._coming_along(at, end):
                total = count + 1
            elif self._whole(at, end):
                total = count
            if total is not None and count:
                begin = at + (self._words[at] == "con")
                start_at, end_at = first if first is not None else begin, last if last is not None else end
                yield Found(total, self._tokens[start_at].start, self._tokens[end_at - 1].end)
            at = end

    def _item(self, at: int) -> tuple[int, int] | None:
        """Read one companion or group: "mi hermano menor", "dos de mis hijos", "mis papas"."""
        count = 0
        owned = ""
        for position in range(at, min(at + 6, len(self._words))):
            word = self._words[position]
            if word in company.PAIRS and (count in (0, 2)) and owned not in ("mi", "un", "el"):
                return 2, self._past_adjective(position + 1)
            if word in company.ONE and not (word in company.ADJECTIVES and self._word(position + 1) in company.ONE | company.MANY):
                return (count or 1, self._past_adjective(position + 1)) if count or owned else None
            if word in company.MANY and (count or owned):
                return count, self._past_adjective(position + 1)
            if word.isdecimal() or (word in CARDINALS and word not in ("un", "una")):
                value = number(word) if len(word) < 4 or not word.isdecimal() else LARGEST + 1
                if value > LARGEST or count:
                    return None
                count = value
            elif word in company.OWNERS or (word == "de" and count):
                if word == "a" and position != at:
                    return None
                owned = word if word not in ("a", "con", "de") else owned
            elif word not in company.ADJECTIVES:
                return None
        return None

    def _past_adjective(self, at: int) -> int:
        return at + 1 if self._word(at) in company.ADJECTIVES and self._word(at) != "mas" else at

    def _past_name(self, at: int) -> int:
        """Step over a name after a relation: "mi hija Sofia"."""
        position = at + 1 if self._word(at) in (",", "(") else at
        named = position
        while named - position < 3 and self._word(named) in given_names():
            named += 1
        if named == position:
            return at
        return named + (self._word(named) == ")")

    def _past_joiner(self, at: int) -> int | None:
        position = at
        while position - at < 3 and self._word(position) in _AND | {",", "con", "tambien", "a", "para"}:
            position += 1
        return position if position > at else None

    def _me_before(self, at: int) -> int | None:
        """Where "yo y ...", "para mi y ..." begins."""
        position = at - 1
        while position >= 0 and at - position <= 3 and self._words[position] in _AND | {",", "con", "a", "para"}:
            position -= 1
        joined = {*self._words[position + 1 : at]} & (_AND | {"con", ","})
        if position < 0 or not joined or self._words[position] not in _ME:
            return None
        return position if self._words[position] == "yo" or self._word(position - 1) in ("para", "a") else None

    def _me_after(self, at: int) -> int | None:
        position = self._past_joiner(self._past_name(at))
        if position is None or not {*self._words[at:position]} & _AND:
            return None
        if self._word(position) == "yo" and self._word(position + 1) not in ("soy", "estoy", "tengo", "tambien"):
            return position + 1
        return position + 1 if self._word(position) == "mi" and self._word(position - 1) in ("para", "a") else None

    def _brought(self, at: int) -> bool:
        position = at - 1
        while position > 0 and self._words[position] in ("a", "tambien", "otra", "de", "por"):
            position -= 1
        word = self._word(position)
        if self._word(at) == "con":
            return True
        return word in _BRING | _COMES or word.startswith("acompanad") or (word == "junto")

    def _coming_along(self, at: int, end: int) -> bool:
        """True for "mi mama va conmigo", "tambien viene mi papa"."""
        after = self._words[self._past_name(end) : end + 7]
        stop = next((i for i, word in enumerate(after) if word in {".", "!", "?", "\n", ","}), len(after))
        after = after[:stop]
        if after and after[0] in _COMING | _WITH_ME and {"conmigo", *_COMES} & set(after):
            return True
        tells = set(after[:2]) & {"va", "van", "viene", "vienen", "ira", "vendra"} and "tambien" in after
        return bool(tells) or (self._word(at - 1) in ("viene", "va", "vienen", "van") and self._word(at - 2) == "tambien")

    def _whole(self, at: int, end: int) -> bool:
        """True for "2 adultos y 1 nino": nobody else is meant to come."""
        listed = self._words[at:end]
        counted = sum(word.isdecimal() or word in CARDINALS for word in listed)
        return counted > 1 and {"mi", "mis"}.isdisjoint(listed) and bool({"adultos", "adulto", "adultas"} & set(listed))
