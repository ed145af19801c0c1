"""Envelopes, wraps, passphrases and codes, built from the primitives of `cryptography` and nothing else."""
