"""The printed part of the world: a stock, and an order from it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

ORDER_PAGES = {
    "the order form": "/publikationer/ledelse-tal-sammen/bestil/",
    "the answer to an order": "/publikationer/ledelse-tal-sammen/bestil/tak/",
}
KAREN = {
    "name": "Karen Holm",
    "workplace": "Skive Kommune",
    "address": "Torvegade 10",
    "postcode": "7800",
    "town": "Skive",
    "email": "karen@example.org",
    "note": "Til receptionen",
}


class OrderWorld:
    """Mixed into `World`."""

    if TYPE_CHECKING:
        home: Any

        def publication(self, title: str = "", **fields: Any) -> Any: ...

    def stock(self, copies: int = 100, publication: Any = None, **fields: Any) -> Any:
        """The stock of a publication's newest edition, with so many copies printed."""
        from publications.models import StockMovement
        from publications.services.move_stock import move_stock, open_stock

        assert self.home  # before its files, in a database that a test has emptied
        publication = publication or self.publication()
        stock = open_stock(edition=publication.editions.first(), **fields)
        if copies:
            kind = StockMovement.Kind.PRINTED
            move_stock(stock_id=stock.pk, kind=kind, quantity=copies)
            stock.refresh_from_db()
        return stock

    def order(self, stock: Any = None, quantity: int = 3, **person: str) -> Any:
        """Karen's order, just received, as the form makes it."""
        from publications.services.place_order import place_order

        return place_order(
            stock_id=(stock or self.stock()).pk,
            quantity=quantity,
            person=KAREN | person,
            public_id=uuid.uuid4(),
        )
