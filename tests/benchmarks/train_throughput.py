"""Images a second of training for the paper's network at 512 × 512, in several ways of computing.

    python tests/benchmarks/train_throughput.py [--size 512] [--batch 8] [--seconds 10] [--encoder resnet50] [--bf16]

On a GPU: float32 (without TF32), TF32, bf16, bf16 with channels last, the same compiled; then as training chooses, with
crops cut and strengthened as they are learned. On a CPU: float32, bf16 where it is asked for, and that last line. The batch
lies on the host at each step, as in training. The last column is what the arithmetic of a step, forwards and backwards,
makes of the rate: compare it with the peak that the maker of the card gives for bf16.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from seisviewer.learning.fitting import FitPlan, learn, prefetched
from seisviewer.learning.prefetch import pinned
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_batches import Batch, CropSource
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import COMPILED_FROM, DeviceChoice, choose_device
from seisviewer.networks.registry import build
from seisviewer.volumes.geometry import SectionId

CLASSES = 10
SECTION = (462, 951)  # samples and traces, as the public F3 survey has them
WARM_UP = 3


def lesson_of(device: DeviceChoice, options: argparse.Namespace) -> CropLesson:
    """The network on a section of noise, painted all over, and one that a model has labelled."""
    random = np.random.default_rng(0)
    image = random.standard_normal((1, *SECTION), dtype=np.float32)
    labels = random.integers(0, CLASSES, SECTION, dtype=np.uint8)
    unknown, live = np.full(SECTION, IGNORE, np.uint8), np.ones(SECTION[1], bool)
    painted, other = (
        Sample(SectionId.parse(name), paint, unknown, live, lambda section: image, pseudo)
        for name, paint, pseudo in (("inline_1", labels, unknown), ("inline_2", unknown, labels))
    )
    source = CropSource([painted], [other], side=options.size)
    settings = TrainSettings(encoder_rate=1e-3, head_multiple=1.0)
    model = device.place(build("deeplabv3+da-eca", options.encoder, CLASSES)).train()
    return CropLesson(model, source, CLASSES, settings, device, COMPILED_FROM)


def images_per_second(lesson: CropLesson, batches: Iterable[Batch], options: argparse.Namespace) -> float:
    """Training steps after warming up."""
    steps, began = -WARM_UP, 0.0
    for batch in batches:
        if steps == 0:
            began = time.monotonic()
        learn(lesson, batch)
        if lesson.device.device == "cuda":
            torch.cuda.synchronize()
        steps += 1
        if steps > 0 and time.monotonic() - began > options.seconds:
            break
    return steps * options.batch / (time.monotonic() - began)


def same_batch(lesson: CropLesson, options: argparse.Namespace) -> Iterable[Batch]:
    """One batch again and again, with nothing left to be done to it."""
    batch = lesson.batch(options.batch, np.random.default_rng(0)).strengthened()
    if lesson.device.device == "cuda":
        batch = pinned(batch)
    while True:
        yield batch


def arithmetic_of(options: argparse.Namespace) -> float:
    """Floating point operations an image and step, counted on the CPU."""
    lesson = lesson_of(choose_device("cpu"), options)
    with FlopCounterMode(display=False) as counter:
        learn(lesson, lesson.batch(1, np.random.default_rng(0)))
    return float(counter.get_total_flops())


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--encoder", default="resnet50")
    parser.add_argument("--bf16", action="store_true", help="on a CPU, too")
    options = parser.parse_args(arguments)
    chosen = choose_device()
    plain = replace(chosen, precision="float32", channels_last=False)
    best = replace(chosen, precision="bfloat16") if options.bf16 else chosen
    ways = [("float32", plain, False)]
    if chosen.device == "cuda":
        ways.append(("TF32", plain, True))
    if best.precision == "bfloat16":
        ways += [("bf16", replace(best, channels_last=False), True), ("bf16, channels last", best, True)]
    if chosen.device == "cuda":
        ways.append(("the same, compiled", replace(best, patient=True), True))
    print(chosen.reason, f"{options.encoder}, batch {options.batch}, {options.size} × {options.size}")
    arithmetic, first = arithmetic_of(options), 0.0

    def measured(name: str, lesson: CropLesson, batches: Iterable[Batch]) -> None:
        nonlocal first
        rate = images_per_second(lesson, batches, options)
        first = first or rate
        print(
            f"{name:24s} {rate:8.1f} images/s  {rate / first:5.2f} ×  {rate * arithmetic / 1e12:7.2f} TFLOP/s",
            flush=True,
        )

    for name, device, tf32 in ways:
        torch.set_float32_matmul_precision("high" if tf32 else "highest")
        torch.backends.cudnn.allow_tf32 = tf32
        lesson = lesson_of(device, options)
        measured(name, lesson, same_batch(lesson, options))
    lesson = lesson_of(chosen, options)
    with closing(prefetched(lesson, FitPlan("timing", 10**9, options.batch))) as batches:
        measured("as chosen, crops drawn", lesson, batches)


if __name__ == "__main__":
    main()
