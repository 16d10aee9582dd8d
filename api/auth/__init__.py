"""Who is asking: local accounts, sessions of the pages, tokens of machines, single sign-on."""
