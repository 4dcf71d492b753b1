"""Times as Danes write them: kl. 9.30. The rest is as Django has it for Danish."""

TIME_FORMAT = "G.i"
DATETIME_FORMAT = r"j. F Y \k\l. G.i"
