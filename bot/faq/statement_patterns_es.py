"""The Spanish words and patterns of statements. They are tried on text without accents ("año" is "ano"). Data only."""

from __future__ import annotations

import re

from bot.faq.numbers import NUMBER, WORDS
from bot.faq.statement_rule import Rule, any_of, one_of, words

ACCENTS = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")
"""Takes accents off, one letter for one, so that places in the text stay where they are."""

_MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
YEAR_WORDS = "en|desde|de|del|hasta|a[nñ]o"
NEUTRAL = (
    rf"\b(?:0?[1-9]|[12]\d|3[01])(?:º|ro)?\s+de\s+{_MONTH}(?:\s+del?\s+(?:19|20)\d\d)?",
    r"\b\d{1,2}(?::\d\d)?\s?[ap]\.\s?m\b\.?",
    r"(?P<hour>\b(?:a|de|desde|hasta) las? \d{1,2}\b)",
    r"\b(?:menor(?:es)?|mayor(?:es)?)\s+de\s+\d{1,2}\s+a[nñ]os\b",
    r"(?P<edad>\b(?:(?:menos|m[aá]s)\s+de|tengo|tienes|tiene|cumpl\w+)\s+\d{1,2}\s+a[nñ]os\b(?!\s+(?:o m[aá]s|de edad|cumplidos)))",
    r"\b\d{1,2}\s+a[nñ]os\s+(?:o m[aá]s|de edad|cumplidos)\b",
    r"\b(?:las )?24 horas(?: del d[ií]a)?\b(?=[^.]*\b(?:escrib|pregunt)\w*)",
)
"""What looks like a figure and is none. On text with its accents."""

_GROUP_WORDS = words(
    "graduado graduados graduada graduadas egresado egresados egresada egresadas estudiante estudiantes alumno alumnos alumna alumnas exalumno "
    "exalumnos exalumnas titulados generacion"
)
_JOB_WORDS = words("trabajo trabajos empleo empleos puesto puestos chamba contrato contratos colocacion")
_SCHOOL_WORDS = words(
    "escuela escuelas academia academias instituto institutos universidad programa programas curso cursos formacion ensenanza maestros profesores "
    "instructores estudios instalaciones campus carrera"
)
_UNIT_WORDS = words(
    "semana semanas mes meses ano anos semestre semestres trimestre trimestres cuatrimestre cuatrimestres dia dias hora horas"
)
_COUNTED_WORDS = words(
    "estudiantes alumnos alumnas exalumnos graduados graduadas egresados egresadas maestros maestras profesores profesoras instructores instructoras "
    "estudios aulas salones laboratorios sedes campus programas cursos clases materias creditos proyectos pasantias practicas empleadores empresas "
    "socios paises estados ciudades vacantes becas premios grammys discos lugares cupos computadoras consolas microfonos clubes"
)
_GROUP, _JOB, _SCHOOL, _UNIT, _COUNTED = (one_of(one) for one in (_GROUP_WORDS, _JOB_WORDS, _SCHOOL_WORDS, _UNIT_WORDS, _COUNTED_WORDS))
COUNTED, UNIT = _COUNTED, _UNIT
PERSON = re.compile(
    r"\b(?:ten(?:er|go|emos|gas?|gan)|tien(?:es?|en)|cumpl\w+|personas?|alguien|quien(?:es)?|ninos?|ninas?|jovenes|visitantes?|gente|hij[oa]s?|edad)\s+(?:de\s+)?$",
    re.IGNORECASE,
)
"""Whose age may follow."""
INSTITUTION = re.compile(
    r"\b(?:escuelas?|academias?|institutos?|universidad|programas?|cursos?|campus|maestr[oa]s|profesor(?:es|as)|instructor(?:es|as)|empresas?)\b"
    r"(?:(?!\b(?:personas?|gente|jovenes|ninos?|quien(?:es)?|alguien|visitantes?)\b)[^.;,])*$",
    re.IGNORECASE,
)
"""Whose years are no age."""
EXPERIENCE = re.compile(r"\s+(?:de\s+(?!edad\b)|en\s|\w+[aei]ndo\b|dedicad)", re.IGNORECASE)
"""What makes years more than an age."""
_OUR = r"(?:nuestr[oa]s?|l[oa]s|el|la|sus?|tus?|tod[oa]s|est[oa]s)"
_NO_NAME = r"(?:de|del|y|e|o|u|que|en|con|para|por|a|al|la|el|los|las|un|una|se|es|son|si|no|mas)\b"
_NUMERIC = WORDS | words("0 1 2 3 4 5 6 7 8 9")
_PRICED = words(
    "cuesta cuestan costo costos precio precios matricula colegiatura cuota cuotas inscripcion deposito gana ganan ganas ganar ganaras paga pagan "
    "pagas pagaras cobra cobran cobramos sueldo sueldos salario salarios ingresos"
)
_ABOUT = r"(?:(?:solo|apenas|unos|unas|alrededor de|cerca de|menos de|mas de|hasta|desde|casi|aproximadamente|de|en|a)\s+){0,3}"
_BARE = (
    rf"(?!(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|[1-3])\b){NUMBER}(?![\d:/.,]?\d|-[a-z])"
    rf"(?!\s*(?:%|por ciento|de\b|{_UNIT}\b|minutos|veces|partes|pagos|personas|cosas|creditos|pasos))"
)
_PAY_NOUN = r"(?:sueldos?|salarios?|pagas?|pagos?|ingresos|honorarios)"
_FINDS = (
    r"(?:encuentran?|encontraron|encontraran?|consiguen?|consiguieron|conseguiran?|obtienen?|obtuvieron|logran|lograron|reciben|recibieron|tienen|"
    r"hallan|salen (?:\w+ )?con|entran (?:\w+ )?a|han (?:encontrado|conseguido|obtenido|logrado))"
)
_YOU_FIND = (
    r"(?:encontraras|conseguiras|obtendras|tendras|hallaras|lograras|encuentras|consigues|obtienes|saldras con|sales con|"
    r"vas a (?:encontrar|conseguir|tener|obtener|lograr|salir con))"
)

RULES = (
    Rule(
        "money",
        (words("pesos centavos cifras euros dolares"),),
        any_of(rf"{NUMBER}\s?(?:pesos|centavos|euros|dolares)\b", r"\b(?:cinco|seis|siete|5|6|7)\s+cifras\b"),
        is_figure=True,
    ),
    Rule(
        "money",
        (_NUMERIC, _PRICED),
        any_of(rf"\b{one_of(_PRICED)}\b[^.;]{{0,50}}?(?:\b\d{{1,3}}[.,]\d{{3}}\b|\b\d{{4,6}}\b(?!-)|\b\w+\s+mil\b|\bmil\b)"),
        is_figure=True,
    ),
    # Without a currency or a thousand.
    Rule(
        "money",
        (_NUMERIC, _PRICED | words("tarifa tarifas vale valen")),
        any_of(
            r"\b(?:cuotas?|costos?|precios?|matricula|colegiatura|inscripcion|deposito|tarifas?)\s+(?:(?:de|del|para|por)\s+(?:\w+\s+){1,4}?)?"
            rf"(?:es|son|sale|salen|queda|empiezan?|inician?|va|van|parten?)\s+{_ABOUT}{_BARE}",
            rf"\b(?:cuestan?|cobramos|cobran?|vale|valen)\s+{_ABOUT}{_BARE}",
        ),
        is_figure=True,
    ),
    Rule(
        "money",
        (
            words(
                "gratis gratuito gratuita gratuitos gratuitas costo coste cargo cobramos cobra cuesta descuento descuentos rebaja rebajas matricula "
                "colegiatura precio precios costos cuota cuotas barata barato perdonamos condonamos eximimos"
            ),
        ),
        any_of(
            r"\b(?:gratis|gratuit[oa]s?)\b|\bsin (?:ningun )?(?:costo|coste|cargo)\b|\bno (?:te )?(?:cuesta|cobramos|cobra) nada\b",
            r"\b(?:no (?:hay|cobramos|se cobra)|sin)\s+(?:ningun[oa]?\s+)?(?:cuotas?|cargos?|cobros?|costos?|matricula)\b",
            r"\b(?:descuentos?|rebajas?)\s+(?:del?|para)\b|\b(?:ofrecemos|damos|tenemos|hay|da|ofrece|tiene)\s+(?:\w+\s+){0,3}(?:descuentos?|rebajas?)\b",
            r"\b(?:matricula|colegiatura|precios?|costos?|cuotas?|escuela|programa)\s+(?:es|son|esta|estan|sigue|queda|resulta)\s+(?:\w+\s+)?"
            r"(?:baj[oa]s?|barat[oa]s?|accesibles?|economic[oa]s?|razonables?|modic[oa]s?)\b",
            r"\b(?:perdonamos|condonamos|eximimos)\s+(?:\w+\s+){0,3}(?:cuota|matricula|inscripcion|pago)\b",
        ),
    ),
    Rule(
        "percentage",
        (_NUMERIC, _GROUP_WORDS, words("de")),
        any_of(rf"{NUMBER}\s+de\s+(?:{_OUR}\s+)?(?:diez|veinte|cien|\d+)\s+{_GROUP}\b"),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (words("mitad tercio tercios tercera terceras cuarto cuarta cuartas quintas"),),
        any_of(
            rf"\b(?:la mitad|(?:un|dos) tercios?|(?:una|la|dos) terceras? partes?|(?:una|la|tres) cuartas? partes?|un cuarto|(?:dos|tres|cuatro) quintas partes)\s+"
            rf"del?\s+(?:{_OUR}\s+){{0,3}}(?:{_GROUP}|ellos|ellas|quienes|programa|tiempo|costo|precio|grupo|clase)\b",
        ),
        is_figure=True,
    ),
    Rule(
        "percentage",
        (_GROUP_WORDS, words("mayoria mayor casi practicamente muchos muchas todos todas cada cien")),
        any_of(
            rf"\b(?:la (?:gran |inmensa )?mayoria|la mayor parte|casi tod[oa]s|practicamente tod[oa]s|much[oa]s|casi cada)\s+(?:de\s+)?(?:{_OUR}\s+){{0,3}}{_GROUP}\b",
            rf"\b(?:tod[oa]s|cada(?: un[oa] de)?)\s+(?:{_OUR}\s+){{0,3}}{_GROUP}\s+(?:que \w+\s+)?(?:\w+mente\s+)?"
            r"(?:encuentr|consig|obtien|trabaj|termin|se grad|aprueb|pasa|triunf|gana|logra|(?:son|es|sera) contratad)\w*",
        ),
    ),
    Rule(
        "percentage",
        (words("tasa tasas indice doble triple veces"),),
        any_of(
            r"\b(?:tasas?|indices?)\s+de\s+(?:graduacion|aprobacion|exito|retencion|terminacion|finalizacion|aceptacion|desercion|abandono|satisfaccion)\s+"
            rf"(?:\w+\s+)?(?:es|son|fue|fueron|supera|alcanza|llega|esta|de\s+{NUMBER})\b",
            r"\b(?:el doble|el triple|dos veces|tres veces|\d+ veces)\s+(?:de\s+\w+|mas|que|tant[oa]s?)\b",
        ),
    ),
    Rule(
        "pay",
        (
            words(
                "sueldo sueldos salario salarios paga pagas pago pagos ingresos honorarios pagado pagada pagados pagadas remunerado remunerada remunerados "
                "remuneradas lucrativo lucrativa lucrativos lucrativas pagan pagamos gana ganan ganas ganaras ganaran ganar ganando ganamos"
            ),
        ),
        any_of(
            rf"\b{_PAY_NOUN}\s+(?:(?!varia|depende|difiere|cambia)\w+\s+){{0,4}}?(?:es|son|era|eran|promedian?|empiezan?|va|van|llegan?|superan?|rondan?|alcanzan?|"
            r"suben?|crecen?|esta|estan|suele ser|puede ser)\s+(?!(?:distint|diferent|algo|otra|una pregunta|un tema)\w*\b)\w+",
            r"\b(?:bien|mejor|mal|altamente|poco)\s+(?:pagad|remunerad)[oa]s?\b|\blucrativ[oa]s?\b",
            r"(?<!cuanto )(?<!cuanto te )(?<!que )\bpaga(?:n|mos|ran)?\s+(?:muy |bastante |realmente |super )?(?:bien|mejor|mas|poco|mal|muchisimo|mucho|hasta|alrededor|entre|"
            r"por lo menos|al menos|una fortuna)\b",
            r"(?<!cuanto )\bgan(?:a|an|as|aras|aran|ar|aria|arian|ando|amos)\s+(?:\w+\s+){0,2}?(?:bien|mucho|muchisimo|mas|buen dinero|una fortuna|hasta|alrededor|entre|por lo "
            r"menos|al menos|un buen \w+|la vida)\b",
            rf"\b(?:buen|buen[oa]s|buena|alt[oa]s?|excelentes?|gran(?:des)?|competitiv[oa]s?|atractiv[oa]s?|mejor(?:es)?)\s+{_PAY_NOUN}\b",
            rf"\b{_PAY_NOUN}\s+(?:(?:muy|mas)\s+)?(?:alt[oa]s?|buen[oa]s?|excelentes?|competitiv[oa]s?|atractiv[oa]s?|baj[oa]s?|minim[oa]s?)\b",
        ),
    ),
    # What is not paid is said of pay, too: the denial is the statement.
    Rule(
        "pay",
        (words("pagan paga remunera remuneran remunerada remuneradas remunerado remunerados pago sueldo"), words("no sin")),
        any_of(
            r"\bno\s+(?:se\s+)?(?:pagan?|remuneran?)\b(?!\s+(?:matricula|colegiatura|cuota))|\bno\s+(?:son\s+|estan\s+)?(?:remunerad|pagad)[oa]s?\b|\bsin (?:paga|sueldo|goce de sueldo)\b"
        ),
        is_figure=True,
    ),
    Rule(
        "placement",
        (_JOB_WORDS | words("carrera carreras"), _GROUP_WORDS | words("todos todas gente ellos quienes quien personas")),
        any_of(
            rf"\b(?:{_GROUP}|todos|todas|la gente|ellos|quienes?|personas)\b(?:\s+(?!(?:puede|pueden|podrian?|quieren?|busca|buscan|esperan?|si|que)\b)\w+){{0,6}}?\s+{_FINDS}\s+"
            rf"(?:(?:un|una|su|sus|el|buen|gran|de)\s+){{0,3}}(?:\w+\s+){{0,2}}?(?:{_JOB})\b",
        ),
    ),
    Rule(
        "placement",
        (
            words(
                "encontraras conseguiras obtendras tendras hallaras lograras encuentras consigues obtienes saldras sales vas contratado contratada contratados "
                "contratadas contratan contrataran contratar trabajaras trabajan trabajaron trabajado trabajando colocados colocadas empleados colocamos ubicamos "
                "ayudamos conseguimos encontramos ayuda ayudara consigue coloca espera esperandote asegurado seguro"
            ),
        ),
        any_of(
            rf"\b{_YOU_FIND}\s+(?:\w+\s+){{0,3}}?{_JOB}\b",
            r"\bte\s+(?:contratan|contrataran|van a contratar)\b|\b(?:seras|vas a ser|saldras)\s+contratad[oa]\b|\b(?:trabajaras|vas a trabajar)\s+(?:en|para|con|como|de)\b",
            rf"\b(?:{_GROUP}|todos|todas)\s+(?:\w+\s+){{0,4}}?(?:son|fueron|seran|estan|han sido|siguen)\s+(?:\w+mente\s+|ya\s+|siempre\s+)?"
            r"(?:contratad[oa]s|emplead[oa]s|colocad[oa]s|trabajando|reclutad[oa]s)\b",
            rf"\b{_GROUP}\s+(?:(?:ya|hoy|ahora|tambien|casi|siempre|suelen|han|normalmente|actualmente)\s+){{0,3}}(?:trabajan|trabajaron|trabajado|trabajar)\b",
            rf"\b(?:colocamos|ubicamos)\s+(?:a\s+)?(?:\w+\s+){{0,3}}?(?:{_GROUP}|gente|personas|todos)\b",
            rf"\b(?:ayudamos|conseguimos|encontramos|la escuela (?:te |les )?(?:ayuda|ayudara|consigue|coloca))\s+(?:\w+\s+){{0,5}}?{_JOB}\b",
            rf"\bte espera(?:n)?\s+(?:\w+\s+){{0,2}}?{_JOB}\b|\b{_JOB}\s+(?:te espera|esperandote|(?:esta )?asegurado|seguro|para todos)\b",
        ),
    ),
    Rule(
        "placement",
        (
            words(
                "contratan contrata reclutan recluta prefieren prefiere buscan busca quieren quiere necesitan necesita adoran pelean demanda solicitados solicitadas cotizados cotizadas empleables"
            ),
        ),
        any_of(
            r"\b(?:empleadores|estudios|empresas|companias|disqueras|sellos|negocios|la industria|reclutadores|lugares)\s+(?:\w+\s+){0,5}?"
            r"(?:contratan?|reclutan?|prefieren?|buscan?|quieren?|necesitan?|adoran|se pelean (?:por)?)\s+(?:a\s+|por\s+)?"
            rf"(?:{_OUR}\s+){{0,2}}(?:\w+\s+)?(?:{_GROUP}|gente|profesionales|personas|diploma)\b",
            r"\b(?:con|en|hay|tienen|existe)\s+(?:mucha |gran |alta |fuerte |constante |enorme )?demanda\b|\b(?:muy|altamente) (?:solicitad|cotizad|buscad|demandad)[oa]s\b|\bempleables\b",
        ),
    ),
    Rule(
        "placement",
        (words("colocacion empleo contratacion insercion empleabilidad"),),
        any_of(
            rf"\b(?:tasas?|indices?)\s+de\s+(?:colocacion|empleo|contratacion|insercion|empleabilidad)(?:\s+laboral)?\s+(?:es|son|fue|supera|llega|alcanza|esta|de\s+{NUMBER})\b",
            r"\b(?:excelente|gran|alta|altisima|buena|impresionante)\s+(?:tasa de\s+)?(?:colocacion|empleabilidad|insercion|contratacion)\b",
        ),
    ),
    Rule(
        "placement",
        (_JOB_WORDS, words("nadie ningun ninguno ninguna nunca"), words("sin dejado")),
        any_of(rf"\b(?:nadie|ningun[oa]?|nunca)\b[^.]{{0,40}}\b(?:sin|dejado de (?:encontrar|conseguir))\s+(?:un\s+)?{_JOB}\b"),
        is_figure=True,
    ),
    Rule(
        "accreditation",
        (
            words(
                "acreditada acreditado acreditadas acreditados certificada certificado certificadas certificados licenciada autorizada autorizado autorizados aprobada aprobado "
                "aprobados reconocida reconocido reconocidos reconocidas avalada avalado avalados acreditacion licencia certificacion aval validez credito creditos registrada"
            ),
        ),
        any_of(
            r"\b(?:esta|estan|estamos|somos|es|son|fue|sigue|plena|total|oficial|nacional)(?:mente)?\s+(?:\w+mente\s+|bien\s+)?"
            r"(?:acreditad|certificad|licenciad|autorizad|aprobad|reconocid|avalad)[oa]s?\b",
            r"\b(?:acreditad|certificad|avalad|aprobad|autorizad|reconocid)[oa]s?\s+(?:por|ante|para|a nivel|en todo|oficialmente|nacional\w*)\b",
            r"\b(?:tiene|tenemos|cuenta con|contamos con|obtuvo|obtuvimos|recibio|posee)\s+(?:\w+\s+){0,3}?(?:acreditacion|licencia|certificacion|aval|validez)\b|\bvalidez oficial\b",
            r"\bcreditos?\s+(?:\w+\s+){0,4}?(?:se transfieren|son transferibles|cuentan|son aceptados|valen|se aceptan)\s+(?:\w+\s+)?(?:en|a|para|por)\b",
        ),
    ),
    Rule(
        "ranking",
        (
            words(
                "mejor mejores lider lideres principal principales grande grandes antigua antiguo prestigiosa prestigioso respetada completa avanzada barata economica reconocida "
                "popular unica superior superiores"
            ),
            _SCHOOL_WORDS | words("lugar sitio competencia demas otras pais florida estado mundo"),
        ),
        any_of(
            rf"\b(?:no hay )?(?:mejor(?:es)?|principal(?:es)?)\s+(?:\w+\s+){{0,2}}?{_SCHOOL}\b|\b(?:escuela|academia|instituto|universidad|programa)s?\s+(?:\w+\s+){{0,3}}?"
            r"(?:lider(?:es)?\b|mas (?:grande|antigu|prestigi|respetad|complet|avanzad|barat|economic|reconocid|popular|importante)\w*)",
            r"\b(?:la|el|las|los)\s+mejor(?:es)?\s+(?:del?|en)\b|\b(?:no hay )?mejor (?:lugar|sitio) para (?:estudiar|aprender|formarse)\b",
            r"\bunica\s+(?:\w+\s+){0,3}?(?:escuela|academia|universidad)\b|\b(?:la|somos la) unica\s+(?:en|del?)\b",
            r"\b(?:mejor(?:es)?|superior(?:es)?|mas \w+)\s+(?:que|a)\s+(?:\w+\s+){0,2}?(?:otras?|las demas|cualquier|escuelas?|academias?|competencia)\b",
        ),
    ),
    Rule(
        "ranking",
        (
            words(
                "primer primera mundial renombre prestigio prestigiosa prestigioso prestigiosas prestigiosos galardonada galardonado galardonados premiada premiado premiados igual "
                "inigualable inigualables insuperable insuperables incomparable elite top numero"
            ),
        ),
        any_of(
            r"\bde primer (?:nivel|mundo|orden)\b|\bde (?:clase|talla|nivel) mundial\b|\bde (?:gran )?(?:renombre|prestigio)\b|\bprestigios[oa]s?\b|\b(?:galardonad|premiad)[oa]s?\b|"
            r"\bsin igual\b|\binigualables?\b|\binsuperables?\b|\bincomparable\b|\bde elite\b|\b(?:el )?primer lugar (?:en|del?|entre)\b|\btop (?:\d+|tres|cinco|diez)\b",
            r"\bnumero (?:uno|1)\b(?!\s+(?:es|de telefono))",
        ),
    ),
    Rule(
        "guarantee",
        (
            words(
                "garantia garantias prometer prometerte prometido prometida prometen prometes prometeremos promesa promesas aseguramos aseguro asegura aseguran aseguraremos asegurado "
                "asegurada riesgo riesgos devolvemos devolucion fallar fracasar perder arrepentiras imposible seguro definitivamente segura"
            ),
        ),
        any_of(
            r"\bgarantias?\b|\bpromet(?:er(?:te|les|emos)?|id[oa]s?|en|es|eremos)\b|\bpromesas?\b",
            r"\b(?:te|les|nos)?\s*asegur(?:amos|o|a|an|aremos)\s+(?:que|un|una|tu|el|la|a)\b|\b(?:exito|empleo|trabajo|futuro|lugar|puesto)\s+asegurado\b",
            r"\bsin (?:ningun )?riesgos?\b|\bno hay (?:ningun )?riesgos?\b|\bte devolvemos (?:tu|el|su) dinero\b|\bdevolucion de (?:tu |su )?dinero\b",
            r"\bno (?:puedes|vas a|te puedes) (?:fallar|fracasar|perder|equivocar)\w*\b|\bno te arrepentiras\b|\bes imposible (?:fallar|fracasar|no)\b",
            r"\b(?:ten por seguro|puedes estar segur[oa]|dalo por hecho)\b|\b(?:definitivamente|seguro que|con toda seguridad)\s+(?:te\s+|vas\s+a\s+|lo\s+)?\w+",
        ),
    ),
    Rule(
        "duration",
        (_NUMERIC, _UNIT_WORDS),
        any_of(
            rf"(?<![$€£\d,.]){NUMBER}(?:\s?(?:-|–|a|o|y)\s?{NUMBER})?(?:\s+(?:complet[oa]s|enter[oa]s|intensiv[oa]s|largos|academic[oa]s))*\s+{_UNIT}\b(?!\s+(?:atras|antes|pasad))"
        ),
        is_figure=True,
    ),
    Rule(
        "duration",
        (_UNIT_WORDS,),
        any_of(
            r"\b(?:dura|duran|toma|tarda|tardas|lleva|en|durante|terminas|acabas|graduas|completas|por)\s+(?:\w+\s+){0,4}?(?:un|una|medio|media)\s+"
            r"(?:solo\s+)?(?:ano|mes|semestre|trimestre|semana)\b(?!\s+(?:pasad|anterior))",
            r"\b(?:un par de|un(?:o|a)?s (?:poc|cuant)[oa]s|varios|varias|poc[oa]s)\s+(?:semanas|meses|semestres|anos)\b(?!\s+(?:atras|antes|despues))",
        ),
    ),
    Rule(
        "count",
        (_NUMERIC | words("decena decenas docenas cientos miles centenares"), _COUNTED_WORDS | words("personas gente profesionales")),
        any_of(
            rf"(?<![$€£\d,.:])(?!\bun[oa]?\b)(?!\b1\b){NUMBER}\s+(?:(?!{_NO_NAME})\w+\s+){{0,2}}?{_COUNTED}\b",
            rf"\b(?:decenas?|docenas?|cientos|miles|centenar(?:es)?)\s+de\s+(?:\w+\s+){{0,2}}?(?:{_COUNTED}|personas|gente|profesionales)\b",
            rf"{NUMBER}\s+personas\s+(?:ya\s+)?(?:se han graduado|se graduaron|han estudiado|estudian|estudiaron|ensenan|trabajan aqui|por (?:clase|grupo))\b",
            rf"\b(?:clases?|grupos?)\s+(?:\w+\s+){{0,2}}?(?:de|con|hasta)\s+(?:\w+\s+){{0,2}}?{NUMBER}\s+personas\b",
        ),
        is_figure=True,
    ),
    Rule(
        "count",
        (words("clases grupos"), words("pequenas pequenos reducidas reducidos chicos chicas")),
        any_of(
            r"\b(?:clases|grupos)\s+(?:(?:son|muy|siempre)\s+){0,2}(?:pequen|reducid|chic)[oa]s\b|\b(?:pequen|reducid)[oa]s\s+(?:clases|grupos)\b"
        ),
    ),
)

FIRST_WORDS = (
    frozenset().union(*(rule.needs[0] for rule in RULES if rule.needs[0] is not _NUMERIC)) | _PRICED | _UNIT_WORDS | _COUNTED_WORDS
)
"""Without one of these no Spanish rule is tried."""
