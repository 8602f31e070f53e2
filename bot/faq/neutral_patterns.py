"""The patterns by which :mod:`bot.faq.neutral` knows what looks like a figure and is none. Data only: no rule is decided here."""

from __future__ import annotations

import re

from bot.faq import statement_patterns_es as spanish
from bot.faq.statement_patterns import COUNTED, COUNTED_WORDS, NO_NAME, UNIT
from bot.faq.statement_rule import words

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_TEENS = rf"(?:\d{{1,2}}|{'|'.join(('twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'twenty-one'))})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
NEUTRAL = re.compile(
    "|".join(
        (
            r"\b(?:https?://|www\.)\S+",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
            r"(?:\+\d{1,3}[\s.-]?)?\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b|\+\d[\d\s().-]{6,}\d",
            rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?\b(?:,?\s*{_YEAR}\b)?",
            rf"\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?{_MONTH}(?:\s+{_YEAR})?\b",
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
            rf"(?P<span>(?<![$€£\d,.]){_YEAR}\s?[-–/]\s?(?:19|20)?\d\d\b(?:\s+(?:school |academic )?years?\b)?)",
            rf"(?P<year>\b(?:in|since|from|of|by|until|year|class of|spring|summer|fall|autumn|winter|{spanish.YEAR_WORDS})\s+{_YEAR}\b(?!\s?[-–/]\s?\d\d))",
            r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|(?P<clock>\b\d{1,2}:\d\d\b)|\b\d{1,2}\s+o'?clock\b",
            rf"\b{_TEENS}[- ]years?[- ](?:olds?\b|of age\b)|\b{_TEENS}\s+(?:años de edad|or older|or over|and (?:older|over|up)\b)",
            rf"(?P<age>\b(?:age|aged|ages|turn|turning)\s+(?:of\s+)?{_TEENS}\b(?![- ]years?\b))",
            rf"(?P<limit>\b(?:under|over)\s+{_TEENS}\b(?![- ]years?\b|\s+(?:or|and)\s+(?:older|over|up)\b))",
            r"\b24 hours a day\b|\b(?:7|seven) days a week\b|\b24/7\b",
            r"\b\d+(?:\.\d+)?\s?k?hz\b|\b\d+-?bit\b",
            r"(?P<address>\b\d+\s+(?:(?-i:[NSEW])\.?\s+)?(?:(?-i:[A-Z0-9])[\w.]*\s+){1,4}(?:St|Street|Ave|Avenue|Blvd|Boulevard|Road|Rd|Drive|Dr|Lane|Ln|Way|Highway|Hwy|Court|Ct|Parkway|Pkwy)\b)",
            *spanish.NEUTRAL,
        )
    ),
    re.IGNORECASE,
)
"""Of what stands in a group with a name the words around it are looked at, too."""

# --- what tells a year or an age from an amount; on text without accents ------------------------------------------

_PRICED = "fees?|tuition|deposit|costs?|prices?|charges?|pay|pays|matricula|colegiatura|cuotas?|costos?|precios?|inscripcion|cuestan?"
COUNTED_NEXT = re.compile(
    r"\s*(?:%|percent\b|per cent\b|pct\b|por ciento\b|out of\b|de cada\b|k\b|,\d|dollars?\b|usd\b|bucks\b|euros?\b|dolares\b|pesos\b|mil\b|"
    r"(?:hundred|thousand)\b|per\b|(?:an?|each|every)\s+(?:term|person|student|credit|hour|day|week|month|year|semester)\b|"
    r"(?:por|cada|al|a la)\s+(?:semestre|trimestre|mes|ano|semana|dia|hora|persona|estudiante|alumno|clase|credito)\b)"
    rf"|\s+(?:(?!{NO_NAME})[\w'’-]+\s+){{0,2}}?(?:{COUNTED}|{spanish.COUNTED}|{UNIT}|{spanish.UNIT}|people|personas)\b",
    re.IGNORECASE,
)
"""What follows an amount."""
AMOUNT = re.compile(
    rf"(?:[$€£]|\b(?:{_PRICED})(?:\s+(?:of|is|are|was|were|from|at|es|son|de))?|\b(?:starts?|starting|begins?|beginning|rang(?:e|es|ed|ing)|anywhere|"
    r"increased|reduced|raised|lowered|grew|rose|fell|cut|empiezan?|va|van|inicia|inician|parte|parten))\s*$",
    re.IGNORECASE,
)
"""What an amount follows."""
DATED = re.compile(
    rf"\b(?:{_MONTH}|class|classes|year|spring|summer|fall|autumn|winter|as|day|end|beginning|start|middle|half|graduates?|alumni|cohort|calendar|catalog(?:ue)?|"
    r"leaflet|document|page|report|edition|version|survey|study|law|act|rules|letter|list|brochure|primavera|verano|otono|invierno|ano|clase|generacion|"
    r"promocion|egresados|graduados|folleto|documento|pagina|informe|encuesta|edicion|catalogo|calendario|mes|partir|fines|principios|mediados|ley|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\s*$",
    re.IGNORECASE,
)
"""Whose year is told with "of"."""
PERSON = re.compile(
    r"(?:\b(?:i|you|he|she|they|we|who|someone|somebody|anyone|anybody|everyone|everybody|people|person|child|children|kids?|minors?|teens?|teenagers?|adults?|"
    r"visitors?|guests?|students?|applicants?|those|son|daughter|brother|sister|friend)(?:['’](?:re|m|s|ll be))?"
    r"(?:\s+(?:is|are|am|was|were|be|must be|has to be|have to be|needs? to be|should be|will be))?|\bif|^|[,;:(?!.–—])"
    r"\s*(?:\b(?:still|not|just|well|already|both|all)\s+)*$",
    re.IGNORECASE,
)
"""Whose age may follow."""
RATIO = re.compile(r"\bratios?\b", re.IGNORECASE)
"""What stands around a ratio and not around a time."""
NO_STREET = {word for word in COUNTED_WORDS if word.endswith("s")} | words(
    "alumni percent per cent of the their our on to in and who with are is have has found found live lives more"
)
"""Words that no address has between its number and its street."""
