"""HTTP: routes, streaming, authentication, permissions, audit, the widget and the pages."""
