"""What is drawn in the scene with OpenGL. Imported only where `gl_check` has found that it can be."""

from __future__ import annotations

from typing import Any

import numpy as np
from OpenGL import GL
from OpenGL.GL import shaders as gl_shaders
from PyQt6.QtGui import QColor, QMatrix4x4, QOpenGLContext
from pyqtgraph.opengl import GLLinePlotItem, GLMeshItem, shaders
from pyqtgraph.opengl.items import GLImageItem as image_item
from pyqtgraph.opengl.items.GLMeshItem import DirtyFlag

from seisviewer.app.scene.surfaces import Surface

_CORE, _LEGACY = "fragColor = texture(u_texture, v_texcoord);", "gl_FragColor = texture2D(u_texture, v_texcoord);"
LIT = "seisviewer lit"
VERTEX_SHADER = """
    uniform mat4 u_mvp;
    uniform mat3 u_normal;
    attribute vec4 a_position;
    attribute vec3 a_normal;
    attribute vec4 a_color;
    varying vec4 v_color;
    varying vec3 v_normal;
    void main() {
        v_normal = u_normal * a_normal;
        v_color = a_color;
        gl_Position = u_mvp * a_position;
    }
"""
FRAGMENT_SHADER = """
    #ifdef GL_ES
    precision mediump float;
    #endif
    varying vec4 v_color;
    varying vec3 v_normal;
    void main() {
        float light = abs(dot(normalize(v_normal), normalize(vec3(-0.4, 0.6, 1.0))));
        gl_FragColor = vec4(v_color.rgb * (0.35 + 0.65 * light), 1.0);
    }
"""
_SEEN = " if ({}.a < 0.5) discard;"


def transform(matrix: np.ndarray) -> QMatrix4x4:
    """matrix: float (4, 4)."""
    return QMatrix4x4(*(float(value) for value in matrix.ravel()))


class SliceItem(image_item.GLImageItem):
    """A picture laid into the scene. Where it has nothing, what lies behind is seen: such a pixel has no depth either."""

    _shaderProgram = None

    def __init__(self, picture: np.ndarray) -> None:
        """picture: uint8 RGBA (columns, rows, 4), opaque or fully transparent."""
        super().__init__(picture.swapaxes(0, 1), smooth=True, glOptions="translucent")

    def show_picture(self, picture: np.ndarray, matrix: np.ndarray) -> None:
        """matrix: float (4, 4), takes pixels to the scene."""
        self.setTransform(transform(matrix))
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


class SurfaceItem(GLMeshItem):
    """A surface in one colour, lit from beside the eye on both of its sides."""

    def __init__(self, surface: Surface, colour: QColor) -> None:
        self._surface = surface
        super().__init__(color=colour.getRgbF(), shader=_lit(), smooth=True, glOptions="opaque")

    def parseMeshData(self) -> DirtyFlag:
        """Normals are there already; what pyqtgraph would do for them takes a minute for a large body."""
        if self.vertexes is not None:
            return DirtyFlag(0)
        self.vertexes, self.faces, self.normals = self._surface.vertices, self._surface.faces, self._surface.normals
        return DirtyFlag.POSITION | DirtyFlag.FACES | DirtyFlag.NORMAL


def _lit() -> shaders.ShaderProgram:
    return shaders.ShaderProgram.names.get(LIT) or shaders.ShaderProgram(
        LIT, [shaders.VertexShader(VERTEX_SHADER), shaders.FragmentShader(FRAGMENT_SHADER)]
    )


def forget_programs() -> None:
    """A new drawing context has begun: what was compiled for another one is of no use in it."""
    for kind in (SliceItem, GLLinePlotItem):
        kind._shaderProgram = None
    for program in shaders.ShaderProgram.names.values():
        program.prog = None
