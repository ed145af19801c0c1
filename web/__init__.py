"""The pages, the command line and the clock: what carries the rules to a person."""
