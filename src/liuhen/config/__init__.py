"""Top floor: settings, root addresses, the WSGI application."""
