"""Short answers in Spanish, with the English ones that people mix in."""

from __future__ import annotations

import re

from bot.forms.words import Words

SPANISH = Words(
    come_first=True,
    yes=re.compile(
        r"^\W*(?:s|si+p?|simon|claro(?: que si)?|por supuesto|desde luego|de acuerdo|estoy de acuerdo|vale|va|dale|sale|listo|perfecto|"
        r"excelente|genial|esta bien|esta perfecto|todo (?:esta )?bien|bueno|correcto|correcta|asi es|exacto|exactamente|acepto|confirmo|"
        r"confirmad[oa]|confirma(?:r|lo|la)?|reserva(?:r|lo|la)?|hazlo|hazla|adelante|me parece(?: bien)?|suena bien|obvio|"
        r"ok|okay|oki|okey|yes|yep|yeah|sure|k)\b(?P<rest>.*)$",
        re.DOTALL,
    ),
    takes_back=re.compile(r"\b(?:pero|excepto|salvo|cambia\w*|cambio|menos|no|mejor)\b"),
    no=re.compile(
        r"^\W*(?:n|no+(?!\s(?:se\b|lo se\b|entend|entiendo|estoy segur|comprend))|nop|nope|nel|para nada|nunca|jamas|rechazo|mejor no|"
        r"prefiero (?:que )?no|claro que no|tampoco|todavia no)\b"
    ),
    doubt=re.compile(r"^\W*no+,? (?:lo )?(?:se|entend\w*|entiend\w*|comprend\w*|estoy segur\w*|me queda claro)\b"),
    stop=re.compile(
        r"(?:(?:no|ya|ok|bueno|mejor|perdon|disculpa|sabes que|por favor|quiero|quisiera|prefiero)[\s,.]+)*"
        r"(?:cancel(?:ar?|alo|ala|emos|ado|o)?(?: (?:todo|esto|eso|la (?:reserva|visita|cita)))?|"
        r"olvid(?:alo|ala|a|ate)(?: (?:esto|eso|de esto|de eso))?|"
        r"deja(?:lo|la|moslo)(?: asi)?|ya no(?: (?:quiero|gracias|me interesa|voy a ir)(?: nada| seguir| reservar)?)?|"
        r"no quiero (?:seguir|continuar|nada|reservar)|"
        r"no me interesa|parar|salir|alto|basta|terminar|cancel|never ?mind)"
        r"(?:[\s,.]+(?:por favor|porfa\w*|gracias|ya|todo|no))*"
    ),
    coming=re.compile(
        r"\b(?:(?:puedo|podemos|podria(?:mos)?|quiero|queremos|quisiera(?:mos)?|me gustaria|nos gustaria|voy a|vamos a|pienso|se puede)"
        r" (?:ir|pasar|visitar\w*|venir|conocer\w*|llegar|agendar|reservar|apartar|ver (?:la|el|las) (?:escuela|campus|instalaciones))"
        r"|visita(?:r|rlos)?|tour|recorrido|cita)\b"
    ),
    undecided=re.compile(
        r"\b(?:no (?:lo )?se|todavia no|aun no|no estoy segur[oa]s?|no (?:lo )?he decidido|no decido|sin decidir|indecis[oa]|ni idea|"
        r"no tengo (?:idea|claro)|cualquiera?|el que sea|la que sea|lo que sea|me da (?:igual|lo mismo)|da igual|lo estoy pensando|"
        r"no importa|ningun[oa]?|despues (?:te|les|lo) digo|saltar|omitir|idk|not sure|any)\b"
    ),
    waitlist=re.compile(
        r"^(?!.*\b(?:no|que es|que significa|como|por que|quita\w*|saca\w*|borra\w*|cancela\w*)\b).*\b(?:lista de espera|waitlist)\b|"
        r"^\W*(?:yo )?(?:espero|esperamos|prefiero esperar|podemos esperar|puedo esperar)\b"
    ),
    skip=re.compile(
        r"(?:(?:no|nop|nel|n|no gracias|ahora no|por ahora no|nada|nada mas|ninguno|ninguna|nadie|nadie mas|saltar|omitir|paso|"
        r"asi esta bien|esta bien asi|dejalo asi|eso es todo|es todo|todo bien|cancelar?|para|parar|luego|despues|mas tarde|mejor no|"
        r"prefiero no|para nada|no hace falta|no es necesario|skip|none|no thanks)"
        r"(?:[\s,.!]+(?:gracias|por favor|por ahora|por el momento))*[\s,.!]*){1,3}"
    ),
    access=re.compile(
        r"\b(?:silla de ruedas|andador|muletas?|baston|movilidad|escaleras?|escalones|rampas?|ascensor|elevador|discapaci\w+|sord[oa]s?|"
        r"audicion|oye poco|lengua(?:je)? de senas|interprete|subtitulos|cieg[oa]s?|vista|braille|letra grande|perro guia|"
        r"perro de servicio|autis\w+|epilep\w+|alerg\w+|asma|ansiedad|embarazada|cochecito|carriola|"
        r"accesib\w+|acceso|sentarse|asiento|estacionamiento)\b"
    ),
    parts={
        "tour_time": re.compile(r"\b(?:horas?|horarios?|fechas?|dias?|cuando|cita|turno|reagendar|reprogramar)\b"),
        "contact": re.compile(
            r"\b(?:correo|e-?mail|mail|direccion|telefono|fono|celular|cel|movil|contacto|numero(?! de personas| de gente))\b"
        ),
        "name": re.compile(r"\b(?:nombre|apellidos?)\b"),
        "program": re.compile(r"\b(?:programa|carrera|curso)\b"),
        "party_size": re.compile(r"\b(?:personas?|gente|invitados?|acompanantes?|grupo|cuantos (?:somos|vamos|van))\b"),
    },
    party=re.compile(
        r"(?:\b(?:grupo|familia) de |\bpara |\bsomos |\bseremos )?(?P<count>-?\b\d{1,9}) *(?:personas?|gentes?|invitados?|visitantes?)\b"
        r"|\b(?:grupo de|familia de|somos|seremos|vamos a ser) (?P<party>-?\d{1,9})\b(?! *(?:anos|de))"
    ),
    ordinal=re.compile(
        r"^\W*(?:(?:quiero|prefiero|dame|escojo|elijo|mejor) )?"
        r"(?:(?:la |numero |num\.? ?|opcion |no\. ?|#)*(?P<digit>[1-9])"
        r"|(?:el |la |los |las |opcion |numero )*(?P<word>primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|ultim[oa]))"
        r"(?: opcion| hora| horario| dia| fecha)?(?: por favor| porfa(?:vor)?)?\W*$"
    ),
    ordinals=("primer", "segund", "tercer", "cuart", "quint", "sext"),
    last="ultim",
)
