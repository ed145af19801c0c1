"""The forms of the directory of shelter and help."""

from workflow.handeling import stap
from workflow.stap import Veld

ROL = "zorgcoordinator"
GEEN_ADRES = "Noem geen adres."
LEEFTIJDEN = ("onder_18=Jonger dan 18", "18_22=18 tot en met 22", "23_plus=23 of ouder")
VELDEN = (
    Veld("naam", "Hoe heet de organisatie?", "regel", verplicht=True, hint=GEEN_ADRES),
    Veld("soort", "Wat biedt zij?", "keuze", verplicht=True, keuzes=("taxonomie:opvang/voorziening",)),
    Veld("uitleg", "Wat moet een collega weten?", "tekst", hint="Kort. " + GEEN_ADRES),
    Veld("telefoon", "Telefoonnummer van het kantoor", "regel", hint="Geen nummer van een persoon."),
    Veld("bereikbaar", "Wanneer en hoe bereik je hen?", "regel", hint=GEEN_ADRES),
    Veld("regio", "In welke streek?", "regel", hint="Alleen de streek, bijvoorbeeld Achterhoek of Utrecht."),
    Veld("voor_wie", "Voor wie?", "meerkeuze", keuzes=("taxonomie:opvang/voor_wie",), hint="Niet bekend? Kies niets."),
    Veld("leeftijd", "Voor welke leeftijd?", "meerkeuze", keuzes=LEEFTIJDEN),
    Veld("kinderen", "Mogen er kinderen mee?", "keuze", keuzes=("ja=Ja", "nee=Nee")),
    Veld("kinderen_hoogstens", "Hoeveel kinderen hoogstens?", "getal", als="kinderen=ja"),
    Veld("verblijf", "Voor welk verblijfsrecht?", "meerkeuze", keuzes=("taxonomie:opvang/verblijf",)),
    Veld("neemt", "Wie neemt zij wel?", "meerkeuze", keuzes=("taxonomie:contra_indicaties/zorg",)),
    Veld("neemt_niet", "Wie neemt zij niet?", "meerkeuze", keuzes=("taxonomie:contra_indicaties/zorg",)),
    Veld("talen", "Welke talen spreken zij?", "regel", hint="Bijvoorbeeld Engels, Pools, Roemeens."),
    Veld("betaler", "Wie betaalt?", "meerkeuze", keuzes=("taxonomie:opvang/betaler",)),
    Veld("opvangplek", "Leest zij zelf mee in Meldroute?", "opvangplek", hint="Kies dan haar naam."),
)
VOEG_TOE = stap("voeg_toe", "Zet in de lijst", ROL, "Je hebt dit dan vandaag nagekeken.", VELDEN)
WIJZIG = stap("wijzig", "Bewaar de wijziging", ROL, "Je hebt dan alles vandaag nagekeken.", VELDEN)
BEVESTIG = stap("bevestig", "Alles klopt nog", ROL, "Doe dit nadat je het bij hen hebt nagevraagd.")
TREK_IN = stap("trek_in", "Haal uit de lijst", ROL, "Collega's zien deze regel dan niet meer.")
ZET_TERUG = stap("zet_terug", "Zet terug in de lijst", ROL, "Kijk daarna of alles nog klopt.")
