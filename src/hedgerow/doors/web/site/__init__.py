"""The site's own words: about, rules, privacy, imprint."""
