"""Published files of flows and stocks as rows of targets.csv: one module a publisher, one function a format.

`source` reads text and sheets and says what is wrong with them, `tally` counts what became of their rows,
`countries` knows their spellings, `rows` makes target rows with their error model and sums of fiscal years,
`suspect` compares them with targets already held, `formats` finds the format of a file.
"""
