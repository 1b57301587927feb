#!/usr/bin/env bash
# Fills fuzz/corpus/ with what the repository holds of posts, rules, expressions and patterns:
# the examples, those that rules carry, and the texts of the tests. Needs python3 (3.11).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec python3 fuzz/seed.py
