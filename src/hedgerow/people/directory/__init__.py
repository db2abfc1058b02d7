"""Who may be shown to people who do not know them: whoever let itself be found, and nobody else.

Never: it uses no tie of anybody's, so that it can tell of none.
"""
