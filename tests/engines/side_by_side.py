"""One policy of three criteria on the columns, DuckDB, PostgreSQL and OpenFisca: the same residents, the same results.

Every SQL engine counts and sums the query that the project writes for it, without handing out rows; DuckDB also a query
written by hand that knows nothing of missing facts. The columns make bitmaps of both sets and an array of amounts.
"""

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy
import openfisca_engine

folder, residents = Path(sys.argv[1]), int(sys.argv[2])
THREADS = 2
SUMS = "count(*), coalesce(sum(amount), 0), sum(resident), coalesce(sum((resident % 1000003) * amount), 0)"
BY_HAND = """
SELECT count(*), sum(CASE WHEN dob > DATE '1956-11-23' THEN 7500 WHEN dob > DATE '1946-11-23' THEN 15000
                          WHEN dob > DATE '1936-11-23' THEN 18000 ELSE 35000 END)
FROM residents WHERE hukou_city = '310000' AND dob <= DATE '1961-11-23' AND income_per_head < 300000"""

dob = numpy.fromfile(folder / "dob.i32", dtype="<i4")
income = numpy.fromfile(folder / "income_per_head.i32", dtype="<i4")
hukou = numpy.fromfile(folder / "hukou_city.u8", dtype="u1")
size = numpy.fromfile(folder / "household_size.u8", dtype="u1")
assert len(dob) == residents

seconds, expected = {}, {}
for line in (folder / "speed.columns").read_text().splitlines():
    name, *values = line.split()
    if name.startswith("seconds"):
        seconds[int(name[7:])] = float(values[0])
    elif name != "bytes":
        expected[name] = tuple(int(number) for number in values)

figures, failed = [("columns, 1 thread", seconds[1]), (f"columns, {THREADS} threads", seconds[THREADS])], 0


def best(work, runs):
    taken, result = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        taken = min(taken, time.perf_counter() - start)
    return taken, result


def check(engine, found):
    global failed
    same = found == expected
    failed += not same
    print(f"{engine}: {'the same results' if same else f'other results: {found} instead of {expected}'}", flush=True)


def summed(text):
    return f"SELECT verdict, {SUMS} FROM ({text.rstrip().rstrip(';')}) AS answer GROUP BY verdict"


def run_duckdb():
    """DuckDB, with the codes as an enumeration, which is what suits it best. Leaves the residents in a file."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    connection.register("arrays", {"dob": dob, "income": income, "hukou": hukou, "size": size})
    table = (folder / "table.duckdb.sql").read_text()
    connection.execute("CREATE TYPE home AS ENUM ('310000', 'other')")
    connection.execute(table.replace('"hukou_city" TEXT', '"hukou_city" home'))
    connection.execute(
        "INSERT INTO residents BY NAME SELECT row_number() OVER () - 1 AS resident, DATE '1970-01-01' + dob AS dob, "
        "CASE hukou WHEN 0 THEN '310000' ELSE 'other' END AS hukou_city, size AS household_size, "
        "CASE WHEN income >= 0 THEN income END AS income_per_head FROM arrays"
    )
    text = summed((folder / "speed.duckdb.sql").read_text())
    taken, rows = best(lambda: connection.execute(text).fetchall(), 5)
    check("DuckDB", {row[0]: tuple(int(number) for number in row[1:]) for row in rows})
    figures.append((f"DuckDB, {THREADS} threads", taken))
    taken, rows = best(lambda: connection.execute(BY_HAND).fetchall(), 5)
    check("DuckDB, by hand", {**expected, "eligible": tuple(rows[0]) + expected["eligible"][2:]})
    figures.append((f"DuckDB, by hand, {THREADS} threads", taken))
    connection.execute(f"COPY residents TO '{folder}/residents.csv' (HEADER false)")
    connection.close()


def run_postgres():
    """A cluster of its own, which does not wait for the disk while it is filled and is gone afterwards."""
    programs = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
    # PostgreSQL refuses to run as root: then it runs as `postgres`, which Debian's package makes.
    user = "postgres" if getpass.getuser() == "root" else None
    home = Path(tempfile.mkdtemp(prefix="tongban-engines-"))
    if user:
        shutil.chown(home, user)

    def command(*words, **more):
        return subprocess.run(words, check=True, cwd=home, user=user, stdout=subprocess.PIPE, text=True, **more).stdout

    settings = "-c listen_addresses= -c unix_socket_directories=. -c shared_buffers=4GB -c fsync=off -c max_wal_size=8GB"
    command(f"{programs}/initdb", "-D", "data", "-U", "tongban", "-A", "trust", "-E", "UTF8", "--no-sync")
    command(f"{programs}/pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", settings.replace("=.", f"={home}"))
    try:
        def ask(text, **more):
            return command(f"{programs}/psql", "-h", str(home), "-U", "tongban", "-d", "postgres", "-qAt", "-v",
                           "ON_ERROR_STOP=1", "-f", "-", input=text, **more)

        ask((folder / "table.postgres.sql").read_text().replace("CREATE TABLE", "CREATE UNLOGGED TABLE"))
        with open(folder / "residents.csv") as file:
            subprocess.run(
                [f"{programs}/psql", "-h", str(home), "-U", "tongban", "-d", "postgres", "-q", "-c",
                 "COPY residents FROM STDIN (FORMAT csv)"], check=True, cwd=home, user=user, stdin=file,
            )
        ask("VACUUM ANALYZE residents")
        text = (folder / "speed.postgres.sql").read_text()
        timed = "\\timing on\n" + (summed(text) + ";\n") * 3
        # Parallel workers as PostgreSQL comes; no compiling, which only costs time here.
        lines = ask(f"SET jit = off;\n{timed}").splitlines()
        rows = [line.split("|") for line in lines if "|" in line][-2:]
        check("PostgreSQL", {row[0]: tuple(int(number) for number in row[1:]) for row in rows})
        times = [float(line.split()[1]) / 1e3 for line in lines if line.startswith("Time:")]
        figures.append(("PostgreSQL", min(times)))
    finally:
        command(f"{programs}/pg_ctl", "stop", "-D", "data", "-m", "immediate")
        shutil.rmtree(home, ignore_errors=True)


def run_openfisca():
    amounts, taken = openfisca_engine.run(dob.astype("datetime64[D]"), hukou == 0, income)
    rows = numpy.nonzero(amounts)[0].astype("int64")
    paid = amounts[rows].astype("int64")
    sums = (len(rows), int(paid.sum()), int(rows.sum()), int((rows % 1000003 * paid).sum()))
    check("OpenFisca, the eligible", {**expected, "eligible": sums})
    figures.append(("OpenFisca", taken))


for run in [run_duckdb, run_postgres, run_openfisca]:
    run()
columns = seconds[THREADS]
print(f"\none policy of three criteria, {residents} residents, {expected['eligible'][0]} eligible")
for name, taken in figures:
    print(f"{name:28} {taken * 1e3:10.2f} ms   {taken / columns:8.1f} times the columns")
print(f"{len(figures) - 2 - failed} passed, {failed} failed")
sys.exit(failed > 0)
