"""Sealed rows in and out, one class per noun: the drawers of a unit of work."""
