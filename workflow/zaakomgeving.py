"""What stands around the contents of a case: its clocks, checks, walks, deputies and retention."""

from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst, moment_tekst
from workflow.ports import Werk
from workflow.privacychecks import ANTWOORDEN, VOORWAARDEN
from workflow.route import Route
from workflow.termijnen import Moment
from workflow.timer import Timer
from workflow.trajectkader import Nu
from workflow.trajectregel import Trajectregel, trajectregel
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Privacycheck, Zaak
from workflow.zaakowner import MELDER
