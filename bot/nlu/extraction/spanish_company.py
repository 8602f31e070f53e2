"""The people someone comes with, as they are called in Spanish. On folded text."""

from __future__ import annotations

from .patterns import phrases, words
from .spanish_numbers import spelled

CHILDREN = words(
    """hija hijo hijita hijito nieta nieto sobrina sobrino hermana hermano hermanita hermanito prima primo hijastra hijastro ahijada
    ahijado nina nino chico chica muchacha muchacho bebe menor adolescente alumno alumna estudiante"""
)
ADULTS = words(
    """mama papa madre padre mami papi ama apa jefa jefe mamita papito esposa esposo mujer marido pareja novia novio prometida prometido
    abuela abuelo abuelita abuelito tia tio suegra suegro cunada cunado yerno nuera madrina padrino comadre compadre amiga amigo
    amiguita amiguito companera companero vecina vecino colega tutora tutor padrastro madrastra guardian maestra maestro consejera
    consejero interprete acompanante persona adulto adulta invitado invitada cuate compa roommate mom dad"""
)
ONE = CHILDREN | ADULTS
#: Two people in one word, after "mis" or "los".
PAIRS = words("papas padres abuelos gemelos gemelas mellizos mellizas suegros abuelitos parents")
#: Their number must be said. "Papas" with a number counts too.
MANY = frozenset(word + ("s" if word[-1] in "aeiou" else "es") for word in ONE) | words("gente mas otros otras familiares parientes gentes")
ADJECTIVES = words(
    """otra otro otras otros mejor menor mayor menores mayores pequena pequeno pequenos pequenas adolescente chiquita chiquito dos buen
    buena
    querida querido viejo vieja propia propio adultos adultas mas"""
)
OWNERS = words("mi mis mia mio un una unos unas el la los las su sus nuestra nuestro nuestras nuestros tu ambos ambas al a con")
N = rf"(?:\d{{1,3}}|{spelled(up_to=30, least=1)}|un\spar\sde)"
PEOPLE = phrases(
    "personas?, gentes?, invitad[oa]s?, visitantes?, asistentes?, adultos?, lugares?, cupos?, boletos?, espacios?, people, guests?"
)
