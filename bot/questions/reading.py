"""Reads wordings with the trained model, the way the message path does."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from rasa.core.agent import Agent

from bot.conversations.understanding import understanding
from bot.engine.hearing import Hearing
from bot.faq.live import LiveAnswers
from bot.nlu.encoder import load_encoder
from bot.questions.replay import Reading

Reader = Callable[[Sequence[str]], list[Reading]]
"""Reads wordings; what it finds does not depend on the answers."""
_AHEAD = 500


def reader(agent: Agent, answers: LiveAnswers) -> Reader:
    """A reader that asks the agent's model, for a thread without a running event loop."""
    hearing = Hearing(agent, answers)

    async def hear(texts: Sequence[str]) -> list[Reading]:
        return [await _read(hearing, text) for text in texts]

    def read(texts: Sequence[str]) -> list[Reading]:
        readings: list[Reading] = []
        for start in range(0, len(texts), _AHEAD):
            some = texts[start : start + _AHEAD]
            # The encoder is most of the work, runs on all processors, and remembers what the model will ask it for.
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(load_encoder().encode_one, some))
            readings += asyncio.run(hear(some))
        return readings

    return read


async def _read(hearing: Hearing, text: str) -> Reading:
    heard = understanding(await hearing.hear(text, {}))
    questions = heard.parts or (heard,)
    encode = load_encoder().encode_one
    return Reading(text, questions, tuple(encode(one.asked) for one in questions), encode(text))
