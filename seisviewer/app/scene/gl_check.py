"""Whether this computer can draw in three dimensions at all."""

from __future__ import annotations

from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext

from seisviewer.translation import tr

LEAST_VERSION = (2, 1)
WHY_GL = tr("The 3D scene needs OpenGL {}.{}").format(*LEAST_VERSION)


def why_no_scene() -> str:
    """One sentence that says why nothing can be drawn in 3D, "" where it can."""
    context = QOpenGLContext()
    if not context.create():
        return tr(
            "{why_gl}, and this display has no OpenGL: install a driver (on Linux libgl1-mesa-dri "
            "draws without a graphics card)."
        ).format(why_gl=WHY_GL)
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not context.makeCurrent(surface):
        return tr("{why_gl}, and the OpenGL driver of this display does not answer: update it.").format(why_gl=WHY_GL)
    version = context.format().version()
    context.doneCurrent()
    if tuple(version) < LEAST_VERSION:
        return tr("{why_gl}, and this display has {version}.{version2}: update the graphics driver.").format(
            why_gl=WHY_GL, version=version[0], version2=version[1]
        )
    try:
        import OpenGL

        OpenGL.ERROR_CHECKING = False  # after each call of OpenGL, which takes longer than the calls
        import pyqtgraph.opengl  # noqa: F401 -- it loads the library of the driver
    except (ImportError, AttributeError, OSError) as error:
        return tr("{why_gl} and the Python package PyOpenGL, which cannot be loaded here ({error}).").format(
            why_gl=WHY_GL, error=error
        )
    return ""
