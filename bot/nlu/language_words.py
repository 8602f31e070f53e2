"""Words that tell English from Spanish, without accents. What both languages have ("no", "me", "son", "hotel", "radio") stands in none."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPANISH = _words(
    """
    si que quien quienes cual cuales cuanto cuantos cuanta cuantas cuando donde adonde porque xq pq aunque mientras segun desde
    hasta sobre hacia durante por para porfa porfavor pero pues entonces muy tambien tampoco nunca siempre nada nadie alguien
    alguna algunas algunos algun ninguna ninguno ningun otro otra otros otras misma mismo cada mucho mucha muchos muchas pocos
    menos mejor peor bien una unos unas usted ustedes uds nosotros nosotras ellos ellas ella tus sus nuestro nuestra mio mia esto
    este esta estos estas ese esa eso esos esas aquel aqui alli alla ahi ahora ahorita hoy ayer manana tarde noche luego despues
    antes todavia aun apenas casi quiza quizas ojala claro vale sale bueno buena buenos buenas verdad cierto igual solamente hola
    holaa holi adios chao gracias grax disculpe disculpa disculpen perdon favor oye oiga oigan saludos mande basta es soy eres
    somos estoy estan estamos estar ser fue fui seria sera tengo tienes tiene tienen tenemos tener tenia tuve hay habia haya puedo
    puedes puede pueden podemos poder podria podrian podre quiero quieres quiere quieren queremos quisiera quisieramos necesito
    necesita necesitan necesitas necesitamos hago hace hacen haces hacer voy vas vamos iria ver veo saber sabe saben sabes conocer
    conozco decir digo dicen dijo dijeron diganme digame dame deme denme mandame manden manda mandan mandarme mandenme envien
    envian enviame ofrecen ofrece ofreces ensenan ensena ensename cuesta cuestan costaria salen cobran cobra pagar pago pagaria
    paga valen gana ganan ganar ganaria gano aprender aprendo aprende aprenden estudiar estudio estudia estudian estudie trabajar
    trabajo trabaja trabajan trabajos conseguir consigo consiguen ayuda ayudan ayudar ayudas aceptan acepta aceptarme aplico
    inscribo inscribir inscribirme inscribirse matricula matricularme visitar visita visitarlos visitas llego llegar llega llegan
    queda quedan entrar entro empezar empiezo empieza empiezan terminar termino termina dura duran vivir vivo viven hablar hablo
    habla hablan llamo llamas llama llaman llamar llamen llamarme escribir escriban escribirme escribo escribeme dejen deja dejar
    quiten borren borrar borra eliminar eliminen guardan cancelar cancela cambiar cambio reservar reserva agendar agenda apartar
    apuntar gustaria gusta gustan interesa interesan encuentro encontrar busco buscan sirve vende venden piden pide falta faltan
    creo pienso parece prefiero entiendo entendi explicame explicar cuentame cuenten contarme tomar traer llevar venir vengo
    vienen vienes pasar pasa salir salgo graduarme graduarse graduo graduan gradua graduar titulo titulos certificado beca becas
    financiera financiero financiamiento prestamo prestamos precio precios costo costos coste cuota cuotas dinero mensualidad
    sueldo sueldos salario salarios empleo empleos egresado egresados exalumnos graduado graduados practicas pasantia pasantias
    musica sonido grabar artista artistas vivienda dormitorio dormitorios residencia residencias hospedaje departamento cuarto
    cuartos recorrido cita citas requisito requisitos edad papeles documentos estudiante estudiantes alumno alumnos profesor
    profesores profesora maestra maestros escuela escuelas colegio universidad instituto carrera carreras programa programas curso
    cursos clase clases horario horarios hora horas dia dias semana semanas meses ano anos lunes martes miercoles jueves viernes
    sabado sabados domingo domingos enero febrero marzo abril mayo junio julio septiembre octubre noviembre diciembre telefono
    correo numero lugar ciudad calle cerca lejos ingles espanol espanola persona personas gente asesor asesora consejero consejera
    privacidad datos mensaje mensajes texto hijo hija hijos hijas hermano hermana esposo esposa mayor menor mayores menores
    gratuito gratuita siguiente proximo proxima primero primera segundo segunda ultimo ultima dos tres cuatro cinco seis siete
    ocho nueve nuestros nuestras linea presencial presenciales presencialmente vez veces cosa cosas tipo tipos aparte ademas
    incluye incluyen inicia inician inicio becados empresas industria vida carro autobus estacionamiento comida computadora equipo
    equipos guitarra bateria canciones cancion videojuegos luces conciertos barato cara caro dificil facil posible seguro segura
    listo lista necesario obligatorio pena platicar acreditada acreditado acreditados acreditadas reconocida reconocido ubicados
    ubicado ubicada estafa mentira tonto tonta inutil mierda pendejo pendejos pinche joder carajo clima receta futbol chiste usan
    uso temario oferta academica academico politica reembolso extranjeros valor semestre semestres formulario fecha fechas limite
    codigo pa aplicar contacto pasame permiten materias materia opiniones creditos gobierno onda parce klk ola dimelo saludo
    cordial wepa cuidate cuidense vemos chau despido chaito bendiciones grasias excelente genial agradezco agradece agradecido
    duermes pareces humano maquina asco respondes tonterias chinga chingar idiotas estafadores arrepiento arrepenti gilipollas
    malparidos hazme ayudame resuelve actua existe celular robaron agente llamenme operador transferir transfieran molesten
    quitenme quitame parenle rastrean olvida olvidalo borralo borrame dale acuerdo correcto perfecto acepto exacto confirmo orale
    adelante afirmativo aja obvio nomas incorrecto falso dejalo dejemoslo anula anular detente cambie espera esperen equivocaste
    equivoque equivocada equivocado muestrame temprano llevas toga birrete abre puertas experiencia chamba conectan estudios
    resultados historias exito llena abuela abuelo madre novio novia amiga amigos conseguiria ensenanza becario descuento
    descuentos plazo plazos pagos anticipo deposito inscripciones admitan admiten admision admisiones solicitud cumplir
    necesitaria examen promedio preparatoria bachillerato secundaria ingresar ingreso ingresos cupo cupos dormir comer seguridad
    ambiente actividades alojarme rentar renta mudarme familia extranjero visado
    mis papas anotado igualmente cerrado cerrada abierto abierta rapeo rapear
    escribas mandes envies textees texteen contacten contactes molestes mensajitos correos textos baja desuscribir
    suscripcion vuelvan recibir
    """
)
"""Words that are Spanish and, in a chat with a school, hardly anything else."""

SPANISH_ALONE = frozenset(
    [
        *("alto", "no mas", "nomas", "ya", "ya no", "va", "que tal", "q tal", "todo", "todos", "mas info"),
        *("solo yo", "yo solo", "yo sola", "con mi mama", "con mi papa"),
    ]
)
"""Whole messages that are Spanish, though their words may be something else beside others."""

SPANISH_SHARED = _words(
    """
    el la los las lo le les un de del al y en con sin como mi tu su se te nos mas mal ya q k algo poco entre contra
    dan das van mes ir pagan dime todo todos toda todas solo sola alto
    """
)
"""Spanish words that names have, too, or that are something else in English."""

ENGLISH = _words(
    """
    the an of and or to in on at for from with without about into is am are was were be been being do does did don't doesn't can
    could would will should may might must have had i im i'm ive my mine you your yours u ur we our they them their it its he's
    she his him her this that these those what whats what's which who whose where when why how whether if then than but not yes
    yeah yep nope there here some any all every each much many more most less least other another also too very just only really
    please pls thanks thank thx goodbye sorry want wanna need like get got give take make know think see go going went coming tell
    show help talk speak ask learn study teach start finish offer pay paid afford live living working earn hire hired call
    tomorrow today tonight morning afternoon evening o'clock son's daughter daughters parent parents brother sister wife husband
    person people human someone anyone everyone something anything nothing everything one two three four five six seven eight nine
    ten first last next new old good best better long short far near close closed worth legit because so let lets let's sure
    maybe up down out off over after before again still free same different
    """
)
"""English words that sentences are made of, and that are nothing in Spanish."""

ENGLISH_THINGS = _words(
    """
    hi hello bye cost costs price prices cheap expensive money tuition fee fees loan loans scholarship scholarships grant grants
    aid financial housing dorm dorms apartment work job jobs career careers salary internship internships school college
    university program programs course courses class classes degree degrees certificate student students teacher teachers graduate
    graduates graduated grad grads graduation apply application requirements admission admissions visit tour tours book schedule
    appointment phone number address email text message messages stop online weekend weekends weekday day days week weeks month
    months year years monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december mom dad kid kids friend open accredited music sound recording studios weather recipe major
    majors time times
    """
)
"""English words that Spanish speakers in the United States use in Spanish sentences, too."""

NAMES = re.compile(
    r"""\b(?:(?:san|santa|santo|fort|lake|mount|port|puerto|rio|costa|villa|casa|buena|punta|palo|monte|sierra)\s\w+
    |los\s(?:angeles|gatos|altos|alamos|lobos|lonely\sboys)
    |las\s(?:vegas|cruces|palmas)|el\s(?:paso|segundo|dorado|salvador|cajon|monte|alfa)|la\s(?:la\sland|jolla|mesa|habra|puente|mirada|crosse|bamba|isla\sbonita)
    |la\sla|buenos\saires|boca\sraton|coral\sgables|del\s(?:rio|mar|rey)|de\s(?:la|los|las)\s\w+|costa\s(?:rica|mesa)|baja\scalifornia
    |bad\sbunny|daddy\syankee|j\sbalvin|mi\sgente|como\sla\sflor|vida\sloca|pura\svida|que\ssera(?:\ssera)?|feliz\snavidad|oye\scomo\sva
    |viva\s(?:la\svida|mexico)|no\sbueno|mano\sa\smano|mi\scasa(?:\s(?:es\s)?su\scasa)?|cinco\sde\smayo|dia\sde\s(?:los\s)?muertos|sabado\sgigante
    |soy\s(?:milk|sauce|latte|beans?|free|products?)|maestro\s[a-z]+o\b|cafe\scon\sleche|hasta\sla\svista|calle\socho|vale\stodo)\b""",
    re.VERBOSE,
)
"""Names of places, artists and songs, and set phrases that English speakers use, without accents. They tell no language."""
