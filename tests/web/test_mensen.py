"""The beheerder and people: he sets things in motion, and gives no key and sees no content by any of it."""

from datetime import timedelta

from tests.storage.wandeling import in_aanpak
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, kantoor
from tests.web.mensenwerk import AF, MENSEN, UITNODIGEN, druk, geef_app, mens, stel_voor, tekst, vorm
from tests.wereld import WACHTZIN, email
from workflow.termijnen import TIJDZONE

__all__ = ["kantoor"]
NIEUW = {"naam": "Truus Tuinbonen", "alias": "AF-Aalten-9", "email": "truus@aalten.example"}
AF_AALTEN = {"rol": "aandachtsfunctionaris", "plekken_aandachtsfunctionaris": "af.aalten"}


def rijen(pagina: Pagina) -> list[str]:
    return [een.get_text(" ", strip=True) for een in pagina.soep.select("tbody tr")]


def code_op(pagina: Pagina) -> str:
    (gevonden,) = pagina.soep.select("[data-code]")
    return gevonden.get_text(strip=True)


def nodig_uit(kantoor: Kantoor, **velden: str) -> Pagina:
    return druk(kantoor.als("beheer.aalten"), UITNODIGEN, "nodig_uit", **{**NIEUW, **AF_AALTEN, **velden})


def dag(kantoor: Kantoor, dagen: int) -> str:
    vandaag = kantoor.wereld.huis.nu().astimezone(TIJDZONE).date()
    return (vandaag + timedelta(days=dagen)).isoformat()


def test_the_list_shows_everybody_of_the_own_municipality_and_nobody_else(kantoor: Kantoor) -> None:
    pagina = kantoor.als("beheer.aalten").get(MENSEN)
    gevonden = rijen(pagina)
    aalten = [wie for wie in kantoor.wereld.ids if wie.endswith(".aalten")] + ["vangnet2"]
    assert len(gevonden) == len(aalten)
    (af,) = [een for een in gevonden if "Naam van af.aalten" in een]
    assert "Aandachtsfunctionaris van Aalten" in af and "Actief" in af
    assert "winterswijk" not in pagina.tekst.split("<footer")[0].lower()
    assert "Er staan geen uitnodigingen open" in tekst(pagina)


def test_an_empty_invitation_says_per_question_what_is_missing(kantoor: Kantoor) -> None:
    pagina = druk(kantoor.als("beheer.aalten"), UITNODIGEN, "nodig_uit")
    assert pagina.code == 422 and len(pagina.fouten) == 4
    assert any(een.startswith("Wat is de rol") for een in pagina.fouten)
    assert {str(een["href"]) for een in pagina.soep.select("#fouten a")} == {
        f"#nodig_uit-{naam}" for naam in ("naam", "alias", "email", "rol")
    }


def test_the_code_of_an_invitation_is_shown_once_and_the_typed_answers_stay_when_refused(kantoor: Kantoor) -> None:
    geweigerd = nodig_uit(kantoor, email=email("af.aalten"))
    assert geweigerd.code == 422 and "Truus Tuinbonen" in geweigerd.tekst and len(geweigerd.fouten) == 1
    gemaakt = nodig_uit(kantoor)
    code = code_op(gemaakt)
    assert gemaakt.code == 200 and len(code.replace("-", "").replace(" ", "")) == 28
    assert "Mail of app de code nooit" in tekst(gemaakt) and f"/uitnodiging/{code}" in gemaakt.tekst
    beheer = kantoor.als("beheer.aalten")
    lijst = beheer.get(MENSEN)
    assert "Truus Tuinbonen" in lijst.tekst and "Nieuw account" in lijst.tekst
    assert code not in lijst.tekst and code not in beheer.get(UITNODIGEN).tekst


def test_an_invitation_that_is_withdrawn_is_gone(kantoor: Kantoor) -> None:
    code = code_op(nodig_uit(kantoor))
    beheer = kantoor.als("beheer.aalten")
    assert druk(beheer, MENSEN, "trek_in").code == 303
    assert "Truus Tuinbonen" not in beheer.get(MENSEN).tekst
    vreemde = Browser(kantoor.app)
    assert "Truus" not in vreemde.get(f"/uitnodiging/{code}").tekst


def test_a_desk_that_does_not_fit_the_role_is_refused(kantoor: Kantoor) -> None:
    for plek in ("overleg.aalten", "af.winterswijk", "nergens"):
        pagina = nodig_uit(kantoor, plekken_aandachtsfunctionaris=plek)
        assert pagina.code == 422 and "Truus" in pagina.tekst, plek
    assert "Er staan geen uitnodigingen open" in tekst(kantoor.als("beheer.aalten").get(MENSEN))


def test_a_deputy_needs_a_desk_and_days_that_follow_each_other(kantoor: Kantoor) -> None:
    dagen = {"waarneemt": "ja", "van": dag(kantoor, 9), "tot": dag(kantoor, 2)}
    assert any("voor de eerste dag" in een for een in nodig_uit(kantoor, **dagen).fouten)
    leeg = nodig_uit(kantoor, waarneemt="ja")
    assert leeg.code == 422 and len(leeg.fouten) == 2
    goed = {**dagen, "tot": dag(kantoor, 20)}
    zonder = nodig_uit(kantoor, rol="bestuur", **goed)
    assert any("kies eerst de werkplek" in een for een in zonder.fouten)
    assert nodig_uit(kantoor, **goed).code == 200
    assert "waarnemer van" in tekst(kantoor.als("beheer.aalten").get(MENSEN))


def test_a_proposal_waits_for_a_colleague_and_gives_nothing_by_itself(kantoor: Kantoor) -> None:
    dagen = {"waarneemt": "ja", "van": dag(kantoor, 0), "tot": dag(kantoor, 14)}
    assert stel_voor(kantoor, "vangnet2", "af.aalten", **dagen).code == 303
    pagina = kantoor.als("beheer.aalten").get(mens(kantoor, "vangnet2"))
    assert "moet dit nog goedkeuren" in tekst(pagina) and "waarnemer van" in tekst(pagina)
    assert "Wacht op een collega" in tekst(kantoor.als("beheer.aalten").get(MENSEN))
    assert kantoor.als("vangnet2").get(AF).code == 404
    assert stel_voor(kantoor, "vangnet2", "overleg.aalten").code == 422


def test_who_leaves_is_out_at_once_and_the_page_says_what_comes_next(kantoor: Kantoor) -> None:
    beheer, weg = kantoor.als("beheer.aalten"), kantoor.als("af2.aalten")
    assert weg.get("/werkvoorraad").code == 200
    assert "nieuwe sleutel" in tekst(beheer.get(mens(kantoor, "af2.aalten")))
    assert druk(beheer, mens(kantoor, "af2.aalten"), "verlaat", "af.aalten").code == 303
    assert "aan geen werkplek" in tekst(beheer.get(mens(kantoor, "af2.aalten")))
    assert weg.get(AF).code != 200
    assert "Vernieuw de sleutel" in tekst(kantoor.als("af.aalten").get(AF))


def test_the_last_holder_leaves_only_with_a_tick(kantoor: Kantoor) -> None:
    beheer, pad = kantoor.als("beheer.aalten"), mens(kantoor, "toezicht.aalten")
    assert "Enige op deze werkplek" in tekst(beheer.get(pad))
    geweigerd = druk(beheer, pad, "verlaat", "uitvoering-toezicht.aalten")
    assert geweigerd.code == 422 and geweigerd.fouten
    assert "Enige op deze werkplek" in tekst(geweigerd)
    assert druk(beheer, pad, "verlaat", "uitvoering-toezicht.aalten", ook_als_laatste="ja").code == 303
    assert "aan geen werkplek" in tekst(beheer.get(pad))


def test_a_closed_account_can_do_nothing_and_nothing_can_be_done_for_it(kantoor: Kantoor) -> None:
    beheer, pad = kantoor.als("beheer.aalten"), mens(kantoor, "af2.aalten")
    assert kantoor.als("af2.aalten").get("/taken").code == 200
    assert druk(beheer, pad, "blokkeer").code == 303
    assert kantoor.als("af2.aalten").get("/taken").code == 303
    browser = Browser(kantoor.app)
    browser.get("/inloggen")
    assert browser.vul_in("/inloggen", "wachtzin", email=email("af2.aalten"), wachtzin=WACHTZIN).code == 401
    dicht = beheer.get(pad)
    assert "Gesloten" in tekst(dicht) and not dicht.soep.select("main form")


def test_a_beheerder_can_not_close_his_own_account(kantoor: Kantoor) -> None:
    pagina = kantoor.als("beheer.aalten").get(mens(kantoor, "beheer.aalten"))
    assert vorm(pagina, "blokkeer") is None and vorm(pagina, "herstel") is None


def test_a_recovery_code_is_for_one_person_and_shown_once(kantoor: Kantoor) -> None:
    beheer, pad = kantoor.als("beheer.aalten"), mens(kantoor, "af2.aalten")
    gemaakt = druk(beheer, pad, "herstel")
    assert gemaakt.code == 200 and gemaakt.kop == "Nieuwe sleutel voor Naam van af2.aalten"
    assert "Nieuwe sleutel" in tekst(beheer.get(MENSEN)) and code_op(gemaakt) not in beheer.get(MENSEN).tekst
    # Until it is used nothing changes: who still knows his passphrase is not thrown out.
    assert kantoor.als("af2.aalten").get(AF).code == 200


def test_people_of_another_municipality_are_not_there(kantoor: Kantoor) -> None:
    beheer, pad = kantoor.als("beheer.aalten"), mens(kantoor, "af.winterswijk")
    assert beheer.get(pad).code == 404
    beheer.get(MENSEN + "/" + kantoor.wereld.ids["af.aalten"].hex())
    assert beheer.laatste is not None
    token = beheer.laatste.formulier("csrf_token")["csrf_token"]
    for actie in ("herstel", "blokkeer", "verlaat", "stel_voor", "vraag_wissen"):
        velden = {"csrf_token": token, "actie": actie, "onderwerp": "af.winterswijk", "werkplek": "af.winterswijk"}
        assert beheer.post(pad, velden).code == 404, actie
    assert kantoor.als("af.winterswijk").get("/werkplek/af.winterswijk").code == 200


def test_only_a_beheerder_reaches_these_pages(kantoor: Kantoor) -> None:
    for wie in ("af.aalten", "fg.aalten", "bestuur.aalten", "politie"):
        for pad in (MENSEN, UITNODIGEN, mens(kantoor, "af.aalten")):
            assert kantoor.als(wie).get(pad).code == 404, (wie, pad)


def test_no_case_stands_on_any_of_them(kantoor: Kantoor) -> None:
    nummer = kantoor.wereld.zaak(in_aanpak(kantoor.wereld)).nummer
    beheer = kantoor.als("beheer.aalten")
    for pad in (MENSEN, UITNODIGEN, mens(kantoor, "af.aalten"), mens(kantoor, "va.aalten")):
        assert nummer not in beheer.get(pad).tekst and "MH-" not in beheer.get(pad).tekst


def test_what_the_beheerder_does_stands_in_the_log(kantoor: Kantoor) -> None:
    nodig_uit(kantoor)
    stel_voor(kantoor, "vangnet2", "af.aalten")
    druk(kantoor.als("beheer.aalten"), mens(kantoor, "af2.aalten"), "verlaat", "af.aalten")
    regels = " ".join(rijen(kantoor.als("fg.aalten").get("/logboek")))
    assert regels.count("A-beheer.aalten") >= 3 and "Truus" not in regels


def test_a_lost_second_factor_of_who_has_no_colleague_takes_two_beheerders(kantoor: Kantoor) -> None:
    geef_app(kantoor, "privacy.aalten")
    hier, regio = kantoor.als("beheer.aalten"), kantoor.als("beheer.regio")
    pad, heeft = mens(kantoor, "privacy.aalten"), kantoor.wereld.huis.toegang.heeft_factor
    wie = kantoor.wereld.ids["privacy.aalten"]
    assert "andere beheerder" not in tekst(regio.get(MENSEN))
    assert druk(hier, pad, "vraag_wissen").code == 303
    assert heeft(wie) and "moet dit bevestigen" in tekst(hier.get(pad))
    assert vorm(hier.get(pad), "vraag_wissen") is None and vorm(hier.get(pad), "bevestig_wissen") is None
    assert "vraagt je hulp" not in tekst(hier.get(MENSEN))
    assert "vraagt je hulp" not in tekst(kantoor.als("beheer.winterswijk").get(MENSEN))
    assert "Naam van privacy.aalten" in tekst(regio.get(MENSEN))
    assert druk(regio, MENSEN, "bevestig_wissen", wie.hex()).code == 303
    assert not heeft(wie) and "vraagt je hulp" not in tekst(regio.get(MENSEN))


def test_a_second_beheerder_of_the_same_municipality_is_no_second_beheerder(kantoor: Kantoor) -> None:
    """Somebody invites an account for himself and confirms what he asked: two names, one person."""
    geef_app(kantoor, "privacy.aalten")
    hier, wie = kantoor.als("beheer.aalten"), kantoor.wereld.ids["privacy.aalten"]
    heeft, pad = kantoor.wereld.huis.toegang.heeft_factor, mens(kantoor, "privacy.aalten")
    code = code_op(nodig_uit(kantoor, rol="beheerder"))
    kantoor.wereld.huis.uitnodiging.aanvaard(code, WACHTZIN)
    pop = Browser(kantoor.app)
    pop.get("/inloggen")
    assert pop.vul_in("/inloggen", "wachtzin", email=NIEUW["email"], wachtzin=WACHTZIN).code == 303
    assert druk(hier, pad, "vraag_wissen").code == 303
    assert "vraagt je hulp" not in tekst(pop.get(MENSEN)) and "De beheerder van de regio moet" in tekst(pop.get(pad))
    assert vorm(pop.get(pad), "bevestig_wissen") is None and vorm(pop.get(pad), "vraag_wissen") is None
    velden = pop.get(UITNODIGEN).formulier("actie") | {"onderwerp": wie.hex()}
    assert pop.post(MENSEN, velden | {"actie": "bevestig_wissen"}).code == 404
    for actie in ("bevestig_wissen", "vraag_wissen"):
        pop.post(pad, velden | {"actie": actie})
        hier.post(pad, hier.get(UITNODIGEN).formulier("actie") | {"actie": actie})
    assert heeft(wie)
    assert druk(kantoor.als("beheer.regio"), MENSEN, "bevestig_wissen", wie.hex()).code == 303
    assert not heeft(wie)


def test_for_people_of_the_region_a_beheerder_of_a_municipality_confirms(kantoor: Kantoor) -> None:
    geef_app(kantoor, "ketenregisseur")
    regio, hier = kantoor.als("beheer.regio"), kantoor.als("beheer.winterswijk")
    pad, wie = mens(kantoor, "ketenregisseur"), kantoor.wereld.ids["ketenregisseur"]
    assert druk(regio, pad, "vraag_wissen").code == 303
    assert "Een beheerder van een gemeente moet dit bevestigen" in tekst(regio.get(pad))
    assert "vraagt je hulp" not in tekst(regio.get(MENSEN)) and vorm(regio.get(pad), "bevestig_wissen") is None
    assert "Naam van ketenregisseur" in tekst(hier.get(MENSEN))
    assert druk(hier, MENSEN, "bevestig_wissen", wie.hex()).code == 303
    assert not kantoor.wereld.huis.toegang.heeft_factor(wie)
    assert "vraagt je hulp" not in tekst(kantoor.als("beheer.aalten").get(MENSEN))


def test_nobody_confirms_what_he_asked_himself_or_what_nobody_asked(kantoor: Kantoor) -> None:
    geef_app(kantoor, "privacy.aalten")
    hier, wie = kantoor.als("beheer.aalten"), kantoor.wereld.ids["privacy.aalten"]
    nodig_uit(kantoor)
    velden = hier.get(MENSEN).formulier("actie") | {"actie": "bevestig_wissen", "onderwerp": wie.hex()}
    assert hier.post(MENSEN, velden).code == 404
    druk(hier, mens(kantoor, "privacy.aalten"), "vraag_wissen")
    assert hier.post(MENSEN, velden).code == 404
    assert kantoor.wereld.huis.toegang.heeft_factor(wie)


def test_who_has_a_colleague_is_sent_to_him(kantoor: Kantoor) -> None:
    geef_app(kantoor, "af2.aalten")
    pagina = kantoor.als("beheer.aalten").get(mens(kantoor, "af2.aalten"))
    assert vorm(pagina, "vraag_wissen") is None and "Een collega van de werkplek kan" in tekst(pagina)
