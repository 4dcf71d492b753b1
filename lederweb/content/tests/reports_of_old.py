"""The figures and contradictions of the status reports of 2013 and 2017."""

# What each document states, as a reader meets it.
FIGURES_OF_REPORTS = {
    "status-2013": set(
        "57.000|ca. 58.500|527.131|506.088|mere end 23.000|ca. 21.000|1.950|2.375|265|694|5.000|"
        "ca. 4.400|7.000|2.000|118|ca. 120|11|9|2".split("|")
    ),
    "status-2017": set(
        "95.958|80.952|27.699|26.420|ca. 27.500|4.117|4.544|7.161|8.795|2.162|2.349|5.829|695|"
        "1.200|mere end 19.000|12|5".split("|")
    ),
}
CONTRADICTIONS = {
    "status-2013": (
        "tre publikationer",
        "ni projektartikler",
        "to mobilsites",
        "Innovations glimt",
        "58.570 er ca. 58.600",
    ),
    "status-2017": ("ca. 27.500", "Politiken", "Besøg og besøgende"),
}
# What else a reader of the documents would miss.
WORDS_OF_REPORTS = {
    "status-2013": ("20 kommuner", "Tre dialogmøder", "19. december 2012", "finans.tv2", "MUHZ"),
    "status-2017": ("24. marts 2017", "25. august 2017", "mere end 80", "Fyns Stiftstidende"),
}
ARTICLES_OF_2013 = """
Træn din innovationsmuskel · 3 · Innovative gaver · 2012-12-19
Da krigen sluttede · 1+2+3 · Sammenhængskraft · 2013-01-11
Postmand Per og den pæne pige · 2 · Jens Arentzens metode · 2013-02-01
Vinderopskrifter på innovation · 2 · Innovative glimt · 2013-02-08
Når dialogen driller · 1+2+3 · Sammenhængskraft · 2013-03-01
Topchefer sendt på værksted · 1 · Strategisk værksted – Nye løsninger i en krisetid · 2013-03-22
Her er den bedste idé til forandring · 3 · Idéer der forandrer · 2013-03-27
Frivillige skal også ledes · 3 · Ledelse af frivillige · 2013-04-19
Ny publikation: Sådan leder du på afstand · 3 · Ledelse på afstand · 2013-05-03
Hjælp dine medarbejdere til at blive ledere · b · Fra medarbejder til leder · 2013-06-07
Hold talenterne varme · b · Fra medarbejder til leder · 2013-06-21
"""
PROJECTS_OF_2017 = {
    "Fra mål og strategi til praksis": ["1"],
    "Fokuseret målstyring": ["1"],
    "Hvordan spiller man sin direktør god?": ["2"],
    "Ledelse af samskabelse med borgeren": ["2"],
    "Ledelse af digitalisering": ["2"],
    "Relationel koordinering II": ["3"],
    "Faglig ledelse": ["3"],
    "Kære leder – kære medarbejdere": ["3"],
    "En aktiv patient-, borger- og pårørendeinddragende kultur": ["3"],
    "Merformidling af ledere der lykkes 2": ["1", "2", "3"],
    "Nye generationer – ny ledelse?": ["1", "2", "3"],
    "Ny Syntese i praksis": ["1", "2"],
}
PROJECTS_OF_2013 = (
    "Strategisk værksted – Nye løsninger i en krisetid",
    "Toplederens egen kompetenceudvikling",
    "Ledelse af overgange i sundhedsvæsenet",
    "Innovative glimt",
    "Lederens rolle i den innovative praksis",
    "Lederuddannelser skaber ringe i vandet",
    "Få mere ud af dit ledernetværk (Ledere der lærer sammen)",
    "Arentzens metode – flere nye film",
    "Når der ledes på flere arbejdspladser – samtidigt (områdeledelse)",
)
ARTICLES_WITH_OLD_ADDRESSES = (
    (153777, "Undgå værdiløs kompetenceudvikling med ny metode", "2017-08-25"),
    (146571, "Lyt til ledelse: Fyringer og dårlig ledelse", ""),
    (149415, "Podcast: Samarbejde mellem embedsmænd og politikere", ""),
    (153607, "Podcast: Når jorden brænder under lederen", ""),
    (156678, "Podcast: Kan målstyring og værdier spille sammen?", ""),
    (158147, "Podcast 11: Hvad hvis der ingen ledelse var?", ""),
)
