"""Impasto: neural style transfer as a layer. Krita imports this package and finds the docker and the actions here."""

from __future__ import annotations

from krita import DockWidgetFactory, DockWidgetFactoryBase, Krita

from .bundled import add_to_path, missing_library

DOCKER = "impasto_docker"


def register() -> None:
    """Give Krita the docker and, when everything it needs is there, the actions."""
    app = Krita.instance()
    add_to_path()
    missing = missing_library()
    if missing:
        from .ui.missing import MissingDocker

        factory = DockWidgetFactory(DOCKER, DockWidgetFactoryBase.DockRight, lambda: MissingDocker(missing))
    else:
        from .actions import ImpastoExtension
        from .session import Session
        from .ui.docker import ImpastoDocker

        session = Session(app)
        app.addExtension(ImpastoExtension(app, session))
        factory = DockWidgetFactory(DOCKER, DockWidgetFactoryBase.DockRight, lambda: ImpastoDocker(session))
        session.connection.start_asking()
    app.addDockWidgetFactory(factory)


register()
