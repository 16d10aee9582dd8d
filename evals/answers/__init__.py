"""Quality of whole answers: cases, scoring, runs, comparison and report."""
