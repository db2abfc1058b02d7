"""`python -m hedgerow COMMAND`: what the launcher at the root hands over to."""

import sys

from hedgerow.doors.cli.main import main

sys.exit(main(sys.argv[1:]))
