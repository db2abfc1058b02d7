"""The site: what its operator decided, who may join, and what moderators did.

Promise: every act of an operator or moderator is one entry of the audit log, written with the act or not at
all; moderators see what was handed to them and no hidden post.
Never: it gives nobody a view of what they could not see as themselves.
"""
