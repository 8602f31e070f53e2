"""`python -m benchmarks.stock`: install stock Rasa and train its project, each only if it is not done already."""

from __future__ import annotations

import sys

from benchmarks.stock.environment import NotInstallable
from benchmarks.stock.training import StockProject, prepare

if __name__ == "__main__":
    try:
        prepare(StockProject(), say=print)
        print("Stock Rasa is installed and its model is trained.")
    except NotInstallable as error:
        sys.exit(str(error))
