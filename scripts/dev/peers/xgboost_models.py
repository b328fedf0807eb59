"""Trains small XGBoost models of many kinds and writes each with rows and the scores XGBoost gives them.

Usage: python xgboost_models.py FOLDER. Called by scripts/dev/verify-peers.ts.
"""
import json
import os
import sys

import joblib
import numpy as np
import xgboost as xgb

folder = sys.argv[1]
rng = np.random.default_rng(7)
N, F = 400, 6
X = np.round(rng.normal(size=(N, F)), 2).astype(np.float32)
X[rng.random(X.shape) < 0.1] = np.nan
signal = np.nan_to_num(X[:, 0]) + np.nan_to_num(X[:, 1]) * np.nan_to_num(X[:, 2])
binary = (signal + rng.normal(size=N) > 0).astype(int)
classes = np.digitize(signal, [-0.7, 0.7])
names = ["llm quality", "société", "a[b]", "x<y", "f,4", "five"]
names = [n.replace("[", "(").replace("]", ")").replace("<", "lt") for n in names]
columns = {"feature_names": names}
manifest = []


def add(name, model, files, scores, rows=X):
    for extension, write in files.items():
        file = f"{name}.{extension}"
        write(os.path.join(folder, file))
        manifest.append({
            "name": f"{name} ({extension})",
            "file": file,
            "rows": [[None if np.isnan(v) else float(v) for v in row] for row in rows],
            "scores": np.asarray(scores, dtype=float).ravel().tolist(),
        })


def saved(model, joblib_too=True):
    booster = model.get_booster() if hasattr(model, "get_booster") else model
    files = {"json": model.save_model, "ubj": model.save_model}
    if joblib_too:
        files["joblib"] = lambda path: joblib.dump(model, path)
        files["z.joblib"] = lambda path: joblib.dump(model, path, compress=("zlib", 3))
    return files


def classifier(name, **settings):
    model = xgb.XGBClassifier(n_estimators=40, max_depth=4, **settings).fit(X, binary)
    add(name, model, saved(model), model.predict_proba(X)[:, 1])


classifier("binary")
classifier("binary-base-score", base_score=0.2)
classifier("binary-weighted", scale_pos_weight=3.0)
classifier("binary-forest", num_parallel_tree=3)
classifier("binary-dart", booster="dart", rate_drop=0.3)
classifier("binary-exact", tree_method="exact")
classifier("binary-lossguide", grow_policy="lossguide", max_leaves=9)

early = xgb.XGBClassifier(n_estimators=300, learning_rate=0.5, early_stopping_rounds=5)
early.fit(X[:300], binary[:300], eval_set=[(X[300:], binary[300:])], verbose=False)
add("binary-early-stopping", early, saved(early), early.predict_proba(X)[:, 1])

named = xgb.train({"objective": "binary:logistic"}, xgb.DMatrix(X, binary, feature_names=names), 30)
add("binary-named", named, saved(named, joblib_too=True), named.predict(xgb.DMatrix(X, feature_names=names)))

multi = xgb.XGBClassifier(n_estimators=20, max_depth=3).fit(X, classes)
add("multi-softprob", multi, saved(multi), multi.predict_proba(X))

regression = xgb.XGBRegressor(n_estimators=30).fit(X, signal * 10 + 50)
add("regression", regression, saved(regression), regression.predict(X))

json.dump({"version": xgb.__version__, "models": manifest}, open(os.path.join(folder, "manifest.json"), "w"))
