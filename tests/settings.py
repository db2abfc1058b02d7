"""The settings under which the tests run: the real ones, on a data folder that is thrown away."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="hedgerow-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["HEDGEROW_DATA"] = _folder
os.environ["HEDGEROW_TESTING"] = "1"
os.environ["HEDGEROW_SECRET_KEY"] = "a key for tests and nothing else, long enough to be one"
os.environ["HEDGEROW_DOMAIN"] = "localhost:8000"
os.environ["HEDGEROW_REGISTRATION"] = "open"
os.environ["HEDGEROW_EMAIL_URL"] = "memory:"
os.environ["HEDGEROW_LOG"] = "ERROR"
# A test runs what is due itself (`jobs.run_due()`), so that nothing happens behind its back.
os.environ["HEDGEROW_WORKER_INSIDE"] = "0"
for _name in ("HEDGEROW_DEMO", "HEDGEROW_DEBUG", "HEDGEROW_HTTPS", "HEDGEROW_NAME", "REDIS_URL"):
    os.environ.pop(_name, None)
# Playwright's own loop runs in the main thread, where the tests also use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from hedgerow.config.settings import *  # noqa: E402, F403
