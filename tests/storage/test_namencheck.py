"""The echo check at a hand-off: a place is free for some partners only, and names are read in form J too."""

from typing import Any

import pytest

from tests.storage import wandeling as w
from tests.storage.test_tweede_persoon import concept, open_, persoon, punten, stukken
from tests.wereld import Wereld
from workflow.fouten import StapGeweigerd

AF = "af.aalten"
PLEK = "Dorpsstraat 12 Bredevoort"
KLUIS = "naam of nummer uit de kluis"


def feit(wereld: Wereld, zaak: bytes, categorie: str, tekst: str, wie: str = "") -> str:
    velden: dict[str, Any] = {"categorie": categorie, "bron": "zelf", "feit": tekst}
    wereld.stap(AF, zaak, "feit_vastleggen", **velden, **({"persoon": wie} if wie else {}))
    return [doc.id.hex() for doc in stukken(wereld, zaak) if doc.soort == "feit"][-1]


def plaats(wereld: Wereld, zaak: bytes) -> str:
    wereld.stap(AF, zaak, "plaats_vastleggen", soort_plaats="adres", plaats=PLEK, bron="zelf")
    return [doc.id.hex() for doc in stukken(wereld, zaak) if doc.soort == "feit"][-1]


def weigert(wereld: Wereld, zaak: bytes, vs: bytes, actie: str = "vrijgeven", **velden: Any) -> str:
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(AF, zaak, actie, vs, **velden)
    return punten(fout)


@pytest.mark.parametrize("ontvanger", ["politie", "veilig-thuis", "moviera"])
def test_where_a_victim_sleeps_goes_to_no_partner_because_it_is_also_the_place(wereld: Wereld, ontvanger: str) -> None:
    zaak = w.in_aanpak(wereld)
    wie = persoon(wereld, zaak, adres=PLEK)
    plaats(wereld, zaak)
    slaapt = feit(wereld, zaak, "D2", f"Slaapt op {PLEK}.", wie)
    vs = concept(wereld, zaak, ontvanger=ontvanger, feiten=[slaapt])
    assert KLUIS in weigert(wereld, zaak, vs)


def test_an_address_that_came_to_a_victim_after_the_place_is_his_too(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    wie = persoon(wereld, zaak)
    plaats(wereld, zaak)
    slaapt = feit(wereld, zaak, "D2", f"Slaapt op {PLEK}.", wie)
    wereld.stap(AF, zaak, "gegeven_toevoegen", persoon=wie, gegeven="adres", waarde=PLEK)
    assert KLUIS in weigert(wereld, zaak, concept(wereld, zaak, feiten=[slaapt]))


def test_the_place_of_an_offender_goes_to_who_may_have_places_and_to_nobody_else(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    persoon(wereld, zaak, rol="dader", adres=PLEK)
    plaats(wereld, zaak)
    werkt = feit(wereld, zaak, "D2", f"Werkt op {PLEK}.")
    vs = concept(wereld, zaak, feiten=[werkt])
    w.geef_vrij(wereld, zaak, vs)
    assert wereld.traject(vs).staat == "verzonden" and PLEK in str([doc.inhoud for doc in open_(wereld, AF, vs)])
    vs = concept(wereld, zaak, ontvanger="veilig-thuis", feiten=[werkt])
    assert KLUIS in weigert(wereld, zaak, vs)


def test_an_answer_to_a_partner_is_read_by_the_same_rule(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    persoon(wereld, zaak, adres=PLEK)
    plaats(wereld, zaak)
    vs = w.verstuur(wereld, zaak, "politie", feiten=[feit(wereld, zaak, "D2", "Werkt zes dagen.")])
    wereld.stap("politie", zaak, "ontvangst_bevestigen", vs)
    wereld.stap("politie", zaak, "oppakken", vs)
    wereld.stap("politie", zaak, "vraag_stellen", vs, vraag="Waar is het?")
    assert KLUIS in weigert(wereld, zaak, vs, "beantwoorden", antwoord=f"Op {PLEK}.")
    wereld.stap(AF, zaak, "beantwoorden", vs, antwoord="Dat staat in het dossier.")


def test_a_hand_off_with_names_holds_no_name_but_those_that_it_gives(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    kind = persoon(wereld, zaak, naam="Kleine Jan", rol="kind", leeftijdsklasse="onder_18")
    slaat = feit(wereld, zaak, "D9", "Dragan Petrovski slaat het kind.", kind)
    dader = persoon(wereld, zaak, naam="Dragan Petrovski", rol="dader")
    namen = {**w.MET_NAMEN, "ontvanger": "veilig-thuis", "grond": "wmo526"}
    assert KLUIS in weigert(wereld, zaak, concept(wereld, zaak, **namen, feiten=[slaat]))
    # With the number it goes, and the name of the child goes beside it.
    met = feit(wereld, zaak, "D9", f"{dader} slaat het kind.", kind)
    vs = concept(wereld, zaak, **namen, feiten=[met])
    w.geef_vrij(wereld, zaak, vs)
    assert wereld.traject(vs).staat == "verzonden"
    assert "Kleine Jan" in str([doc.inhoud for doc in open_(wereld, "veilig-thuis", vs)])


def test_a_name_that_the_hand_off_gives_may_stand_in_its_facts(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    huilt = feit(wereld, zaak, "D9", "Kleine Jan huilt veel.")
    kind = persoon(wereld, zaak, naam="Kleine Jan", rol="kind", leeftijdsklasse="onder_18")
    namen = {**w.MET_NAMEN, "ontvanger": "veilig-thuis", "grond": "wmo526"}
    vs = concept(wereld, zaak, **namen, feiten=[huilt], personen=[kind])
    w.geef_vrij(wereld, zaak, vs)
    assert wereld.traject(vs).staat == "verzonden"
