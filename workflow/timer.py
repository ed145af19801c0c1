"""What the clock works with: one rung of a timer, and one message of the outbox."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Timer:
    """One rung: at `dag` (and `minuut`, only when urgent) a message of kind `bericht` goes to `aan`.

    `werkplek` is the desk whose turn it was when the timer was set; `stap` a step that the clock runs itself.
    """

    timer_id: bytes
    trede: int
    zaak_id: bytes
    traject_id: bytes | None
    tenant: str
    groep: str
    dag: date
    minuut: int | None
    aan: str
    werkplek: str
    bericht: str
    stap: str
    spoed: bool


@dataclass(frozen=True)
class Bericht:
    """One message of the outbox, opened for sending. It never holds content of a case."""

    id: bytes
    tenant: str
    adres: str
    onderwerp: str
    tekst: str
    pogingen: int
