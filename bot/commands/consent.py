"""``./admissions consent``: the proof of what a person agreed to."""

from __future__ import annotations

from bot.assistant import Assistant, build
from bot.consent.proof import prove as find
from bot.db.migrate import migrate
from bot.settings import Settings


def prove(settings: Settings, contact: str) -> int:
    """Prints the receipts of an identity and whether the chain holds; 1 when it does not."""
    assistant = build(settings)
    try:
        migrate(assistant.database)
        return _print(assistant, contact)
    finally:
        assistant.close()


def _print(assistant: Assistant, contact: str) -> int:
    proof = find(assistant, contact)
    print(f"{proof.identity}: {len(proof.receipts)} receipt{'' if len(proof.receipts) == 1 else 's'}")
    for one in proof.receipts:
        at = one.at.astimezone(assistant.school.zone)
        print(f"\n  {one.number}  {at:%Y-%m-%d %H:%M:%S %Z}  {'agreed' if one.granted else 'withdrew'}: {one.purpose}")
        print(f"     by {one.source} on {one.channel}; wording {one.wording_version}: {one.wording}")
        print(f"     previous {one.previous_hash.hex()}\n     hash     {one.hash.hex()}")
    for unwanted in proof.unwanted:
        until = "" if unwanted.until is None else f" until {unwanted.until.astimezone(assistant.school.zone):%Y-%m-%d %H:%M %Z}"
        print(
            f"\n  Wants no messages ({unwanted.purpose}){until}, since {unwanted.since.astimezone(assistant.school.zone):%Y-%m-%d %H:%M %Z}"
        )
    end = f"{proof.chain.length} receipts in all, the last with hash {proof.chain.head.hex()}"
    if proof.chain.fault is not None:
        print(f"\nThe chain is BROKEN: {proof.chain.fault}. It should have {end}.")
        return 1
    print(f"\nThe chain holds: {end}.")
    return 0
