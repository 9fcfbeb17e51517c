"""Images a second of training for the paper's network at 512 × 512, in several ways of computing.

    python tests/benchmarks/train_throughput.py [--size 512] [--batch 8] [--seconds 10] [--encoder resnet50] [--compile]

On a GPU: float32 eager (without TF32), TF32, bf16 autocast, bf16 + channels_last, and compiled where asked for.
On a CPU: float32, and bf16 where it is asked for by --bf16.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import torch

from seisviewer.learning.fitting import learn
from seisviewer.learning.sections.crop_batches import Batch, CropSource
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import choose_device
from seisviewer.networks.registry import build

CLASSES = 10


def images_per_second(device, options, *, tf32: bool, compiled: bool) -> float:
    """Training steps on random crops, after warming up; the batch is on the host at each step, as in training."""
    torch.set_float32_matmul_precision("high" if tf32 else "highest")
    torch.backends.cudnn.allow_tf32 = tf32
    model = device.place(build("deeplabv3+da-eca", options.encoder, CLASSES)).train()
    if compiled:
        model = torch.compile(model)
    settings = TrainSettings(encoder_rate=1e-3, head_multiple=1.0)
    lesson = CropLesson(model, CropSource([], [], side=options.size), CLASSES, settings, device)
    lesson.set_weights(torch.ones(CLASSES))
    shape = (options.batch, options.size, options.size)
    labels = torch.randint(0, CLASSES, shape)
    batch = Batch(torch.randn(options.batch, 1, options.size, options.size), labels, torch.full(shape, 255))
    for _ in range(3):
        learn(lesson, batch)
    finish(device)
    began, steps = time.monotonic(), 0
    while time.monotonic() - began < options.seconds:
        learn(lesson, batch)
        finish(device)
        steps += 1
    return steps * options.batch / (time.monotonic() - began)


def finish(device) -> None:
    if device.device == "cuda":
        torch.cuda.synchronize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--encoder", default="resnet50")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--bf16", action="store_true")
    options = parser.parse_args()
    chosen = choose_device()
    plain = replace(chosen, precision="float32", channels_last=False)
    ways = [("float32 eager", plain, False, False)]
    if chosen.device == "cuda":
        bf16 = replace(chosen, precision="bfloat16", channels_last=False)
        ways += [("TF32", plain, True, False), ("bf16", bf16, True, False), ("bf16 channels_last", chosen, True, False)]
    elif options.bf16:
        ways += [("bf16 channels_last", replace(chosen, precision="bfloat16", channels_last=True), True, False)]
    if options.compile:
        ways += [("compiled, as chosen", chosen, True, True)]
    print(chosen.reason, f"{options.encoder}, batch {options.batch}, {options.size} × {options.size}")
    first = None
    for name, device, tf32, compiled in ways:
        rate = images_per_second(device, options, tf32=tf32, compiled=compiled)
        first = first or rate
        print(f"{name:24s} {rate:8.1f} images/s  {rate / first:5.2f} ×", flush=True)


if __name__ == "__main__":
    main()
