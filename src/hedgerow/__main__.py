"""`python -m hedgerow COMMAND`: what the launcher at the root hands over to."""

import os
import sys

from hedgerow.doors.cli.main import main

try:
    code = main(sys.argv[1:])
    sys.stdout.flush()
except BrokenPipeError:
    # Whoever read (`| head`) has enough. Python would complain again when it flushes at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    code = 1
sys.exit(code)
