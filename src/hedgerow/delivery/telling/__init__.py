"""Telling: how what concerns a face reaches it outside a page: on its devices, by e-mail, in a note of the
day or the week.

Promise: at the moment something is sent the boundary is asked again as the very face that gets it; what was
narrowed, deleted or blocked meanwhile is not sent. Each of a member's faces is told apart from the others: by
its own wishes, in mails of its own, with nothing in them that ties two faces. One is told once, in the hours
one chose.
Never: words of a post that is not public leave the site unless the face allowed it; a mail goes to an address
that is not confirmed.
"""
