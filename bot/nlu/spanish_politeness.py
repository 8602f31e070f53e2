"""The polite words around a question in Spanish: "Hola, buenas, una preguntita: ¿está lejos? Gracias de antemano"."""

from __future__ import annotations

from bot.nlu.accents import spanish

_GREETING = (
    r"(?:hola+s?|ola|holi|hey|oigan?|oye|alo|que\stal|q\stal|saludos|buen(?:as|os)\s(?:dias|tardes|noches)|buenas|buen\sdia|estimad[oa]s?(?:\s\w+)?)"
    r"(?:\s(?:a\stod[oa]s|equipo|amig[oa]s?|gente|de\snuevo|otra\svez|senor(?:es|a|ita)?))?"
)
_PREFACE = (
    r"(?:(?:tengo|solo|nomas|solo\stengo|tenia)\s)?(?:una|otra|la|mi|dos)\s(?:pregunt(?:it)?a|consult(?:it)?a|dud(?:it)?a|cosa|cosita)s?(?:\s(?:mas|rapida|nomas))?|"
    r"(?:perdone?n?|disculpe?n?|perdon|disculpas?)(?:\s(?:la\smolestia|que\s(?:los?|te|le)\smoleste))?|con\spermiso|"
    r"(?:me|nos)\s(?:pued(?:es|en?)|podri(?:as?|an))\s(?:ayudar|decir|orientar|informar)(?:\s(?:por\sfavor|con\sesto|algo))?|"
    r"queria\s(?:saber|preguntar)(?:les?)?(?:\ssi)?|bueno|pues|este+|mira|ok|okey|vale|por\scierto|ya\sque\sestamos"
)
_CLOSING = (
    r"(?:muchas\s|mil\s|muchisimas\s)?gracias?(?:\s(?:de\santemano|por\s(?:todo|su\sayuda|tu\sayuda|la\sayuda)|de\snuevo|amig[oa]))?|grax|grcs|"
    r"(?:por\s?favor(?:cito)?|porfa(?:s|vor)?|porfis|x\sfavor|xfa|pls|plis)|si\s(?:son|es|eres)\stan\samables?|si\sno\ses\s(?:mucha\s)?molestia|"
    r"(?:usted|ustedes|tu)\ssabe[ns]?|sabe[ns]?(?:\s(?:usted(?:es)?|algo))?|me\s(?:dice[ns]?|avisa[ns]?)|solo\spor\s(?:saber|curiosidad)|quisiera\ssaber|"
    r"saludos|bendiciones|verdad|no|cierto"
)
OPENS = spanish(rf"^\W*(?:y\s(?=ya\s))?(?:(?:{_GREETING}|{_PREFACE})(?:\W+|$))+")
CLOSES = spanish(rf"(?:^|[\s,.;!?¿¡-]+)(?:(?<!\w)(?:{_CLOSING})(?:\W+|$))+$")
