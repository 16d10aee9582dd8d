"""Documents of the office (PDF, scan, Word, HTML, text, e-mail) as paragraphs with their pages."""
