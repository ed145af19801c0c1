"""The errors of the domain: each one becomes one page (the table stands in `web/app.py`)."""

from collections.abc import Mapping, Sequence


class DomeinFout(Exception):
    """Base of everything that the rules refuse. The text is for logs and never holds content of a case."""


class NietGevonden(DomeinFout):
    """The thing does not exist or may not be seen; the two are told apart nowhere."""


class NietToegestaan(DomeinFout):
    """The actor's role has no such act. Shown as 'not found'."""


class GeenSleutel(NietGevonden):
    """No open key of this actor opens the compartment."""


class Ingehaald(DomeinFout):
    """Somebody else changed the object first (optimistic version)."""


class StapGeweigerd(DomeinFout):
    """A step can't be taken: `punten` says in Dutch what is missing, `velden` which answer is wrong."""

    def __init__(self, punten: Sequence[str], velden: Mapping[str, str] | None = None) -> None:
        super().__init__("step refused")
        self.punten = tuple(punten)
        self.velden = dict(velden or {})


class WerkplekGesloten(DomeinFout):
    """A desk has no valid key (no holder, no certificate): nothing can be handed to it."""

    def __init__(self, werkplek: str) -> None:
        super().__init__(f"desk {werkplek} has no valid key")
        self.werkplek = werkplek


class AlIngediend(DomeinFout):
    """This form was already sent, with other answers than the ones given now."""


class Beschadigd(DomeinFout):
    """A sealed row can't be opened although the key is there: changed, swapped or cut off."""


class LogboekOnbereikbaar(DomeinFout):
    """The audit log can't be written, so nothing may be shown."""


class OpslagOnbereikbaar(DomeinFout):
    """The database is locked, full or away."""


class InloggenMislukt(DomeinFout):
    """Unknown account or wrong passphrase; the two are told apart nowhere."""


class Wachten(DomeinFout):
    """Too many failures: try again after `seconden`, with this ticket. Never a refusal for good."""

    def __init__(self, seconden: int, kaart: str) -> None:
        super().__init__("wait before the next try")
        self.seconden = seconden
        self.kaart = kaart


class Codefout(DomeinFout):
    """A code is wrong, used up, too old or somebody else's. `tikfout`: its check characters show a slip of the pen."""

    def __init__(self, *, tikfout: bool) -> None:
        super().__init__("this code opens nothing")
        self.tikfout = tikfout
