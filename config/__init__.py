"""Policy as data, and the settings of one installation."""
