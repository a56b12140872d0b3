"""Runs random queries on every engine and requires the columns' own answers."""

import csv
import os
import sqlite3
import sys
from pathlib import Path

# Spark's workers run the Python that runs this, whatever else is installed.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

folder = Path(sys.argv[1])
TABLES = ["residents", "residents_household"]
DATES = {"dob", "hukou_since"}
BOOLS = {"disability_cert", "living_alone"}
TEXTS = {"hukou_city", "last_insured_place", "assistance_class", "disability_kind", "remark"}


def value(name, text):
    """A typed value; an empty field is a missing fact."""
    if text == "":
        return None
    if name in BOOLS:
        return text == "true"
    return text if name in DATES | TEXTS else int(text)


def expected(answer):
    for line in answer.read_text().splitlines():
        resident, verdict, amount = line.split(",")
        yield int(resident), verdict, int(amount) if amount else None


class Sqlite:
    name = "sqlite"
    every = 1

    def __init__(self):
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript((folder / "table.sqlite.sql").read_text())
        for table in TABLES:
            with open(folder / f"{table}.csv", newline="") as file:
                data = [tuple(value(key, text) for key, text in row.items()) for row in csv.DictReader(file)]
            self.connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(data[0]))})", data)

    def ask(self, text):
        return self.connection.execute(text).fetchall()


class Duckdb:
    name = "duckdb"
    every = 1

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute((folder / "table.duckdb.sql").read_text())
        for table in TABLES:
            self.connection.execute(
                f"INSERT INTO {table} SELECT * FROM read_csv('{folder / table}.csv', header = true, all_varchar = true, "
                "quote = '', escape = '')"
            )

    def ask(self, text):
        return self.connection.execute(text).fetchall()


class Spark:
    name = "spark"
    # Spark takes a second or more to plan a query.
    every = 5

    def __init__(self):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.warehouse.dir", str((folder / "warehouse").resolve()))
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        self.session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        for table in TABLES:
            path = folder / f"{table}.csv"
            with open(path) as lines:
                header = lines.readline().strip().split(",")
            types = {**dict.fromkeys(BOOLS, "BOOLEAN"), **dict.fromkeys(DATES, "DATE"), **dict.fromkeys(TEXTS, "STRING")}
            schema = ", ".join(f"`{name}` {types.get(name, 'BIGINT')}" for name in header)
            reader = self.session.read.schema(schema).option("header", True).option("quote", "").option("escape", "")
            frame = reader.csv(str(path.resolve())).cache()
            frame.count()
            frame.createOrReplaceTempView(table)

    def ask(self, text):
        return [tuple(row) for row in self.session.sql(text.rstrip().rstrip(";")).collect()]


passed = failed = 0
for kind in [Sqlite, Duckdb, Spark]:
    engine = kind()
    asked = wrong = 0
    for answer in sorted(folder.glob("random*.answer"))[:: engine.every]:
        text = (folder / f"{answer.stem}.{engine.name}.sql").read_text()
        try:
            difference = set(map(tuple, engine.ask(text))) ^ set(expected(answer))
        except Exception as error:  # An engine that refuses a query has not answered it.
            difference = {str(error)[:600]}
        asked += 1
        if difference:
            wrong += 1
            print(f"{engine.name} {answer.stem}: {sorted(difference, key=str)[:4]}", flush=True)
    print(f"{engine.name}: {asked - wrong} of {asked} answers are the columns' own", flush=True)
    passed, failed = passed + asked - wrong, failed + wrong
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
