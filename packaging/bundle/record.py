"""For try-bundle.sh: a synthetic three-component record and a picker with random weights, FOLDER/record.mseed, FOLDER/picker."""

import sys
from pathlib import Path

import torch

from seisviewer.networks.pickers import new_picker, save_picker
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record

folder = Path(sys.argv[1])
write_mseed(synthetic_record(seed=0).record, folder / "record.mseed")
torch.manual_seed(0)
save_picker(folder / "picker", new_picker("phasenet").model)
