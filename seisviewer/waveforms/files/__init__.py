"""Files of waveforms and of stations, in any format that ObsPy reads, become records. What crashes there or never ends does
so in a child process."""
