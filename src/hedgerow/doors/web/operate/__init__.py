"""Running the site: its facts and texts, who may join, reports, warnings, suspensions, the audit log."""
