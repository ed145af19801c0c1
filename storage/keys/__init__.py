"""Who holds which key, and how it is handed on: root, municipalities, people, desks."""
