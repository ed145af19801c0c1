"""Keys and rows: the only package that touches a database or a cryptographic primitive."""
