"""Messages: the list of conversations, one of them, beginning one, and what arrives while it is open.

Promise: everything works by links and forms alone; a script only spares reloading. Each event of a stream
asks the boundary anew. Never: a row is drawn for anybody but the viewer it was read for.
"""
