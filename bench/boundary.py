"""`./hedgerow bench boundary`: checks and previews."""

from bench import check, preview

check.run()
preview.run()
