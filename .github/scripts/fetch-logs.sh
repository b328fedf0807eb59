#!/usr/bin/env bash
# Fetches the API's logs into logs/. Uncomment one example, delete the others, and set the secrets that it names.
# Until logs are fetched, the site shows simulated data, labelled on every page.
set -euo pipefail
mkdir -p logs data/reference

# An S3 bucket (secrets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, variable LOGS_BUCKET):
#   aws s3 sync --no-progress "s3://$LOGS_BUCKET/logs/" logs/
#   aws s3 cp --no-progress "s3://$LOGS_BUCKET/training_reference.csv" data/reference/

# A host with SSH access (secrets LOGS_SSH_KEY and LOGS_SSH_KNOWN_HOSTS, variable LOGS_SSH_HOST):
#   install -m 700 -d ~/.ssh
#   printf '%s\n' "$LOGS_SSH_KEY" >~/.ssh/monitor && chmod 600 ~/.ssh/monitor
#   printf '%s\n' "$LOGS_SSH_KNOWN_HOSTS" >~/.ssh/known_hosts
#   rsync -az -e 'ssh -i ~/.ssh/monitor' "$LOGS_SSH_HOST:/var/log/lead-scoring/" logs/

# A Hugging Face dataset (secret HF_TOKEN, variable LOGS_DATASET):
#   pip install --quiet 'huggingface_hub[cli]==0.34.4'
#   hf download "$LOGS_DATASET" --repo-type dataset --include 'logs/*' --local-dir .

echo "fetch-logs.sh fetches nothing yet: choose one of its examples."
