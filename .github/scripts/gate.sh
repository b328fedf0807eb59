#!/usr/bin/env bash
# Fails the workflow, after publishing and notifying, if the verdict is at least as severe as FAIL_ON (red, yellow or never);
# FAIL_ON=unknown fails on red and on a verdict that could not be given.
set -euo pipefail
case "${FAIL_ON:-never}:${VERDICT:?}" in
  red:red | yellow:red | yellow:yellow | unknown:red | unknown:unknown)
    echo "The verdict is $VERDICT and FAIL_ON is $FAIL_ON."
    exit 10
    ;;
  never:* | red:* | yellow:* | unknown:*) ;;
  *)
    echo "error: FAIL_ON must be red, yellow, unknown or never." >&2
    exit 2
    ;;
esac
