"""Cross-validated AUC of XGBoost with default settings on given folds.

Usage: python cv_auc.py LEADS.csv FOLDS.json. Prints JSON. Called by scripts/dev/verify-peers.ts.
"""
import json
import sys

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score

data = pd.read_csv(sys.argv[1])
y = data.pop("engaged").to_numpy()
plan = json.load(open(sys.argv[2]))
strings = [c for c in data if not pd.api.types.is_numeric_dtype(data[c])]
native = data.copy()
for c in strings:
    native[c] = native[c].astype("category")
text = [c for c in strings if data[c].nunique() > 20 and data[c].nunique() > 0.4 * data[c].notna().sum()]
onehot = pd.get_dummies(data.drop(columns=text), dummy_na=True).astype(float)
onehot.columns = [f"f{i}" for i in range(onehot.shape[1])]
aucs = {"native": [], "onehot": []}
for folds in plan["repeats"]:
    folds = np.array(folds)
    for k in range(plan["k"]):
        train, test = folds != k, folds == k
        for name, frame in (("native", native), ("onehot", onehot)):
            model = xgb.XGBClassifier(enable_categorical=name == "native", n_jobs=1).fit(frame[train], y[train])
            aucs[name].append(roc_auc_score(y[test], model.predict_proba(frame[test])[:, 1]))
print(json.dumps({"version": xgb.__version__, **{k: float(np.mean(v)) for k, v in aucs.items()}}))
