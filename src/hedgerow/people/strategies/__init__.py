"""How a member keeps its lives apart or together: eight statements, what they speak for, what was chosen.

Promise: answers and choice are the member's alone; they go with the account. Never: a face's page, export or
app, or an operator's page, says which strategy its member has.
"""
