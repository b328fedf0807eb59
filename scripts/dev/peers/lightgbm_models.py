"""Trains small LightGBM models of several kinds and writes each with rows and the scores LightGBM gives them.

Usage: python lightgbm_models.py FOLDER. Called by scripts/dev/verify-peers.ts.
"""
import json
import os
import sys

import lightgbm as lgb
import numpy as np

folder = sys.argv[1]
rng = np.random.default_rng(7)
N, F = 500, 5
# Coarse values, so that many rows lie on a split.
full = np.round(rng.normal(size=(N, F)), 1).astype(np.float32)
holes = full.copy()
holes[rng.random(full.shape) < 0.15] = np.nan
signal = full[:, 0] + full[:, 1] * full[:, 2]
binary = (signal + rng.normal(size=N) > 0).astype(int)
classes = np.digitize(signal, [-0.7, 0.7])
manifest = []


def add(name, settings, train, labels, rows, rounds=40):
    data = lgb.Dataset(train, labels, feature_name=[f"feature {i}" for i in range(F)])
    model = lgb.train({"verbose": -1, "num_threads": 1, **settings}, data, rounds)
    file = f"{name}.txt"
    model.save_model(os.path.join(folder, file))
    manifest.append({
        "name": name,
        "file": file,
        "rows": [[None if np.isnan(v) else float(v) for v in row] for row in rows],
        "scores": np.asarray(model.predict(rows), dtype=float).ravel().tolist(),
    })


add("binary", {"objective": "binary"}, holes, binary, holes)
add("binary without missing values in training", {"objective": "binary"}, full, binary, holes)
add("binary, few leaves", {"objective": "binary", "num_leaves": 3}, holes, binary, holes)
add("dart", {"objective": "binary", "boosting": "dart"}, holes, binary, holes)
add("stumps that cannot split", {"objective": "binary", "min_data_in_leaf": 400}, holes, binary, holes, 5)
add("multiclass", {"objective": "multiclass", "num_class": 3}, holes, classes, holes, 15)
add("regression", {"objective": "regression"}, holes, signal * 10 + 50, holes)
json.dump({"version": lgb.__version__, "models": manifest}, open(os.path.join(folder, "manifest.json"), "w"))
