"""The rules of the route: pure Python that knows no framework."""
