"""Run by stock Rasa's own Python: parses texts with a trained NLU model and prints what it heard.

``python stock_parse.py MODEL``: texts as a JSON list on standard input, ``[[intent, confidence, milliseconds], …]`` on standard output.
"""

import asyncio
import json
import sys
import time


async def _parse(model: str, texts: "list[str]") -> "list[tuple[str, float, float]]":
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    heard = []
    for text in texts:
        start = time.perf_counter()
        parsed = await agent.parse_message(text)
        took = 1000 * (time.perf_counter() - start)
        # The fallback classifier hides the intent that it was unsure of; how unsure is still told.
        ranked = [one for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"] or [parsed["intent"]]
        heard.append((ranked[0]["name"] or "", float(ranked[0]["confidence"]), took))
    return heard


if __name__ == "__main__":
    print("\n" + json.dumps(asyncio.run(_parse(sys.argv[1], json.load(sys.stdin)))))
