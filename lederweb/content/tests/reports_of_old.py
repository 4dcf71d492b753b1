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
