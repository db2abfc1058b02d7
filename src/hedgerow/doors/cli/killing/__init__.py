"""Killing a real site under load, again and again, and looking whether anything was lost or came twice.

Purpose: what somebody was told is done stays done, whatever happens to the machine's processes.
Promise: the site is driven through its own forms as people drive it, killed with SIGKILL, and judged by its
database file alone, read with nothing of ours in between. It never touches a folder but its own.
"""
