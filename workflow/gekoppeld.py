"""Which other cases a case names: linked ones, and the one in which it goes on."""

from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.zaak import Zaak
from workflow.zaakzicht import is_zichtbaar

GEKOPPELD, VERDER_IN = "gekoppeld", "samengevoegd_in"


def vind(werk: Werk, nummer: str) -> Zaak | None:
    """The case with this number when the actor may see it; None tells no difference."""
    try:
        gevonden = werk.zaken.get_nummer(nummer.strip().upper())
    except NietGevonden:
        return None
    return gevonden if is_zichtbaar(werk, gevonden) else None


def gekoppelde(werk: Werk, zaak: Zaak) -> list[Zaak]:
    """The cases that this one is linked to and that the actor may see."""
    return [een for een in (haal(werk, id_) for id_ in zaak.kenmerken.get(GEKOPPELD, ())) if een is not None]


def haal(werk: Werk, id_: str) -> Zaak | None:
    """A case that another one names; None when it is gone or the actor may not see it."""
    try:
        gevonden = werk.zaken.get(bytes.fromhex(id_))
    except NietGevonden:
        return None
    return gevonden if is_zichtbaar(werk, gevonden) else None


def verder_in(werk: Werk, zaak: Zaak) -> Zaak | None:
    """The case in which this one goes on, when the actor may see it."""
    id_ = zaak.kenmerken.get(VERDER_IN)
    return haal(werk, id_) if id_ else None
