"""The application for a WSGI server, with the settings of the environment."""

import os

from config.settings import Settings
from web.app import create_app

app = create_app(Settings.from_environment(os.environ))
