#!/usr/bin/env bash
# Holds the columns against other engines. Run by `tests/run --engines`.
#
# First agreement: random policies on SQLite, DuckDB and Spark, with the columns' own answers. Then one policy of three
# criteria side by side on the columns, DuckDB, PostgreSQL and OpenFisca: the same residents, the same results, ratios.
# `--residents N` sets how many are timed: 25 million when there is memory for them, otherwise 5 million.
set -euo pipefail
cd "$(dirname "$0")/../.."
residents=
while [ $# -gt 0 ]; do
    case "$1" in
        --residents) residents=$2; shift 2 ;;
        *) echo "usage: tests/run --engines [--residents N]"; exit 2 ;;
    esac
done
available=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
[ -n "$residents" ] || { [ "$available" -ge 14 ] && residents=25000000 || residents=5000000; }
command -v java >/dev/null || { echo "Missing: Java 17 for Spark; install with: sudo apt-get install openjdk-17-jre-headless"; exit 2; }
command -v pg_config >/dev/null || { echo "Missing: PostgreSQL; install with: sudo apt-get install postgresql libpq-dev"; exit 2; }

folder=target/engines
python=$folder/python/bin/python
[ -x "$python" ] || python3 -m venv "$folder/python"
"$python" -m pip install --quiet --disable-pip-version-check -r tests/engines/requirements.txt
rm -rf "$folder/work"
mkdir -p "$folder/work"
trap 'rm -rf "$folder/work"' EXIT
engines() { cargo run --release --locked -p policy --example engines -- "$@"; }

engines agreement "$folder/work"
agreed=0
"$python" tests/engines/agreement.py "$folder/work" || agreed=$?
engines speed "$folder/work" "$residents"
"$python" tests/engines/side_by_side.py "$folder/work" "$residents"
exit "$agreed"
