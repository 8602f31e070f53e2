"""What a short Spanish message leans on: "¿y son pagadas?" after internships."""

from __future__ import annotations

from bot.nlu.accents import spanish

CUES = {
    "programs_offered": "los programas que ofrecen",
    "program_details": "el programa de Recording Arts",
    "careers": "los trabajos después de graduarse",
    "salary": "el sueldo después de graduarse",
    "internships": "las prácticas profesionales",
    "diploma_value": "si vale la pena el diploma",
    "graduation": "la graduación del programa",
    "job_placement": "la ayuda para encontrar trabajo",
    "alumni": "los egresados de la escuela",
    "tuition": "el costo y la colegiatura",
    "financial_aid": "la ayuda financiera y las becas",
    "admission_requirements": "los requisitos de admisión",
    "apply": "la inscripción y la solicitud",
    "campus_tour": "la visita al campus",
    "contact": "su teléfono y correo",
    "location": "la ubicación del campus",
    "housing": "el alojamiento para estudiantes",
    "student_life": "la vida estudiantil",
    "accreditation": "la acreditación de la escuela",
    "online_classes": "las clases en línea",
    "human_handoff": "hablar con una persona de admisiones",
    "privacy": "mis datos y este chat",
    "opt_out": "que dejen de mandarme mensajes",
    "bot_challenge": "si eres un robot o una persona",
}
"""How each topic is named in front of a message that leans on it."""

_ON = (
    r"y|e|o|pero|entonces|que\s(?:hay|pasa|tal)\s(?:de|con|si)|en\sserio|de\sverdad|como|para|ni|incluso|solo|nomas|nada|tampoco|tambien|"
    r"aunque|osea"
)
LEANS = spanish(
    r"\b(?:entonces|tambien|tampoco|igual|otr[oa]s?|algun[oa]?s?|algo|mas|menos|much[oa]s?|despues|antes|ademas|cualquiera?|ahi|tant[oa]s?|cada\s(?:uno|cuanto))\b"
)
GOES_ON = spanish(rf"^\W*(?:{_ON})\b")
OPENS = spanish(rf"^\W*(?:{_ON}|ok|por\sque|a?donde|cuando|quien(?:es)?|cual(?:es)?|seguro|mas\so\smenos|como\scuant[oa]s?)\b")
