"""Speed of this server and of stock Rasa, measured side by side in one run: `python -m benchmarks.speed`."""
