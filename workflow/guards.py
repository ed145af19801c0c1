"""The guards of the routes: each says in Dutch what is still missing, or nothing."""

from collections.abc import Callable
from datetime import timedelta

from workflow import (
    actiestappen,
    afschermen,
    koppelen,
    monitoring,
    nakijken,
    namencheck,
    openstaand,
    opvangregels,
    persoonstappen,
    verstrekkingsregels,
    weging,
)
from workflow.context import Context
from workflow.partners import doet_mee
from workflow.privacychecks import akkoord

Voorwaarde = Callable[[Context], list[str]]
GEEN_VERVANGER = (
    "Er is nu geen vervanger. Het vangnet mag het signaal vanzelf lezen als het te lang blijft liggen. "
    "Vraag de beheerder om een waarnemer uit een andere gemeente. Is er gevaar? Bel 112."
)


def _als(klopt: bool, punt: str) -> list[str]:
    return [] if klopt else [punt]


def altijd(_c: Context) -> list[str]:
    """Checked elsewhere: the fields of the step itself are required."""
    return []


def overleg_gekozen(c: Context) -> list[str]:
    """The chosen meeting must still be ahead."""
    keuze = c.velden.get("overleg")
    if keuze is None:
        return ["Kies een overleg."]
    overleg = c.werk.overleggen.get(bytes.fromhex(keuze))
    return _als(overleg.dag >= c.vandaag and overleg.staat != "gesloten", "Dit overleg is al geweest.")


def hoogstens_twee_keer(c: Context) -> list[str]:
    """A case is held over at most twice."""
    return _als(c.zaak.aangehouden < 2, "Deze zaak is al twee keer aangehouden. Neem nu een besluit.")


def andere_gemeente(c: Context) -> list[str]:
    """A case is presented to another municipality only."""
    return _als(c.velden.get("naar_gemeente") != c.zaak.houder, "Kies een andere gemeente dan je eigen.")


def privacycheck_1(c: Context) -> list[str]:
    """Check 1: which sources."""
    return akkoord(c, "1")


def privacycheck_2a(c: Context) -> list[str]:
    """Check 2A: what may be shared in the overleg."""
    return akkoord(c, "2a")


def privacycheck_2b(c: Context) -> list[str]:
    """Check 2B: this hand-off."""
    return akkoord(c, "2b")


def minstens_een_vervolg(c: Context) -> list[str]:
    """Direct help must start with something: an action, a hand-off or shelter."""
    keuze = c.velden.get("eerste_stap")
    if keuze == "verstrekking":
        return _als(bool(c.trajecten("verstrekking")), "Stel eerst een verstrekking op.")
    if keuze == "opvang":
        return _als(bool(c.trajecten("opvang")), "Vraag eerst opvang aan.")
    return []


def verstrekking_verzonden(c: Context) -> list[str]:
    """Scaling up goes through a hand-off to that partner (the driehoek through police or prosecutor)."""
    doel = str(c.velden.get("doel", ""))
    namen = ("politie.regio", "om.regio") if doel == "driehoek" else (f"{doel}.regio",)
    weg = ("concept", "ingetrokken", "verlopen")
    heen = [een for een in c.trajecten("verstrekking") if een.ontvanger in namen and een.staat not in weg]
    return _als(bool(heen), "Verstuur eerst een verstrekking aan deze partner.")


def antwoord_partner(c: Context) -> list[str]:
    """The partner must have answered before the municipality takes the case back."""
    einden = ("teruggekoppeld", "afgewezen", "verlopen")
    # What was taken back after it was sent is answered by nobody any more.
    klaar = [
        een
        for een in c.trajecten("verstrekking")
        if een.staat in einden or (een.staat == "ingetrokken" and een.vorige_staat != "concept")
    ]
    return _als(bool(klaar), "De partner heeft nog niet geantwoord.")


def verstrekking_ontvangen(c: Context) -> list[str]:
    """Handing over needs a partner who confirmed receipt: sent is not received."""
    er = [
        een for een in c.trajecten("verstrekking") if een.staat in ("ontvangen", "opgepakt", "vraag", "teruggekoppeld")
    ]
    return _als(bool(er), "Nog geen partner heeft de ontvangst bevestigd.")


def veilig_thuis_afgehandeld(c: Context) -> list[str]:
    """The plan wants every signal that is taken up registered at Veilig Thuis, or a reason why not."""
    if c.zaak.kenmerken.get("veilig_thuis_niet") or not c.beleid.soorten.van(c.zaak.soort).veilig_thuis:
        return []
    heen = [
        een
        for een in c.trajecten("verstrekking")
        if een.ontvanger == "veilig-thuis.regio" and een.staat not in ("concept", "ingetrokken")
    ]
    return _als(bool(heen), "Verstuur de registratie aan Veilig Thuis, of leg vast waarom niet.")


def toestemming_of_vitaal_belang(c: Context) -> list[str]:
    """Shelter only with consent or for a vital interest."""
    return _als(
        c.velden.get("toestemming") in ("toestemming", "vitaal_belang"),
        "Leg vast of de persoon dit wil, of dat er gevaar is voor een leven.",
    )


def bedenktijd_een_keer(c: Context) -> list[str]:
    """The reflection period exists once (Vreemdelingencirculaire B8/3)."""
    al = c.traject is not None and c.traject.kenmerken.get("bedenktijd")
    return _als(not al, "De bedenktijd is al vastgelegd. Die bestaat maar één keer.")


def vangnet_vrijgegeven(c: Context) -> list[str]:
    """The safety net reads only after the clock opened its key."""
    open_nu = c.werk.sleutels.kan_openen(c.zaak, "ruw")
    return _als(open_nu, "Het vangnet is nog niet open. De gemeente is eerst aan de beurt.")


def vervanger_er_is(c: Context) -> list[str]:
    """Calling in a deputy needs one: a colleague, or somebody of another municipality who covers."""
    hier = [een for een in afschermen.leden(c.werk, c.zaak, f"af.{c.zaak.houder}") if een.waarneemt]
    return _als(bool(hier), GEEN_VERVANGER)


def termijn_voorbij(c: Context) -> list[str]:
    """The clock releases a dormant key only after the term."""
    voorbij = c.zaak.spoed or (c.zaak.termijn is not None and c.vandaag > c.zaak.termijn)
    return _als(voorbij, "De termijn loopt nog.")


def geldigheid_voorbij(c: Context) -> list[str]:
    """A hand-off runs out after its last day, or when its recipient takes part no longer."""
    tot = c.traject.geldig_tot if c.traject else None
    weg = c.traject is not None and not doet_mee(c.beleid.partners, c.traject.ontvanger, c.vandaag)
    return _als(weg or (tot is not None and c.vandaag > tot), "De verstrekking is nog geldig.")


def dertig_dagen_voorbij(c: Context) -> list[str]:
    """A refused hand-off stays readable for 30 days."""
    sinds = c.traject.dag_staat if c.traject else c.vandaag
    return _als(c.vandaag >= sinds + timedelta(days=30), "De 30 dagen zijn nog niet voorbij.")


def maker_alleen_zonder_account(c: Context) -> list[str]:
    """The maker takes a step of the recipient only when that desk has no account."""
    if c.rol != "maker" or c.traject is None:
        return []
    return _als(not c.werk.mensen.van_werkplek(c.traject.ontvanger), "De partner doet dit zelf.")


VOORWAARDEN: dict[str, Voorwaarde] = {
    "acties_afgerond": openstaand.acties_afgerond,
    "andere_gemeente": andere_gemeente,
    "andere_zaak": koppelen.andere_zaak,
    "antwoord_partner": antwoord_partner,
    "antwoord_zonder_namen": namencheck.antwoord_zonder_namen,
    "bedenktijd_een_keer": bedenktijd_een_keer,
    "besluit": altijd,
    "bewaartermijn_bekend": altijd,
    "contact_in_monitoring": monitoring.contact_in_monitoring,
    "convenant": verstrekkingsregels.convenant,
    "convenant_geldt": verstrekkingsregels.convenant_geldt,
    "dertig_dagen_voorbij": dertig_dagen_voorbij,
    "formulier_compleet": altijd,
    "geen_open_acties": openstaand.acties_afgerond,
    "geldigheid_voorbij": geldigheid_voorbij,
    "grondslagtoets": verstrekkingsregels.grondslagtoets,
    "hoogstens_twee_keer": hoogstens_twee_keer,
    "is_plaats": persoonstappen.is_plaats,
    "los_te_maken": koppelen.los_te_maken,
    "maker_alleen_zonder_account": maker_alleen_zonder_account,
    "minstens_een_actie": altijd,
    "minstens_een_vervolg": minstens_een_vervolg,
    "opvang_afgerond": openstaand.opvang_afgerond,
    "nog_geldig": verstrekkingsregels.nog_geldig,
    "overleg_gekozen": overleg_gekozen,
    "privacycheck_1": privacycheck_1,
    "privacycheck_2a": privacycheck_2a,
    "privacycheck_2b": privacycheck_2b,
    "regiehouder": altijd,
    "samen_te_voegen": koppelen.samen_te_voegen,
    "termijn_voorbij": termijn_voorbij,
    "terugmelding_gegeven": altijd,
    "toestemming_geldt": verstrekkingsregels.toestemming_geldt,
    "toestemming_of_vitaal_belang": toestemming_of_vitaal_belang,
    "vangnet_vrijgegeven": vangnet_vrijgegeven,
    "veilig_thuis_afgehandeld": veilig_thuis_afgehandeld,
    "verstrekking_ontvangen": verstrekking_ontvangen,
    "verstrekking_verzonden": verstrekking_verzonden,
    "verstrekkingen_afgerond": openstaand.verstrekkingen_afgerond,
    "vervanger_er_is": vervanger_er_is,
    "vorm_past_bij_maker": verstrekkingsregels.vorm_past_bij_maker,
    "weging_5": weging.weging_5,
    "weging_compleet": weging.weging_compleet,
    "zonder_bekende_namen": namencheck.zonder_bekende_namen,
    **actiestappen.VOORWAARDEN,
    **nakijken.VOORWAARDEN,
    **opvangregels.VOORWAARDEN,
}
