from __future__ import annotations

from sqlalchemy import select

from bot.conversations.models import Conversation
from bot.leads.capture import Interest, capture
from bot.leads.models import Identity, Lead
from tests.staff.fixtures import both_databases
from tests.staff.planting import Plant


def interest(
    program: str | None = "Recording Arts", wants: str = "call_back", name: str = "Ana Lopez", email: str = "ana@example.com"
) -> Interest:
    return Interest(name, email, None, program, wants)


def captured(plant: Plant, conversation: Conversation, given: Interest) -> Lead:
    plant.clock.move(minutes=1)
    with plant.database.write() as session:
        return capture(session, conversation.id, given, now=plant.clock())


@both_databases
def test_each_program_has_a_lead_of_its_own_of_the_same_person(plant: Plant) -> None:
    talk = plant.conversation()
    recording = captured(plant, talk, interest())
    lighting = captured(plant, talk, interest("Stage Lighting"))
    again = captured(plant, talk, interest(wants="tour"))
    assert recording.id != lighting.id
    assert again.id == recording.id
    assert recording.contact_id == lighting.contact_id
    assert (again.stage, again.wants, lighting.stage) == ("tour_booked", "tour", "new")


def test_waiting_for_a_tour_leaves_the_stage_where_it_is(plant: Plant) -> None:
    talk = plant.conversation()
    waiting = captured(plant, talk, Interest("Ana Lopez", "ana@example.com", None, None, "tour", waits=True))
    assert (waiting.stage, waiting.wants) == ("new", "tour")
    assert captured(plant, talk, interest(None, wants="tour")).stage == "tour_booked"


def test_who_was_undecided_before_has_no_second_lead(plant: Plant) -> None:
    talk = plant.conversation()
    undecided = captured(plant, talk, interest(None))
    decided = captured(plant, talk, interest("Recording Arts"))
    assert decided.id == undecided.id
    assert decided.program == "Recording Arts"
    assert captured(plant, talk, interest(None)).id == decided.id


def test_a_typed_address_alone_makes_nobody_the_same_person(plant: Plant) -> None:
    first = captured(plant, plant.conversation(), interest())
    second = captured(plant, plant.conversation(), interest())
    assert first.contact_id != second.contact_id
    with plant.database.read() as session:
        assert not any(session.scalars(select(Identity.verified_at)))


def test_an_address_that_one_person_proved_is_not_given_to_whoever_types_it(plant: Plant) -> None:
    victim = plant.lead("Victim", email="ana@example.com", verified=True)
    assert captured(plant, plant.conversation(), interest()).contact_id != victim.contact_id


@both_databases
def test_the_channel_proves_who_comes_back(plant: Plant) -> None:
    first = captured(plant, talk := plant.conversation("telegram", external_id="77"), interest())
    # Their earlier thread was ended, as happens when a messaging app opens a new one.
    with plant.database.write() as session:
        session.get_one(Conversation, talk.id).external_id = None
    back = captured(plant, plant.conversation("telegram", external_id="77"), interest("Stage Lighting"))
    other = captured(plant, plant.conversation("telegram", external_id="78"), interest())
    assert back.contact_id == first.contact_id
    assert other.contact_id != first.contact_id
