"""A result as a Spanish table on the terminal, as Markdown, and as a spreadsheet with live formulas."""
