"""Imports every model, so that ``Base.metadata`` is complete."""

from bot.api import models as api
from bot.audit import models as audit
from bot.consent import models as consent
from bot.conversations import models as conversations
from bot.db.base import Base
from bot.engine import models as engine
from bot.faq import models as faq
from bot.leads import models as leads
from bot.outbox import models as outbox
from bot.privacy import models as privacy
from bot.proofs import models as proofs
from bot.questions import models as questions
from bot.reminders import models as reminders
from bot.staff import models as staff
from bot.tours import models as tours

metadata = Base.metadata

__all__ = [
    "api",
    "audit",
    "consent",
    "conversations",
    "engine",
    "faq",
    "leads",
    "metadata",
    "outbox",
    "privacy",
    "proofs",
    "questions",
    "reminders",
    "staff",
    "tours",
]
