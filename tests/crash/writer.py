"""A child process that codes without pause and prints each id once it is acknowledged."""

import sys
from pathlib import Path

from transfo_analysis.coding.journal import Journal

folder, coder, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
journal = Journal(folder, coder)
done = 0
while done != count:
    data = {
        "target_kind": "code",
        "target": "mode:velo",
        "text": f"mémo {done} " + "é" * (done % 200),
    }
    event = journal.append("memo_written", "c", data)
    sys.stdout.write(f"{event.id}\n")
    sys.stdout.flush()
    done += 1
