"""Starts an MLflow tracking server on loopback with its data in FOLDER. Called by scripts/dev/verify-peers.ts.

Usage: python mlflow_server.py FOLDER PORT. Runs until it is stopped.
"""
import os
import sys

import mlflow  # noqa: F401  (an ImportError here is how the caller learns that it is not installed)

folder, port = sys.argv[1], sys.argv[2]
os.environ["MLFLOW_TRACKING_URI"] = ""
os.execv(sys.executable, [
    sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", port, "--workers", "1",
    "--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", f"{folder}/artifacts",
])
