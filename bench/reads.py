"""`./hedgerow bench reads`: the home, its page, and posting."""

from bench import home, posting

home.run()
posting.run()
