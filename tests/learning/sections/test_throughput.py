"""The benchmark of training, which must still run on the day that somebody has a GPU."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from seisviewer.networks.device import choose_device

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "train_throughput.py"


@pytest.mark.slow
def test_every_way_of_computing_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(BENCHMARK))["main"]
    main(["--size", "33", "--batch", "1", "--seconds", "0.01", "--encoder", "mobile", "--bf16"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(choose_device().reason)
    rates = {line[:24].strip(): float(line[24:].split()[0]) for line in lines[1:]}
    assert {"float32", "bf16", "bf16, channels last", "as chosen, crops drawn"} <= set(rates)
    assert min(rates.values()) > 0
