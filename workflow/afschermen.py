"""The protected case (afgeschermde zaak): its keys go to people by name, never to a desk. Every rule of it stands here.

Where the route table says `af` or `overleg`, this module says which people. Who they are stands sealed in the codes of
the case (`lezers`: desk → names), beside who may never be one (`niet_lezen`). Partners, departments and shelters get
their extract as always. The escrow key of the municipality stands beside its aandachtsfunctionarissen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflow.actor import Actor
from workflow.fouten import NietGevonden, WerkplekGesloten
from workflow.ports import Werk
from workflow.waarneming import is_buur
from workflow.zaak import Persoon, Traject, Zaak

# The desks whose place is taken by people.
OP_NAAM = ("af", "overleg", "vangnet")
VANGNET = "vangnet.regio"
PERSOON, NOOD = "persoon-", "nood"
LEZERS, NIET_LEZEN = "lezers", "niet_lezen"
MINSTENS = 2
GEWEIGERD = {
    "agenderen": "Een afgeschermde zaak gaat niet naar het overleg. Neem de zaak direct in aanpak, of leg haar voor.",
}
AL_AFGESCHERMD = "Deze zaak is al afgeschermd."
NIET_AFGESCHERMD = "Deze zaak is niet afgeschermd."
ZONDER_LIJST = (
    "De sleutels van je werkplek zijn nog niet bevestigd. Vraag een collega om dat op de pagina Werkplek te doen."
)
NIEMAND_OVER = "Er is nu niemand anders die deze zaak mag lezen. Vraag de beheerder om een collega toe te voegen."


# -- names


def persoonsnaam(persoon_id: bytes, tenant: str) -> str:
    """The name under which a key is wrapped to one person."""
    return f"{PERSOON}{persoon_id.hex()}.{tenant}"


def is_persoon(ontvanger: str) -> bool:
    """True for the name of a person, false for a desk."""
    return ontvanger.startswith(PERSOON)


def id_van(ontvanger: str) -> bytes:
    """The person behind such a name."""
    return bytes.fromhex(ontvanger.removeprefix(PERSOON).partition(".")[0])


def soort_van(plek: str) -> str:
    """The kind of a desk: the part before the tenant."""
    return plek.rpartition(".")[0]


def eigen_naam(actor: Actor) -> str:
    """The own name of an actor, as long as he sits at a desk whose people are named; "" for everybody else.

    Nor has who works for a neighbour: there he is named in nothing, and what is on his name is of home.
    """
    zit = not actor.thuis and any(soort_van(plek) in OP_NAAM for plek in actor.werkplekken)
    return persoonsnaam(actor.persoon_id, actor.tenant) if zit and actor.persoon_id is not None else ""


def namen(zaak: Zaak, plek: str) -> tuple[str, ...]:
    """Who stands in the place of a desk in this case."""
    return tuple(zaak.kenmerken.get(LEZERS, {}).get(plek, ()))


def werkt_aan(actor: Actor, zaak: Zaak, plek: str) -> bool:
    """True when the actor does the work of this desk in this case.

    In a protected case only who is named does, as long as he still sits there or at the safety net.
    """
    if not zaak.afgeschermd or soort_van(plek) not in OP_NAAM:
        return actor.zit_aan(plek)
    return eigen_naam(actor) in namen(zaak, plek) and (actor.zit_aan(plek) or actor.zit_aan(VANGNET))


def ontvangers(zaak: Zaak, plek: str) -> tuple[str, ...]:
    """To whom a key goes where the table names this desk."""
    if not zaak.afgeschermd or soort_van(plek) not in OP_NAAM:
        return (plek,)
    nood = (f"{NOOD}.{plek.rpartition('.')[2]}",) if soort_van(plek) == "af" else ()
    return (*namen(zaak, plek), *nood)


# -- people


def mensen(werk: Werk, zaak: Zaak, plek: str) -> list[Persoon]:
    """The named people of a desk who still sit there (or at the safety net), the regular holders first."""
    gevonden = []
    for naam in namen(zaak, plek):
        try:
            persoon = werk.mensen.get(id_van(naam))
        except NietGevonden:
            continue
        if plek in persoon.werkplekken or VANGNET in persoon.werkplekken:
            gevonden.append(persoon)
    return sorted(gevonden, key=lambda een: (een.waarneemt, een.alias))


def leden(werk: Werk, zaak: Zaak, plek: str) -> list[Persoon]:
    """Who does the work of a desk in this case: everybody who sits there, or only who is named."""
    if zaak.afgeschermd and soort_van(plek) in OP_NAAM:
        return mensen(werk, zaak, plek)
    return werk.mensen.van_werkplek(plek)


def levende(werk: Werk, zaak: Zaak, plek: str) -> list[Persoon]:
    """The named people of a desk whose own key still opens this case."""
    return [
        een for een in mensen(werk, zaak, plek) if not werk.sleutels.is_dood(zaak, persoonsnaam(een.id, een.tenant))
    ]


def te_weinig(werk: Werk, zaak: Zaak) -> bool:
    """True when a protected case hangs on fewer than two people: one lost key, and only the paper codes are left."""
    return zaak.afgeschermd and len(levende(werk, zaak, f"af.{zaak.houder}")) < MINSTENS


def _eigen_mensen(werk: Werk, plek: str) -> list[Persoon]:
    """Who may be named in the place of a desk: not a neighbour who covers, for a name outlives his days."""
    return [een for een in werk.mensen.op_lijst(plek) if not is_buur(een.tenant, plek)]


def kies(werk: Werk, plek: str, niet_lezen: Sequence[str], *, vast: bool = False) -> list[Persoon]:
    """Who is to stand in the place of a desk: its members today whose key the desk vouches for, minus who may not.

    With fewer than two at the desk of the aandachtsfunctionaris the safety net helps. In: `vast` takes the regular
    holders alone when there are two of them. Errors: WerkplekGesloten when nobody is left.
    """
    mogelijk = [een for een in _eigen_mensen(werk, plek) if een.id.hex() not in niet_lezen]
    regulier = [een for een in mogelijk if not een.waarneemt]
    if vast and len(regulier) >= MINSTENS:
        mogelijk = regulier
    if soort_van(plek) == "af" and len(mogelijk) < MINSTENS:
        hier = {een.id for een in mogelijk}
        net = [een for een in _eigen_mensen(werk, VANGNET) if een.id.hex() not in niet_lezen]
        mogelijk += [een for een in net if een.id not in hier]
    if not mogelijk:
        raise WerkplekGesloten(plek)
    return mogelijk


def benoem(werk: Werk, zaak: Zaak, plekken: Iterable[str]) -> Zaak:
    """Name the people of these desks in a protected case, where they are not named yet or hold nothing any more.

    Out: the case with its new codes, not stored yet. Errors: WerkplekGesloten.
    """
    if not zaak.afgeschermd:
        return zaak
    lezers = dict(zaak.kenmerken.get(LEZERS, {}))
    houders = {wie for _, wie, _ in werk.sleutels.houders(zaak)}
    for plek in dict.fromkeys(plekken):
        if soort_van(plek) not in ("af", "overleg") or houders.intersection(lezers.get(plek, ())):
            continue
        elders = plek != f"af.{zaak.houder}"
        gekozen = kies(werk, plek, zaak.kenmerken.get(NIET_LEZEN, ()), vast=elders)
        lezers[plek] = [persoonsnaam(een.id, een.tenant) for een in gekozen]
    return replace(zaak, kenmerken={**zaak.kenmerken, LEZERS: lezers})


def met_lezer(zaak: Zaak, plek: str, naam: str) -> Zaak:
    """The case with one more person named for a desk, not stored yet; the keys must be given beside it."""
    lezers = dict(zaak.kenmerken.get(LEZERS, {}))
    lezers[plek] = list(dict.fromkeys([*lezers.get(plek, ()), naam]))
    return replace(zaak, kenmerken={**zaak.kenmerken, LEZERS: lezers})


def vergeet(zaak: Zaak, plek: str) -> Zaak:
    """The case without the names of a desk that it went back from, not stored yet."""
    if not zaak.afgeschermd:
        return zaak
    lezers = {naam: lijst for naam, lijst in zaak.kenmerken.get(LEZERS, {}).items() if naam != plek}
    return replace(zaak, kenmerken={**zaak.kenmerken, LEZERS: lezers})


def scherm_af_bij_melden(werk: Werk, zaak: Zaak, niet_lezen: Sequence[str]) -> Zaak:
    """A new case that is protected from its first moment. Errors: WerkplekGesloten when nobody could read it."""
    zaak = replace(zaak, afgeschermd=True, kenmerken={**zaak.kenmerken, NIET_LEZEN: list(niet_lezen)})
    return benoem(werk, zaak, [f"af.{zaak.houder}"])


# -- keys


def geef(werk: Werk, zaak: Zaak, over: Zaak | Traject, naam: str, plek: str, *, sluimerend: bool = False) -> None:
    """Hand the key of a compartment to a desk, or to the people in its place.

    Who can't be given anything now (he left, or has another key) is passed over; his colleagues give it again later.
    Errors: WerkplekGesloten when nobody can; GeenSleutel.
    """
    wie = ontvangers(zaak, plek)
    gegeven = [een for een in wie if not is_persoon(een) or werk.sleutels.kan_krijgen(een)]
    if any(is_persoon(een) for een in wie) and not any(is_persoon(een) for een in gegeven):
        raise WerkplekGesloten(plek)
    heeft_al = {van for comp, van, _ in werk.sleutels.houders(zaak) if comp == naam}
    for een in gegeven:
        # Who is named for another desk too reads on: a dormant key of this one must not close his own.
        if not (sluimerend and een in heeft_al and een in _elders(zaak, plek)):
            werk.sleutels.geef(over, naam, een, sluimerend=sluimerend)


def _elders(zaak: Zaak, plek: str) -> set[str]:
    """Who is named in this case for another desk as well."""
    lezers = zaak.kenmerken.get(LEZERS, {}) if zaak.afgeschermd else {}
    return {een for ander, lijst in lezers.items() if ander != plek for een in lijst}


def neem(werk: Werk, zaak: Zaak, over: Zaak | Traject, naam: str, plek: str) -> None:
    """Take a key back from a desk, or from the people in its place who are not named for another desk as well."""
    wie = ontvangers(zaak, plek)
    if wie == (plek,):
        werk.sleutels.neem(over, naam, plek)
        return
    anders = _elders(zaak, plek)
    for een in wie:
        if een in anders:
            continue
        if naam == "*" and plek == f"af.{zaak.herkomst}":
            # Only the desk of origin has the key to who reported; a case that comes and goes must not lose it.
            for compartiment in werk.sleutels.compartimenten(zaak):
                if compartiment != "melder":
                    werk.sleutels.neem(over, compartiment, een)
        else:
            werk.sleutels.neem(over, naam, een)


def laat_vrij(werk: Werk, zaak: Zaak, over: Zaak | Traject, naam: str, plek: str) -> None:
    """Serve a dormant key from now on."""
    for een in ontvangers(zaak, plek):
        werk.sleutels.laat_vrij(over, naam, een)


def laat_sluimeren(werk: Werk, zaak: Zaak, over: Zaak | Traject, naam: str, plek: str) -> None:
    """Serve a key no longer, without destroying it; "*" closes all that these people have."""
    anders = _elders(zaak, plek) if naam != "*" else set()
    for een in ontvangers(zaak, plek):
        if een not in anders:
            werk.sleutels.laat_sluimeren(over, naam, een)


def heeft(werk: Werk, zaak: Zaak, naam: str, plek: str) -> bool:
    """True when a desk, or who is named for it and for no other, has a wrap of a compartment, open or dormant."""
    wie = set(ontvangers(zaak, plek)) - _elders(zaak, plek)
    return any(comp == naam and van in wie for comp, van, _ in werk.sleutels.houders(zaak))


# -- what may not, and what the reporter may choose


def weigering(zaak: Zaak, actie: str) -> list[str]:
    """Why this step is not taken in this case; [] when it may."""
    if actie == "afschermen":
        return [AL_AFGESCHERMD] if zaak.afgeschermd else []
    if actie == "toegang_geven":
        return [] if zaak.afgeschermd else [NIET_AFGESCHERMD]
    return [GEWEIGERD[actie]] if zaak.afgeschermd and actie in GEWEIGERD else []


def kandidaten(werk: Werk, zaak: Zaak) -> dict[str, tuple[str, Persoon]]:
    """Who can be given a protected case (again): id → (the desk in whose place he comes, the person)."""
    niet = zaak.kenmerken.get(NIET_LEZEN, ())
    af, overleg = f"af.{zaak.houder}", f"overleg.{zaak.houder}"
    gevonden: dict[str, tuple[str, Persoon]] = {}
    for bron, plek in ((af, af), (overleg, overleg), (VANGNET, af)):
        if plek == overleg and not namen(zaak, overleg):
            continue
        al = {een.id for een in levende(werk, zaak, plek)}
        for een in _eigen_mensen(werk, bron):
            if een.id not in al and een.id.hex() not in niet:
                gevonden.setdefault(een.id.hex(), (plek, een))
    return gevonden
