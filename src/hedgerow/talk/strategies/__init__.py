"""What a strategy sets: every setting by name, as it is and as it would be, and the way back.

Promise: nothing is set that was not shown before; undo restores what nobody changed since. Never: anything is
set for another face than those shown, and none of it says on any face's page which strategy it comes from.
"""
