"""A face's archive, for itself alone."""

from hedgerow.people.moving.archives import ExportShown, file, last

__all__ = ["ExportShown", "file", "last"]
