"""What may stand in a hand-off: the covenant per fact, the ground test, and who may make which form."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from workflow import grondtoets, soortcodes, toestemming, verstrekkingstappen
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.convenant import Besluit
from workflow.partners import WEG, coordinator, doet_mee
from workflow.ports import Werk
from workflow.privacychecks import geldig_2a
from workflow.termijnen import TIJDZONE
from workflow.uittreksel import niet_meer
from workflow.zaak import Document, Traject

VEILIG_THUIS, VITAAL = "veilig-thuis", "vitaal_belang"
TOCH = "Is er gevaar voor een leven? Kies dat als reden, of bel de zorgcoördinator of de opvang."
GEEN_COORDINATOR = "Er is nu geen zorgcoördinator voor deze leeftijd. Bel een opvang."
INGETROKKEN = "De toestemming is ingetrokken."
VOORBIJ = "De laatste dag van deze verstrekking is voorbij."


def ontvanger_naam(traject: Traject) -> str:
    """The recipient as the covenant names it."""
    return traject.ontvanger.rpartition(".")[0]


def voorbij(werk: Werk, traject: Traject) -> bool:
    """True after the last day of a hand-off, also while the clock has not come by yet."""
    return traject.geldig_tot is not None and werk.nu.astimezone(TIJDZONE).date() > traject.geldig_tot


def nog_geldig(c: Context) -> list[str]:
    """An answer counts only until the last day that was agreed."""
    return [VOORBIJ] if c.traject is not None and voorbij(c.werk, c.traject) else []


def uittreksel(c: Context) -> list[Document]:
    """The documents of the hand-off that its recipient will read."""
    if c.traject is None:
        return []
    naam = c.traject.compartiment("vs")
    docs = c.werk.documenten.open(c.traject, [naam], "vrijgeven")
    return [doc for doc in docs if doc.soort in ("feit", "persoon", "opdracht")]


def leeftijden(personen: Sequence[Mapping[str, Any]]) -> set[str]:
    """The age circumstance of these people: only when it holds for all of them."""
    klassen = {str(een.get("leeftijdsklasse")) for een in personen}
    return klassen if len(klassen) == 1 else set()


def omstandigheden(c: Context, traject: Traject) -> set[str]:
    """The circumstances that the covenant asks for: what the maker stated, and what the case shows."""
    return geldende(c, traject.kenmerken.get("omstandigheden", []))


def geldende(c: Context, gesteld: Collection[str]) -> set[str]:
    """The same for a hand-off that is not there yet: `gesteld` is what its maker states."""
    gevonden = set(gesteld) | soortcodes.omstandigheden(c.zaak.soort)
    if any(str(vorm).startswith("ARBEID") for vorm in c.zaak.kenmerken.get("vormen", [])):
        gevonden.add("arbeid")
    if any(een.staat == "geplaatst" for een in c.trajecten("opvang")):
        gevonden |= {"opvang", "geplaatst"}
    if geldig_2a(c.werk, c.zaak):
        gevonden.add("privacycheck_2a")
    return gevonden & set(c.beleid.convenant.omstandigheden)


def besluit(c: Context, traject: Traject, categorie: str) -> Besluit:
    """What the covenant says today of one category for this recipient in this form."""
    naam = ontvanger_naam(traject)
    return c.beleid.convenant.besluit(categorie, naam, traject.vorm, omstandigheden(c, traject), c.vandaag)


def convenant(c: Context) -> list[str]:
    """All of the hand-off must be allowed to this recipient by the covenant of today, and he must still take part.

    What was chosen and is not in the extract because the covenant forbids it is named: the maker must hear that it
    does not go. Source: config/convenant.toml.
    """
    traject = c.traject
    if traject is None:
        return []
    partner = next((een for een in c.beleid.partners.values() if een.werkplek == traject.ontvanger), None)
    if partner is None or not partner.doet_mee(c.vandaag):
        return [WEG]
    niet = c.beleid.convenant.waarom_niet(c.vandaag)
    if niet:
        return [niet]
    uitzondering = [str(een) for een in traject.kenmerken.get("uitzondering", ())]
    docs = [doc.inhoud or {} for doc in uittreksel(c)]
    punten = niet_meer(
        c.beleid.convenant,
        ontvanger_naam(traject),
        omstandigheden(c, traject),
        c.vandaag,
        docs,
        traject.vorm,
        uitzondering,
    )
    over = [een for een in traject.kenmerken.get("categorieen", ()) if een not in uitzondering]
    besluiten = [besluit(c, traject, een) for een in over]
    return list(dict.fromkeys([*punten, *(een.reden for een in besluiten if gaat_niet(een, traject.vorm))]))


def convenant_geldt(c: Context) -> list[str]:
    """Something new goes to a partner: the covenant must hold today and he must still take part.

    A vital interest does not rest on the covenant (AVG 6 lid 1 d): shelter may then be asked when it holds no longer.
    """
    if c.traject is None:
        return _opvang_vragen(c)
    plekken = [c.traject.ontvanger, c.traject.opvangplek or ""]
    gevraagd = str(c.velden.get("opvangplek", ""))
    if gevraagd in c.beleid.partners:
        plekken.append(c.beleid.partners[gevraagd].werkplek)
    if not all(doet_mee(c.beleid.partners, plek, c.vandaag) for plek in plekken):
        return [WEG]
    if c.traject.route == "opvang":
        vitaal = VITAAL in (c.velden.get("toestemming"), c.traject.kenmerken.get("toestemming"))
        punten = [] if vitaal else _buiten_convenant(c)
        if punten or not gevraagd or c.beleid.convenant.waarom_niet(c.vandaag):
            return punten
        wie = gevraagd if gevraagd in c.beleid.partners else "opvang"
        return _weigert(c, wie, c.traject.kenmerken.get("categorieen", ()), set())
    return list(filter(None, [c.beleid.convenant.waarom_niet(c.vandaag)]))


def _buiten_convenant(c: Context) -> list[str]:
    niet = c.beleid.convenant.waarom_niet(c.vandaag)
    return [niet, TOCH] if niet else []


def _opvang_vragen(c: Context) -> list[str]:
    """What the covenant says of a request for shelter towards the care coordinator of that age."""
    leeftijd = c.velden.get("leeftijd")
    if not leeftijd:
        return []
    alleen = bool(c.velden.get("alleenstaande_vreemdeling"))
    try:
        wie = coordinator(c.beleid.partners, leeftijd, alleen, c.vandaag)
    except KeyError:
        return [GEEN_COORDINATOR]
    if c.beleid.convenant.waarom_niet(c.vandaag):
        return [] if c.velden.get("toestemming") == VITAAL else _buiten_convenant(c)
    gesteld = {leeftijd, "opvang", str(c.velden.get("toestemming", ""))}
    gesteld |= {"alleenstaande_vreemdeling"} if alleen else set()
    return _weigert(c, wie.naam, categorieen_van_aanvraag(c.velden), gesteld)


def _weigert(c: Context, wie: str, categorieen: Collection[str], gesteld: Collection[str]) -> list[str]:
    geldt = geldende(c, gesteld)
    # A request names nobody; what it says of somebody goes as it stands, without a name.
    besluiten = [c.beleid.convenant.besluit(een, wie, "P", geldt, c.vandaag) for een in categorieen]
    return list(dict.fromkeys(een.reden for een in besluiten if not een.mag))


def categorieen_van_aanvraag(velden: Mapping[str, Any]) -> list[str]:
    """The categories of a request for shelter: the person, and what is said of health, residence and children."""
    extra = {"D3": velden.get("contra_indicaties"), "D5": velden.get("verblijf"), "D9": velden.get("kinderen")}
    return ["D2", *(code for code, waarde in extra.items() if waarde)]


def toestemming_geldt(c: Context) -> list[str]:
    """Nothing new goes on consent that was taken back, until it is asked anew.

    A request for shelter names nobody, so there it counts whoever took consent back.
    """
    traject = c.traject
    if traject is None:
        if c.velden.get("toestemming") != "toestemming":
            return []
        # The care coordinator can't write in the case: what he heard stands with the request.
        gehoord = [str(een.kenmerken.get("toestemming_weg", "")) for een in c.trajecten("opvang")]
        dag = max([*toestemming.stand(c.documenten("zaak")).values(), *gehoord], default="")
        opnieuw = str(c.velden.get("toestemming_opnieuw", ""))
        return [] if opnieuw >= dag else [f"{INGETROKKEN} Vul in op welke dag je het opnieuw vroeg."]
    if not verstrekkingstappen.steunt(traject):
        return []
    hier = verstrekkingstappen.motivering(c.documenten("zaak"), traject).get("pseudoniemen", {})
    weg = toestemming.teruggenomen(toestemming.stand(c.documenten("zaak")), hier)
    return [f"{INGETROKKEN} Vraag toestemming en stel een nieuwe verstrekking op."] if weg else []


def gaat_niet(een: Besluit, vorm: str) -> bool:
    """True when something of this category was chosen and does not go at all, or only as a number."""
    # With names asked and pseudonyms allowed it goes with pseudonyms; fewer than that is not what was asked.
    return een.hoogste_vorm == "N" or (een.hoogste_vorm == "S" and vorm != "S")


def _eerst_zonder_namen(c: Context, traject: Traject) -> list[str]:
    """The first contact with a partner is pseudonymous; names are a second step, but for a vital interest.

    When a partner may have names at once stands with him in partners.toml.
    """
    if traject.vorm != "J" or traject.kenmerken.get("vitaal_belang") or namen_meteen(c.beleid, traject):
        return []
    if any(
        een.ontvanger == traject.ontvanger and een.vorm == "P" and een.staat in EERDER
        for een in c.trajecten("verstrekking")
    ):
        return []
    return ["Stuur deze partner eerst een verstrekking zonder namen. Namen zijn een tweede stap."]


def namen_meteen(beleid: Beleid, traject: Traject) -> bool:
    """True when this partner may have names without a first contact without them. Source: partners.toml."""
    partner = next((een for een in beleid.partners.values() if een.werkplek == traject.ontvanger), None)
    kenmerken = traject.kenmerken
    klopt = {*kenmerken.get("omstandigheden", ()), f"doel={kenmerken.get('doel', '')}"}
    return partner is not None and any(set(een.split("+")) <= klopt for een in partner.namen_meteen)


NODIG = {
    "noodzaak": "waarom het nodig is",
    "evenredigheid": "waarom het niet meer is dan nodig",
    "subsidiariteit": "waarom het niet met minder kan",
    "toestemming": "of er toestemming is gevraagd",
    "geheimhouding": "of er een beroepsgeheim geldt",
}
EXTRA = {
    "toestemming": {"niet_gevraagd": "toestemming_reden"},
    "geheimhouding": {"doorbroken": "geheimhouding_reden", "conflict": "conflict_reden"},
}
NIEUWE = "Stel een nieuwe verstrekking op."
# The states of a hand-off without names after which one with names may follow.
EERDER = ("ontvangen", "opgepakt", "vraag", "teruggekoppeld")


def grondslagtoets(c: Context) -> list[str]:
    """The ground test once more at the moment of release: answers, grounds, consent, secrecy and the last day."""
    traject = c.traject
    if traject is None:
        return []
    opdracht = next((doc.inhoud or {} for doc in uittreksel(c) if doc.soort == "opdracht"), {})
    reden = verstrekkingstappen.motivering(c.documenten("zaak"), traject)
    punten = ["Het doel of de grond staat er niet bij. " + NIEUWE] if not _heeft(opdracht, "doel", "grond") else []
    if niet := grondtoets.doelfout(c.beleid, str(opdracht.get("doel", "")), ontvanger_naam(traject)):
        punten.append(f"{niet}. {NIEUWE}")
    punten += [f"Er staat niet bij {wat}. {NIEUWE}" for naam, wat in NODIG.items() if not _beantwoord(reden, naam)]
    if traject.kenmerken.get("uitzondering") and not reden.get("uitzondering_reden"):
        punten.append(f"Er staat niet bij waarom de uitzondering nodig is. {NIEUWE}")
    punten += grondtoets.grondfouten(
        c.beleid,
        grondtoets.gronden(c.beleid, opdracht),
        ontvanger_naam(traject),
        traject.vorm,
        traject.kenmerken.get("categorieen", ()),
        traject.kenmerken.get("omstandigheden", ()),
    )
    weg = toestemming.teruggenomen(toestemming.stand(c.documenten("zaak")), reden.get("pseudoniemen", {}))
    if weg and toestemming.steunt_op_toestemming({**opdracht, "toestemming": reden.get("toestemming")}):
        punten.append(f"De toestemming is ingetrokken. {NIEUWE}")
    punten += _eerst_zonder_namen(c, traject)
    if traject.geldig_tot is None or traject.geldig_tot < c.vandaag:
        punten.append(f"De datum 'geldig tot' is al geweest. {NIEUWE}")
    elif traject.geldig_tot > grondtoets.uiterste_dag(c, c.vandaag):
        punten.append(f"De verstrekking is te lang geldig. {NIEUWE}")
    return punten


def _heeft(inhoud: Mapping[str, Any], *namen: str) -> bool:
    return all(inhoud.get(naam) for naam in namen)


def _beantwoord(reden: Mapping[str, Any], naam: str) -> bool:
    """True when a question was answered, with the reason that this answer asks for."""
    extra = EXTRA.get(naam, {}).get(str(reden.get(naam)))
    return _heeft(reden, naam) and (extra is None or _heeft(reden, extra))


def vorm_past_bij_maker(c: Context) -> list[str]:
    """Names leave only from a session that holds the vault: that of the aandachtsfunctionaris."""
    vorm = c.velden.get("vorm") or (c.traject.vorm if c.traject is not None else "")
    if vorm == "J" and not c.werk.sleutels.kan_openen(c.zaak, "ident"):
        return ["Alleen de aandachtsfunctionaris kan een verstrekking met namen maken."]
    return []
