"""Moving in and out: contacts from files of other places, a face's address book, invitations to those in it.

Promise: what a file held is known to the face that brought it alone; nothing of it happens before that face
said yes, and all of it can be taken back for thirty days. Who is here is found by public handles only.
Never: it looks nobody up by an e-mail address or a number, and keeps neither; it ties nobody who did not
agree.
"""
