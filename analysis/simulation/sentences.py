"""A bank of short fictitious answers, in Dutch, by what they are about. Nobody ever said them."""

from __future__ import annotations

Bank = dict[str, tuple[str, ...]]

MOTIVES: Bank = {
    "motief_werk": (
        "Ik wil werk vinden.",
        "Ik zoek een betere baan dan nu.",
        "Op mijn werk wil ik alles begrijpen.",
        "Zonder Nederlands krijg ik alleen schoonmaakwerk.",
    ),
    "motief_opleiding": (
        "Ik wil een diploma halen.",
        "Ik wil een opleiding in de zorg doen.",
        "Met beter Nederlands kan ik naar het mbo.",
    ),
    "motief_kind_school": (
        "Ik wil met de juf praten over mijn kind.",
        "Mijn kinderen helpen met huiswerk.",
        "Ik wil begrijpen wat er op school gebeurt.",
    ),
    "motief_gezin": (
        "Mijn kleinkinderen praten alleen Nederlands.",
        "Met mijn kinderen praten in hun taal.",
        "Thuis praten ze Nederlands en ik wil meedoen.",
    ),
    "motief_zelf_regelen": (
        "Ik wil zelf mijn brieven lezen.",
        "Zelf bellen met de bank of de gemeente.",
        "Ik wil niet steeds hulp vragen voor papieren.",
    ),
    "motief_dokter": (
        "Ik wil zelf met de dokter praten.",
        "Bij de dokter wil ik zonder mijn kind gaan.",
        "In het ziekenhuis wil ik alles snappen.",
    ),
    "motief_buren": (
        "Praten met de buren.",
        "Ik wil mensen leren kennen.",
        "Een praatje maken op straat.",
    ),
    "motief_wijk": (
        "Ik wil vrijwilligerswerk doen.",
        "Meedoen met dingen in de buurt.",
    ),
    "motief_zeker": (
        "Dan ben ik niet meer bang buiten.",
        "Ik wil me zeker voelen in de winkel.",
        "Ik wil durven praten.",
    ),
    "motief_leren": (
        "Leren met anderen is gezellig.",
        "Ik vind het leuk om iets nieuws te leren.",
    ),
    "motief_erbij": (
        "Ik woon hier, ik wil erbij horen.",
        "Ik wil het nieuws begrijpen en meepraten.",
    ),
    "motief_moeten": (
        "Het moet van de gemeente.",
        "Ik moet nog een examen doen.",
    ),
    "anders": ("Reizen zonder hulp.", "Liedjes en films begrijpen."),
    "niets": ("Dat weet ik niet zo goed.", "Ik kan alles al wat ik wil."),
}

BARRIERS: Bank = {
    "belemmering_tijd": (
        "De les is als ik werk.",
        "Ik werk elke week op andere uren.",
        "Ik heb te weinig tijd.",
    ),
    "belemmering_kind": (
        "Ik heb kleine kinderen en geen oppas.",
        "Ik zorg voor mijn moeder.",
        "De kinderen moeten om drie uur uit school.",
    ),
    "belemmering_geld": (
        "De les is te duur.",
        "De boeken en de bus kosten veel geld.",
    ),
    "belemmering_gezondheid": (
        "Ik heb pijn in mijn rug en kan niet lang zitten.",
        "Ik ben vaak ziek.",
    ),
    "belemmering_zorgen": (
        "Mijn hoofd is vol met zorgen.",
        "Er zijn te veel problemen thuis met geld en papieren.",
    ),
    "belemmering_thuis": (
        "Thuis vinden ze het niet nodig.",
        "Mijn familie wil niet dat ik ga.",
    ),
    "belemmering_afstand": (
        "De school is ver en ik heb geen fiets.",
        "Met de bus is het een uur.",
    ),
    "belemmering_onbekend": (
        "Ik weet niet waar ik les kan krijgen.",
        "Niemand heeft mij verteld waar het is.",
    ),
    "belemmering_past_niet": (
        "De les ging over dingen die ik niet nodig heb.",
        "Het ging te langzaam voor mij.",
        "De groep was te verschillend.",
    ),
    "belemmering_durf": (
        "Ik ben bang om fouten te maken.",
        "Ik schaam me als ik praat.",
    ),
    "belemmering_leren": (
        "Leren is moeilijk, ik ben nooit naar school geweest.",
        "Ik vergeet alles.",
        "Het alfabet is moeilijk.",
    ),
    "belemmering_geen_nut": (
        "Ik heb het niet echt nodig, mijn kinderen helpen mij.",
        "Op mijn werk praat iedereen mijn taal.",
    ),
    "anders": ("Er is een lange wachtlijst.", "Ik verhuis misschien binnenkort."),
    "niets": ("Niets, het gaat goed.", "Er is niets moeilijk."),
}

NEIGHBOURHOOD: Bank = {
    "fijn_mensen": ("De buren zijn aardig.", "Ik ken veel mensen in de straat."),
    "fijn_voorziening": ("De winkels en de school zijn dichtbij.", "Het park is mooi."),
    "fijn_rust": ("Het is rustig en veilig.",),
    "mist_contact": ("Ik ben vaak alleen.", "Ik mis mensen om mee te praten."),
    "mist_activiteit": (
        "Er is weinig te doen voor vrouwen.",
        "Ik mis een plek om samen te komen.",
    ),
    "onveilig": ("’s Avonds ga ik niet graag naar buiten.",),
    "woning": ("Het huis is vochtig.", "De lift is vaak kapot."),
    "anders": ("De parkeerplaatsen zijn een probleem.",),
}

NEEDED: Bank = {
    "dokter": ("Bij de dokter kon ik niet uitleggen waar ik pijn had.",),
    "school_kind": ("De juf belde over mijn kind en ik begreep haar niet.",),
    "gemeente_brief": ("Er kwam een brief van de gemeente met moeilijke woorden.",),
    "werk": ("Op het werk was er een vergadering.", "Ik moest bellen voor een baan."),
    "winkel_straat": ("Iemand vroeg mij de weg.", "In de winkel wilde ik iets ruilen."),
    "vervoer": ("De bus reed niet en ik verstond de chauffeur niet.",),
    "buren": ("De buurvrouw vertelde iets en ik begreep het half.",),
    "telefoon_digitaal": ("Ik moest inloggen met DigiD.", "Een bandje aan de telefoon."),
    "familie": ("Mijn kleinkind vroeg iets en ik wist het woord niet.",),
    "anders": ("Bij de garage.",),
    "geen": ("Ik weet zo geen keer.",),
}
HELPED: Bank = {
    "kind": ("Mijn kind heeft vertaald.",),
    "partner": ("Mijn man of vrouw hielp.",),
    "familie_vriend": ("Een vriend ging mee.",),
    "buur": ("De buurvrouw hielp mij.",),
    "vrijwilliger": ("Mijn taalmaatje hielp.",),
    "werker": ("Iemand van school hielp mij.",),
    "tolk_app": ("Ik gebruikte mijn telefoon om te vertalen.",),
    "niemand": ("Niemand hielp.",),
    "anders": ("Een meneer in de rij hielp.",),
}

DREAMS: Bank = {
    "motief_werk": ("Dan werk ik in een winkel en praat ik met klanten.",),
    "motief_opleiding": ("Dan zit ik op school voor een diploma.",),
    "motief_kind_school": ("Dan ga ik zelf naar het gesprek op school.",),
    "motief_gezin": ("Dan lees ik mijn kleinkind een boekje voor.",),
    "motief_zelf_regelen": ("Dan maak ik zelf mijn post open en bel ik zelf.",),
    "motief_dokter": ("Dan ga ik alleen naar de dokter.",),
    "motief_buren": ("Dan drink ik koffie met mijn buren.",),
    "motief_wijk": ("Dan help ik in het buurthuis.",),
    "motief_zeker": ("Dan loop ik naar binnen en durf ik te praten.",),
    "motief_leren": ("Dan leer ik elke week iets nieuws met mijn groep.",),
    "motief_erbij": ("Dan hoor ik erbij.",),
    "motief_moeten": ("Dan ben ik klaar met het examen.",),
}

STARTED: Bank = {
    "brief": ("Ik kreeg een brief van de gemeente.",),
    "werkplein": ("Bij het werkplein zeiden ze dat het kon.",),
    "school": ("Op de school van mijn kind hing een papier.",),
    "zorg": ("Het consultatiebureau vertelde het.",),
    "gebedshuis_vereniging": ("Na het gebed vertelde iemand erover.",),
    "bekende": ("Een vriendin nam mij mee.", "Mijn buurvrouw ging ook."),
    "ambassadeur": ("Een vrouw die zelf les had, vertelde het.",),
    "werkgever": ("Mijn baas regelde het.",),
    "zelf": ("Ik heb zelf gezocht op internet.",),
    "anders": ("Via een cursus naaien.",),
}

GOOD = (
    "De lerares had veel geduld.",
    "De groep was gezellig.",
    "We oefenden echt praten.",
    "Er was opvang voor de kinderen.",
    "Het was dicht bij huis.",
)
BETTER = (
    "Meer praten en minder boek.",
    "De groep was te groot.",
    "Vaker les in de week.",
    "Het ging te snel.",
    "Andere uren.",
    "De les hield te vroeg op.",
)
KEEPS_GOING = (
    "De groep helpt mij.",
    "Mijn kinderen zeggen: ga door.",
    "Als de uren zo blijven.",
    "Oppas voor de kleine.",
    "Dat ik verschil merk op straat.",
)
AFTERWARDS = (
    "Meer oefenen met Nederlanders.",
    "Een volgende les, meteen daarna.",
    "Hulp om werk te vinden.",
    "Een taalmaatje.",
    "Niets, het was goed zo.",
)
SOLUTIONS: Bank = {
    "belemmering_tijd": ("Les in de avond of in het weekend.",),
    "belemmering_kind": ("Opvang op dezelfde plek.", "Les onder schooltijd."),
    "belemmering_geld": ("De les moet gratis zijn of heel goedkoop.",),
    "belemmering_gezondheid": ("Eerst moet ik beter zijn.", "Kort les, met pauze."),
    "belemmering_zorgen": ("Eerst hulp met mijn problemen.",),
    "belemmering_thuis": ("Een groep met alleen vrouwen, overdag.",),
    "belemmering_afstand": ("Les hier in de buurt.",),
    "belemmering_onbekend": ("Iemand die mij vertelt waar het is.",),
    "belemmering_past_niet": ("Zelf kiezen wat ik leer.",),
    "belemmering_durf": ("Een kleine groep met een aardige lerares.",),
    "belemmering_leren": ("Langzaam, met plaatjes.",),
    "belemmering_geen_nut": ("Dat weet ik niet, misschien later.",),
}
CHANGED = (
    "Ik kan nu zelf boodschappen doen en iets vragen.",
    "Ik praat nu met de juf.",
    "Ik kan een afspraak maken bij de dokter.",
    "Ik lees korte brieven.",
    "Het is nog hetzelfde.",
)
ASK_PEOPLE = (
    "Zeg dat het gezellig is. Zeg niet dat het moet.",
    "Vraag het rustig, in hun eigen taal.",
    "Ga naar de mensen toe, stuur geen brief.",
    "Laat iemand vertellen die het zelf heeft gedaan.",
    "Zeg dat het goed is voor de kinderen.",
    "Niet over examen praten.",
)
CLOSING = (
    "Nee, dank u wel.",
    "Ik hoop dat de les snel begint.",
    "Leuk gesprek.",
    "Wanneer hoor ik de uitkomst?",
    "Dank u, ik vond het fijn om te vertellen.",
)
REMARKS = ("Niets bijzonders.", "De telefoon ging een keer.", "Rustig gesprek.", "Thee gekregen.")
