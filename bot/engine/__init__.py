"""Rasa in this process."""

from bot.engine.sklearn_later import import_sklearn_later

import_sklearn_later()
