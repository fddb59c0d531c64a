"""Two institutions that say two things of one facet: told by what was published before, settled by the sheet
Arbitrations.

Units, codes and value sets belong to the terminology centre; the insurer proposes. Against the last edition that
was published a difference is a proposal of the insurer, a change of the centre, or a conflict of both.
"""
