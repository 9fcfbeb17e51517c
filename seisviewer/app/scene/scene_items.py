"""What is drawn in the scene with OpenGL. Imported only where `gl_check` has found that it can be."""

from __future__ import annotations

from typing import Any

import numpy as np
from OpenGL import GL
from OpenGL.GL import shaders as gl_shaders
from PyQt6.QtGui import QColor, QMatrix4x4, QOpenGLContext
from pyqtgraph.opengl import GLLinePlotItem, GLMeshItem, shaders
from pyqtgraph.opengl.items import GLImageItem as image_item

_CORE, _LEGACY = "fragColor = texture(u_texture, v_texcoord);", "gl_FragColor = texture2D(u_texture, v_texcoord);"
_SEEN = " if ({}.a < 0.5) discard;"


class SliceItem(image_item.GLImageItem):
    """A picture laid into the scene. Where it has nothing, what lies behind is seen: such a pixel has no depth either."""

    _shaderProgram = None

    def __init__(self, picture: np.ndarray) -> None:
        """picture: uint8 RGBA (columns, rows, 4), opaque or fully transparent."""
        super().__init__(picture.swapaxes(0, 1), smooth=True, glOptions="translucent")

    def show_picture(self, picture: np.ndarray, matrix: np.ndarray) -> None:
        """matrix: float (4, 4), takes pixels to the scene."""
        self.setTransform(QMatrix4x4(*(float(value) for value in matrix.ravel())))
        self.setData(picture.swapaxes(0, 1))

    @staticmethod
    def getShaderProgram() -> Any:
        if SliceItem._shaderProgram is None:
            context = QOpenGLContext.currentContext()
            is_es, version = context.isOpenGLES(), tuple(context.format().version())
            core = version >= ((3, 0) if is_es else (3, 1))
            head = ("#version 300 es\n" if is_es else "#version 140\n") if core else ""
            sources = image_item.SHADER_CORE if core else image_item.SHADER_LEGACY
            compiled = [gl_shaders.compileShader([head, _with_holes(text)], kind) for kind, text in sources.items()]
            program = gl_shaders.compileProgram(*compiled)
            GL.glBindAttribLocation(program, 0, "a_position")
            GL.glBindAttribLocation(program, 1, "a_texcoord")
            GL.glLinkProgram(program)
            SliceItem._shaderProgram = program
        return SliceItem._shaderProgram


def _with_holes(source: str) -> str:
    source = source.replace(_CORE, _CORE + _SEEN.format("fragColor"))
    return source.replace(_LEGACY, _LEGACY + _SEEN.format("gl_FragColor"))


class LinesItem(GLLinePlotItem):
    """Straight lines between pairs of points, or one line through all of them."""

    def __init__(self, *, pairs: bool = True, width: float = 1.0) -> None:
        super().__init__(mode="lines" if pairs else "line_strip", width=width, antialias=False, glOptions="opaque")

    def show_lines(self, points: np.ndarray, colour: QColor, width: float = 1.0) -> None:
        """points: float (points, 3)."""
        self.setData(pos=np.asarray(points, np.float32), color=colour.getRgbF(), width=width)


def surface_item(vertices: np.ndarray, faces: np.ndarray, colour: QColor) -> GLMeshItem:
    """A surface in one colour, lit from the eye. vertices: float (points, 3). faces: int (triangles, 3)."""
    return GLMeshItem(
        vertexes=np.asarray(vertices, np.float32),
        faces=np.asarray(faces, np.uint32),
        color=colour.getRgbF(),
        shader="shaded",
        smooth=True,
        computeNormals=True,
        glOptions="opaque",
    )


def forget_programs() -> None:
    """A new drawing context has begun: what was compiled for another one is of no use in it."""
    for kind in (SliceItem, GLLinePlotItem):
        kind._shaderProgram = None
    for program in shaders.ShaderProgram.names.values():
        program.prog = None
