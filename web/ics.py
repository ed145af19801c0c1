"""A meeting as a calendar file: when it is, and nothing of what it is about. Source: RFC 5545, RFC 5546."""

import hashlib
from datetime import datetime, timedelta

from flask import Response
from icalendar import Calendar, Event

from workflow.overlegstand import Overlegstand
from workflow.termijnen import TIJDZONE
from workflow.zaak import Overleg

SOORT = "text/calendar; charset=utf-8"
ONDERWERP, UITLEG = "Overleg", "Log in om de agenda te zien."


def maak_ics(overleg: Overleg, stand: Overlegstand, nu: datetime, minuten: int, plaats: str = "") -> bytes:
    """The bytes of the calendar file of one meeting.

    In: `minuten` is how long it lasts; `plaats` only where the municipality lets it leave the house.
    A later file of the same meeting has the same UID and a higher SEQUENCE, so a calendar moves or drops the entry.
    """
    afspraak, agenda = Event(), Calendar()
    agenda.add("prodid", "-//Meldroute//Overleg//NL")
    agenda.add("version", "2.0")
    agenda.add("method", "CANCEL" if stand.afgezegd else "PUBLISH")
    # The id of the meeting itself opens a page: the calendar gets a name that leads nowhere.
    naam = hashlib.sha256(b"meldroute overleg " + overleg.id).hexdigest()[:32]
    afspraak.add("uid", f"{naam}@meldroute")
    afspraak.add("dtstamp", nu.replace(microsecond=0))
    afspraak.add("sequence", stand.reeks)
    afspraak.add("summary", ONDERWERP)
    afspraak.add("description", UITLEG)
    afspraak.add("class", "PRIVATE")
    afspraak.add("status", "CANCELLED" if stand.afgezegd else "CONFIRMED")
    if stand.tijd:
        uur, minuut = (int(een) for een in stand.tijd.split("."))
        begin = datetime(overleg.dag.year, overleg.dag.month, overleg.dag.day, uur, minuut, tzinfo=TIJDZONE)
        afspraak.add("dtstart", begin)
        afspraak.add("dtend", begin + timedelta(minutes=minuten))
    else:
        afspraak.add("dtstart", overleg.dag)
        afspraak.add("dtend", overleg.dag + timedelta(days=1))
    if plaats:
        afspraak.add("location", plaats)
    agenda.add_component(afspraak)
    agenda.add_missing_timezones()
    inhoud: bytes = agenda.to_ical()
    return inhoud


def stuur(inhoud: bytes) -> Response:
    """The answer with a calendar file."""
    antwoord = Response(inhoud, content_type=SOORT)
    antwoord.headers["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord
