"""Spanish words that are no part of a name, and those that stand around names. On folded text."""

from __future__ import annotations

import re

from .patterns import phrases, verbose, words
from .spanish_calendar import MONTH_NUMBER, WEEKDAY_NUMBER
from .spanish_company import ADULTS, CHILDREN, MANY, PAIRS
from .spanish_numbers import CARDINALS
from .text import CONTACT_MARK, MARKS

HONORIFICS = words(
    "sr sra srta senor senora senorita don dona doctor doctora dr dra ing ingeniero lic licenciado licenciada prof profesor profesora mr mrs ms"
)
PARTICLES = words("de la las los del san santa y e da dos do van von di")
_COMMON = words(
    """a al algo alguien algun alguna algunas algunos alguno ambos ante antes aqui aca ahi alla alli asi aun aunque ayer bien bueno buena buenas
    buenos cada casi como con contra cual cuales cualquier cualquiera cuando cuanta cuantas cuanto cuantos cuya de del desde despues donde durante el ella ellas ellos
    en entonces entre era eran es esa esas ese eso esos esta estaba estado estamos estan estar estas este esto estos estoy fue fui
    gracias ha haber habia hace hacer hacia hago han hasta hay he hola hoy igual ir jamas junto la las le les lo los luego mal manana mas
    me mejor menos mi mia mientras mio mis misma mismo mucha muchas mucho muchos muy nada nadie ni ninguna ninguno no nos nosotras nosotros nuestra
    nuestro nunca o os otra otras otro otros para pero poca poco pocos por porque pronto pues que quien quienes sea segun ser si sido siempre sin sino
    sobre sol sola solamente solo son soy su sus suya suyo tal tambien tampoco tan tanto te tener tengo tiempo tiene tienen toda todas todavia todo todos
    tu tus un una unas unico unos usted ustedes va vamos van varias varios vaya ver vez vosotros voy y ya yo favor porfa porfavor pls ok okay vale
    claro acuerdo perfecto gusto saludos atentamente atte cordialmente adios bye
    quiero queremos quisiera quisieramos queria quiere quieren necesito necesitamos necesita busco buscando puedo podemos podria podriamos
    puede pueden puedes gustaria interesa interesan interesado interesada interesados interesadas escribo escribe escribiendo llamo llama llaman llamas llamar llamando
    habla hablo hablar hablando vivo vive vivimos trabajo trabaja trabajando estudio estudia estudiar estudiando agendar agenda reservar reserva apartar cita visita
    visitar tour recorrido conocer saber informacion informes info pregunta preguntas duda dudas consulta escuela instituto colegio universidad campus programa programas
    carrera carreras curso cursos clase clases musica audio sonido grabacion produccion estudios productor productora ingeniero ingeniera artista cantante rapero rapera dj
    musico musica beatmaker beats correo email mail telefono tel cel celular numero whatsapp wasap contacto contactar direccion nombre apellido apellidos edad anos ano meses mes
    semana semanas dia dias hora horas tarde tardes noche noches mediodia madrugada proxima proximo siguiente viene libre disponible ocupado ocupada listo lista lunes
    nuevo nueva nuevos recien graduado graduada egresado egresada soltero soltera casado casada divorciado veterano veterana militar ciudadano ciudadana residente inmigrante
    mexicano mexicana puertorriqueno puertorriquena boricua cubano cubana colombiano colombiana venezolano venezolana dominicano dominicana hondureno hondurena
    salvadoreno salvadorena guatemalteco guatemalteca peruano peruana ecuatoriano ecuatoriana argentino argentina chileno chilena latino latina latinos hispano hispana americano americana
    mayor menor joven adulto adulta grande chico chica fan fanatico amante aficionado aficionada principiante autodidacta emprendedor desempleado desempleada
    padre madre mama papa hijo hija padres papas familia familiar gente persona personas grupo total ingles espanol
    precio precios costo costos cuesta cuestan pagar pago beca becas ayuda financiera dinero aplicar solicitud solicitar inscribir inscribirme inscripcion inscribirse requisitos
    cancelar cancela parar olvida olvidalo nomas ahora ahorita momento luego despues temprano seguro segura quizas quiza talvez depende creo pienso espero mandar enviar manda envia
    dar doy decir digo dime dice dijo pon ponme ponle anota anotame apunta apuntame registra registrame puse sirve queda quedaria conviene ojala disculpa disculpe perdon
    prefiero preferiria privado anonimo anonima secreto ninguno skip idk lol jaja jajaja jeje xd oye oiga mira bro hey hi hello yes yeah sure thanks thank please my name is i im i'm am the and
    mundo casa hogar ciudad pueblo estado pais florida miami orlando tampa kissimmee texas california mexico cuba colombia venezuela nirvana ableton
    real completo completa legal verdadero verdad orden servirle servirte servicio disposicion habla parte lado encantado encantada mucho
    cosa cosas tema lugar lugares forma manera caso punto vuelta
    primera primero segunda segundo tercera tercero ultima ultimo siguiente cuarta quinta sexta opcion
    estudiante alumno alumna maestro maestra consejero consejera tutor tutora
    fijo fija rato algun saludo cordial feliz contento contenta emocionado emocionada nervioso nerviosa triste cansado cansada
    sera seria serian vendria iria iriamos ire iremos vendre llegar llegare llegaria pasar pasare paso pasaria llevo llevare traigo
    decidido decidida decidir elegir escoger cambiar cambio cambia correcto correcta incorrecto equivocado mal escrito"""
)
NEVER = (
    _COMMON | CHILDREN | ADULTS | MANY | PAIRS | CARDINALS.keys()
    | frozenset(word for word in (*WEEKDAY_NUMBER, *MONTH_NUMBER) if word not in ("abril", "julio", "april", "may"))
)  # fmt: skip
#: Endings of what people say to be or do, which are no names in lower case.
NO_NAME_ENDING = re.compile(
    r"(?:mente|cion|sion|ando|iendo|aria|eria|iria|iera|ieran|amos|emos|imos|able|ible|ante|ente|ista|ado|ada|ido|ida|ados|adas|ense|eno|ena|ero|era|oso|osa|ivo|iva|dor|dora|logo|loga|ando)$"
)

_LETTER = r"(?=[^\W\d_])"
_CALLED = phrases(
    r"""me llamo, mi nombre(?: completo| real| legal)? (?:es|seria), mi nombre(?: completo)?\s?[:=-], nombre(?: completo)?(?: y apellidos?)?\s?[:=-], nombre completo, a nombre de, bajo el nombre de,
    el nombre (?:es|seria), nombre es, my name is, my name's, me nombro, nombre (?:del )?(?:visitante|contacto)\s?[:=-]"""
)
STRONG_CUE = re.compile(rf"(?<!\w)(?:{_CALLED})(?:(?<=[:=-])|(?!\w))\s?(?:es\s)?")
_SPEAKING = phrases(
    r"""(?<!no )(?:yo )?soy, habla, (?:le|te|les) (?:habla|escribe|saluda), escribe, saluda, (?:por )?aqui, aca, de parte de, me dicen, me puedes? (?:decir|llamar), (?:puedes?|pueden) llamarme,
    dime, dimelo, (?:pon|anot|apunt|registr|agend|reserv)a?(?:me|lo|la|le|nos)(?: como| a nombre de| con el nombre de)?, i'm, im, i am, this is, es, seria a nombre de"""
)
WEAK_CUE = re.compile(rf"(?<![\w'])(?:{_SPEAKING})\s(?:el\s|la\s)?(?=(?!\s))")
#: After these weak cues a name must stand alone in its clause.
LOOSE = re.compile(r"(?:es|(?:por\s)?aqui|aca|escribe|dime|dimelo|this\sis)\s(?:el\s|la\s)?")
#: "Ana Torres, para servirle", "Luis al habla".
BEHIND = re.compile(r"(?<=\w)\s?,?\s(?:para\sservir(?:le|te|les)|al\shabla|a\ssus\sordenes|a\ssu\sservicio|es\smi\snombre|me\sllamo)\b")
_CHILD = phrases(",".join(sorted(CHILDREN)))
_RELATIVE = phrases(",".join(sorted(CHILDREN | ADULTS)))
STUDENT = verbose(
    rf"""\b(?:mi|nuestr[oa]|su|la|el)\s(?P<who>{_RELATIVE})(?:\s(?:mayor|menor|pequen[oa]))?(?P<named>,?\s(?:que\s)?(?:se\sllama|llamad[oa]|de\snombre)\s)?
    (?P<comma>\s?[,:(]\s?)?\s?{_LETTER}"""
)
OF_CHILD = verbose(rf"\b(?:el\s)?nombre\sde\s(?:mi|la|el)\s(?:{_CHILD})\s?(?:es|:|seria)\s|\b(?:se\sllama|su\snombre\s(?:es|seria))\s")
PARENT_OF = re.compile(
    r"\b(?:mama|papa|madre|padre|mami|papi|abuel[oa]|abuelit[oa]|ti[oa]|herman[oa]|tutor[a]?|guardian)\sde\s(?=[^\W\d_])"
)
_WANTING = phrases(
    r"""quiere, quisiera, le interesa, esta interesad[oa], tiene interes, desea, busca, le gustaria, le encanta, suena con, va a estudiar, piensa, necesita, ama, ya quiere,
    esta (?:pensando|buscando|considerando|por)"""
)
WANTS = re.compile(rf"\s?,?\s?(?:que\s|quien\s|tambien\s|ya\s)?(?:{_WANTING})\b")
TELLS = re.compile(
    r"\s?,?\s?(?:que\s|quien\s)?(?:me\s(?:dijo|conto|recomendo|hablo|acompana|va)|ya\s(?:fue|estudio|se\sgraduo)|estudio|se\sgraduo|trabaja|fue|va\sconmigo|viene\sconmigo)\b"
)
_CLOSING = phrases(
    r"""(?:muchas |mil )?gracias(?: de antemano| por todo| por su (?:ayuda|tiempo|atencion))?, saludos(?: cordiales)?, atentamente, atte\.?, cordialmente, bendiciones, un abrazo, besos,
    quedo (?:atent[oa]|pendiente)"""
)
SIGNED = re.compile(rf"(?:\b(?:{_CLOSING})[\s,.!\-:)]{{1,6}}|(?:^|[\s.,!?])(?:-{{1,2}}|~)\s?){_LETTER}")
AFTER_SIGNATURE = re.compile(rf"\s*[.!]?\s*(?:$|\n|[{CONTACT_MARK},(|-])")
HARD_END = re.compile(rf"\s*(?:$|[.,;:!?\n()|{MARKS}\d/-])")
_GOES_ON = phrases(
    r"""y, e, pero, mi, mis, quiero, quisiera, quisieramos, queria, necesito, tengo, puedo, podria, podemos, me, nos, estoy, soy, vivo, para, de, con, por, gracias, porfa, si, el, la, los,
    es, aqui, en, and, busco, escribo, llamo, cel, tel, correo, somos, vamos, iriamos, voy, que, hay, al, a, cuando, cuanto, cual, como, desde, ok, tambien, del, tiene, quiere, le,
    su, jaja\w*, mucho, encantad[oa], se, ya, no, nada, un, una"""
)
SOFT_END = re.compile(rf"\s*(?:$|[.,;:!?\n()|{MARKS}\d/&+-]|(?:{_GOES_ON})\b)")
_FILLERS = phrases(
    r"""si, claro, ok, okay, hola, bueno, pues, mira, es, soy, yo soy, me llamo, mi nombre es, mi nombre, a nombre de, el nombre es, nombre, seria, ponle, pon, ponme, anota, anotame, apunta,
    con gusto, buenas(?: tardes| noches)?, buenos dias, por supuesto, va, dale, aqui, habla, im, i'm, it's, my name is, name, yo, con, para, el, la, a, como, ponme como, ponlo a nombre de"""
)
FILLER = re.compile(rf"\s*(?:(?:{_FILLERS})(?!\w)[\s,.:!-]*){{0,4}}")
AFTER_ANSWER = re.compile(
    rf"\s*(?:$|[.,!;\n{MARKS}(:]|-\s|(?:{phrases('y mi, y el, y yo, pero, gracias, por favor, porfa, porfavor, aqui, para servirle, mi cel, mi correo, mi tel, y, me dicen, es mi')})\b)"
)
REFUSAL = re.compile(
    r"\b(?:para\sque|por\sque|prefiero\sno|no\squiero|no\sdoy|no\ste\s(?:lo\s)?(?:digo|doy)|anonim[oa]|es\snecesario|que\s(?:es|programas|carreras)|cuanto|cuando|donde|cual|como\s(?:es|puedo)|hay|tienen|ofrecen)\b"
)
GREETING = re.compile(r"(?:hola|buenas(?:\stardes|\snoches)?|buenos\sdias|buen\sdia|ok|si|claro|soy|me\sllamo|y|oye|hi|hello)\s+")
