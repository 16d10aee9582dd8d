"""Conversations in the database: private to who asks, searchable, exportable, with branches and opinions."""
