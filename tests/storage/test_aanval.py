"""Somebody who can write the database and holds no key: every way in that was found once stays shut."""

import base64
import hashlib
import json
import os
import sqlite3

import pytest

from storage.crypto import hpke
from storage.crypto.encoding import expand
from storage.crypto.envelope import seal
from storage.crypto.errors import Ongeldig
from tests.storage import wandeling as w
from tests.wereld import Wereld
from workflow.fouten import Beschadigd, NietGevonden, StapGeweigerd


def _db(wereld: Wereld, naam: str = "zaken") -> sqlite3.Connection:
    return sqlite3.connect(wereld.settings.data / f"{naam}.db", isolation_level=None)


def test_a_session_row_that_the_server_did_not_make_opens_nothing(wereld: Wereld) -> None:
    token = os.urandom(32)
    sleutel, wie = hashlib.sha256(token).digest(), wereld.ids["fg.aalten"]
    paar = hpke.generate()
    inhoud = json.dumps({"geheim": paar.private.hex(), "publiek": paar.public.hex()}).encode()
    nu = int(wereld.huis.echte_tijd().timestamp())
    zegel = seal(expand(token, "sess"), inhoud, (sleutel, wie))
    _db(wereld, "sessies").execute(
        "INSERT INTO sessie VALUES (?, ?, ?, ?, ?, 0, ?, NULL)", (sleutel, wie, nu, nu, nu + 9999, zegel)
    )
    assert wereld.huis.sessies.haal(token.hex()) == (None, None)
    cookie = base64.urlsafe_b64encode(token).decode().rstrip("=")
    assert wereld.huis.sessies.haal(cookie) == (None, None)


def test_a_swapped_public_key_of_a_participant_opens_no_sitting(wereld: Wereld) -> None:
    overleg_id = bytes.fromhex(wereld.overleg(dagen=0))
    deelnemer = wereld.ids["deelnemer.aalten"]
    _db(wereld).execute("UPDATE persoon SET publiek = ? WHERE id = ?", (hpke.generate().public, deelnemer))
    with wereld.als("va.aalten") as werk, pytest.raises(Ongeldig):
        werk.overleggen.open_zitting(werk.overleggen.get(overleg_id), [deelnemer])


@pytest.mark.parametrize("kolom", ["ontvanger", "maker", "vorm", "staat", "geldig_tot"])
def test_a_hand_off_with_a_changed_column_is_damaged_and_goes_nowhere(wereld: Wereld, kolom: str) -> None:
    zaak = w.in_aanpak(wereld)
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    wereld.akkoord()
    anders = {"ontvanger": "riec.regio", "maker": "af.winterswijk", "vorm": "J", "staat": "verzonden"}
    waarde = anders.get(kolom, "2031-01-01")
    _db(wereld).execute(f"UPDATE traject SET {kolom} = ? WHERE id = ?", (waarde, vs))
    with pytest.raises((Beschadigd, NietGevonden, StapGeweigerd)):
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    with wereld.als("riec") as werk:
        assert not werk.sleutels.kan_openen(wereld.traject(vs), f"vs:{vs.hex()}")


@pytest.mark.parametrize("kolom", ["staat", "voorgelegd_aan", "regiehouder", "vernietig_op", "spoed"])
def test_a_case_with_a_changed_column_takes_no_step(wereld: Wereld, kolom: str) -> None:
    zaak = w.in_beoordeling(wereld)
    anders = {"staat": "in_onderzoek", "voorgelegd_aan": "winterswijk", "vernietig_op": "2020-01-01", "spoed": 1}
    waarde = anders.get(kolom, wereld.ids["va.aalten"])
    _db(wereld).execute(f"UPDATE zaak SET {kolom} = ? WHERE id = ?", (waarde, zaak))
    assert wereld.zaak(zaak).kenmerken == {"beschadigd": True}
    with pytest.raises((Beschadigd, NietGevonden, StapGeweigerd)):
        wereld.stap("af.aalten", zaak, "notitie", tekst="Test.")


def test_an_answer_of_the_privacy_officer_cannot_be_written_for_him(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    _db(wereld).execute("UPDATE privacycheck SET staat = 'akkoord' WHERE traject_id = ?", (vs,))
    with pytest.raises(Beschadigd):
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)


def test_one_person_does_not_become_two_by_changing_who_proposed(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    wereld.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    with pytest.raises(NietGevonden):
        wereld.stem_in("af.aalten", zaak)
    _db(wereld).execute(
        "UPDATE instemming SET voorsteller = ?, rol = 'veiligheidsadviseur'", (wereld.ids["va.aalten"],)
    )
    with pytest.raises(StapGeweigerd):
        wereld.stem_in("af.aalten", zaak, terugmelding="Zelf gezegd.")
    assert wereld.zaak(zaak).staat == "in_beoordeling"


def test_a_proposal_on_a_case_that_changed_is_void(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    wereld.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    wereld.stap("af2.aalten", zaak, "notitie", tekst="Er kwam iets bij.")
    with pytest.raises(NietGevonden):
        wereld.stem_in("va.aalten", zaak)


def test_a_row_in_the_list_of_members_is_no_seat(wereld: Wereld) -> None:
    token = wereld.huis.toegang.inloggen("af.winterswijk@meldroute.example", "zeven oude eiken langs het water").token
    sessie, _ = wereld.huis.sessies.haal(token)
    assert sessie is not None
    _db(wereld).execute(
        "INSERT INTO lid SELECT 'af.aalten', epoch, persoon_id, wrap, 0, NULL, NULL FROM lid WHERE persoon_id = ?",
        (wereld.ids["af.winterswijk"],),
    )
    assert wereld.huis.actor_van_sessie(sessie).werkplekken == ("af.winterswijk",)


def test_a_condition_of_the_privacy_officer_is_no_plain_yes(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    eerst = w.verstuur(wereld, zaak, "politie")
    wereld.stap("politie", zaak, "ontvangst_bevestigen", eerst)
    met_namen = {"vorm": "J", "wachtzin": "op de pagina"}
    velden = {**w.VERSTREKKING, **met_namen, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    wereld.antwoord("voorwaarde", "pseudoniem")
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "alleen met p-nummers" in fout.value.punten[0]


def test_a_check_counts_only_for_the_sources_that_were_asked(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    stap = {"toelichting": "Nodig voor het adres."}
    wereld.stap("af.aalten", zaak, "onderzoeken", bronnen=["brp"], **stap)
    wereld.akkoord()
    bronnen = list(wereld.beleid.taxonomie["bronnen"].codes)
    wereld.stap("af.aalten", zaak, "onderzoeken", bronnen=bronnen[:3], **stap)
    assert wereld.zaak(zaak).staat == "in_beoordeling"


def test_names_need_a_first_contact_without_names_or_a_vital_interest(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    met_namen = {**w.MET_NAMEN, "vitaal_belang": "nee"}
    velden = {**w.VERSTREKKING, **met_namen, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "zonder namen" in fout.value.punten[0]


def test_consent_as_a_ground_needs_consent(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    velden = {**w.VERSTREKKING, "grond": "toestemming", "toestemming": "nee", "ontvanger": "politie"}
    feit = w.feit(wereld, zaak)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden, feiten=[feit])
    assert "er is toestemming" in fout.value.punten[0]


def test_an_address_and_a_child_go_only_where_the_covenant_lets_them(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    kind = {"rol": "kind", "leeftijdsklasse": "onder_18", "naam": "Pim Voorbeeld", "adres": "Voorbeeldweg 8"}
    wereld.stap("af.aalten", zaak, "persoon_toevoegen", **kind)
    with wereld.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    (pseudoniem,) = [(doc.inhoud or {})["pseudoniem"] for doc in docs if doc.soort == "persoon"]
    velden = {**w.VERSTREKKING, **w.MET_NAMEN, "ontvanger": "riec", "personen": [pseudoniem]}
    vs = wereld.stap(
        "af.aalten", zaak, "verstrekking_opstellen", **{**velden, "feiten": [w.feit(wereld, zaak)]}
    ).nieuw_id
    assert vs is not None
    with wereld.als("af.aalten") as werk:
        stuk = str([doc.inhoud for doc in werk.documenten.open(werk.trajecten.get(vs), [f"vs:{vs.hex()}"], "test")])
    assert "Voorbeeldweg 8" not in stuk
    assert "Pim" not in stuk
    with pytest.raises(StapGeweigerd):
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)


@pytest.mark.parametrize(
    ("wie", "actie", "velden"),
    [
        ("af.aalten", "voorleggen", {"naar_gemeente": "winterswijk", "weging_2b_reden": "Hij heet Piotr."}),
        ("af.aalten", "terugmelden", {"bericht": "We spraken Nowak."}),
        ("af.aalten", "aanvulling_vragen", {"vraag": "Waar staat de auto van Piotr?"}),
        (
            "af.aalten",
            "opvang_zoeken",
            {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed voor Piotr."},
        ),
        (
            "af.aalten",
            "niet_in_behandeling_nemen",
            {"weging_3_reden": "Nowak is vaag.", "reden": "te_vaag", "terugmelding": "Klaar."},
        ),
        (
            "af.aalten",
            "persoon_toevoegen",
            {"rol": "getuige", "naam": "Eva Smit", "leeftijdsklasse": "onbekend", "toelichting": "Eva zag het."},
        ),
    ],
)
def test_no_text_with_a_name_of_the_vault_leaves_the_desk(
    wereld: Wereld, wie: str, actie: str, velden: dict[str, str]
) -> None:
    zaak = w.in_beoordeling(wereld)
    wereld.stap(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piotr Nowak", leeftijdsklasse="23_plus"
    )
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(wie, zaak, actie, **velden)
    assert any("kluis" in punt for punt in fout.value.punten)


def test_a_wrong_fact_or_person_is_withdrawn_and_goes_nowhere_after_that(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    fout, goed = w.feit(wereld, zaak, "Het verkeerde pand."), w.feit(wereld, zaak, "Het goede pand.")
    wereld.stap("af.aalten", zaak, "feit_intrekken", feiten=[fout], reden="Een vergissing.")
    with pytest.raises(StapGeweigerd):
        wereld.stap(
            "af.aalten", zaak, "verstrekking_opstellen", **{**w.VERSTREKKING, "ontvanger": "politie", "feiten": [fout]}
        )
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [goed]}
    assert wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
