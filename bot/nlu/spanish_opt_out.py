"""Spanish ways to say that no more messages are wanted. A rule, because it has to work at once, whatever else is understood."""

from __future__ import annotations

from bot.nlu.accents import spanish

_MESSAGES = r"(?:mensaj(?:es|itos?)|mensaje|textos?|sms|correos?|e?-?mails?|whats?app?s?|promociones|publicidad|notificaciones|cosas)"
_AFTER = rf"(?:\s(?:mas|nada|nunca|jamas|ya|por\sfavor|porfa(?:vor)?|plis|gracias|de\snuevo|otra\svez|(?:mas\s|sus\s|tus\s)?{_MESSAGES}))*"
_ENDS = r"\s*(?:$|[.,!;\n])"
_SEND = (
    r"(?:escrib(?:an|as|a)|mand(?:en|es|e)|envi(?:en|es|e)|contact(?:en|es|e)|texte+(?:n|s)|molest(?:en|es|e)|"
    r"sig(?:an|as)\s(?:escrib|mand|envi|molest)\w+)"
)

_PLAIN = spanish(
    rf"^\W*(?:(?:por\sfavor|porfa|hola|ok|bueno|ya|gracias|pero|stop)\W+)*"
    rf"(?:alto|basta(?:\sya)?|(?:ya\s)?no\smas(?:\s{_MESSAGES})?|(?:date|dar|darme|dese|darse)\sde\sbaja|"
    rf"cancelar?\s(?:mi\s|la\s)?(?:suscripcion|(?:los\s)?{_MESSAGES})|desuscri\w+|unsubscribe|no\smolest\w+|stop\s{_MESSAGES})"
    rf"(?:\W+(?:por\sfavor|porfa|gracias|ya|plis))*\W*$"
)
_ANYWHERE = spanish(
    rf"\bno\s(?:me|nos)\s(?:vuelvan?\sa\s\w+|{_SEND}){_AFTER}{_ENDS}|"
    rf"\b(?:dej[ae]n?|dejes|par[ae]n?)\s(?:ya\s)?de\s(?:escribir|mandar|enviar|textear|molestar|contactar)\w*|"
    rf"\b(?:quit|sac|borr|elimin)[ae]n?(?:me|nos)\sde\s(?:la|su|tu|esa|esta|sus)\slistas?\b|"
    rf"\bno\s(?:quiero|queremos|deseo)\s(?:ya\s)?(?:(?:recibir|que\s(?:me|nos)\s\w+)\s)?(?:mas\s|sus\s|tus\s|estos\s)*{_MESSAGES}|"
    rf"\bya\sno\squiero\sque\s(?:me|nos)\s{_SEND}|"
    rf"\b(?:den|da|de)(?:me|nos)\sde\sbaja(?!\sdel?\s(?:programa|curso|la|clase|escuela))"
)


def asks_to_stop(text: str, *, in_form: bool = False) -> bool:
    """True when somebody asks for no more messages. Bare words ("alto") are left alone while a form waits: there they stop the form."""
    return bool(_ANYWHERE.search(text)) or (not in_form and bool(_PLAIN.search(text)))
