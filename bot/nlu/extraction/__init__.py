"""Reads names, contact details, programs, days, times and party sizes out of what visitors type."""

from .fields import FIELDS, Field, Fields, extract
from .lexicon import warm_up
from .vocabulary import Term, Vocabulary

__all__ = ["FIELDS", "Field", "Fields", "Term", "Vocabulary", "extract", "warm_up"]
