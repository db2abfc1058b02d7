"""Ids in addresses: no larger than ids are, so that every other one is simply not found."""

from django.urls import register_converter


class Id:
    """A public id: of a face, a post or anything else."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Raises ValueError for what no id can be: the address then leads nowhere."""
        number = int(value)
        if number >= 2**63:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        """As it stands in an address."""
        return str(value)


register_converter(Id, "id")
