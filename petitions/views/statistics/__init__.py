"""Pages of the statistics: the forms, and the flagged petitions with their statements."""
