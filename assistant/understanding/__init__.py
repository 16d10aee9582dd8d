"""What a person wrote, as data: citations, amounts, dates, periods, identifiers, intent, and what is missing.

Code only; a model may help elsewhere but never decides here. Every value keeps its span in the text, which is the
proof that "it stands in the person's words".
"""
