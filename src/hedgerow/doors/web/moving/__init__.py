"""Moving in and out: files brought, what to take of them, the address book, archives of one's own."""
