"""Writes a scikit-learn classifier as ONNX with the usual ZipMap output, and the probabilities it gives.

Usage: python skl_zipmap.py FOLDER. Called by scripts/dev/verify-peers.ts.
"""
import json
import os
import sys

import numpy as np
import sklearn
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingClassifier

folder = sys.argv[1]
rng = np.random.default_rng(3)
X = rng.normal(size=(300, 4)).astype(np.float32)
y = (X[:, 0] + X[:, 1] ** 2 + rng.normal(size=300) > 1).astype(int)
model = GradientBoostingClassifier(n_estimators=20, random_state=0).fit(X, y)
with open(os.path.join(folder, "zipmap.onnx"), "wb") as file:
    file.write(to_onnx(model, X[:1]).SerializeToString())
scores = model.predict_proba(X)[:, 1].tolist()
json.dump({"version": sklearn.__version__, "rows": X.tolist(), "scores": scores}, open(os.path.join(folder, "zipmap.json"), "w"))
