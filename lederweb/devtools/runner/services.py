"""PostgreSQL and Redis for whoever needs them: given by the environment, else embedded.

The embedded servers are shared. Everyone who uses them leaves a note in .dev/run/users; who
leaves last stops them. Notes of the dead are thrown away, so a killed `./dev` blocks nobody.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from . import processes
from .addresses import (
    check_postgres,
    check_redis,
    database_of,
    number_of,
    with_database,
    with_number,
    without_password,
)
from .layout import Layout
from .problem import Problem
from .screen import Screen
from .servers import LOOPBACK, POSTGRES_USER, Postgres, Redis, answers

OLDEST_POSTGRES = 15


class Services:
    """The addresses of the services, and the life of the embedded ones."""

    def __init__(self, layout: Layout, variables: dict[str, str] | None = None) -> None:
        given = os.environ if variables is None else variables
        self.layout = layout
        self.given_database = given.get("DATABASE_URL", "").strip()
        self.given_redis = given.get("REDIS_URL", "").strip()
        self.given_cache = given.get("CACHE_URL", "").strip()
        if self.given_database:
            check_postgres("DATABASE_URL", self.given_database)
        if self.given_redis:
            check_redis("REDIS_URL", self.given_redis)
        if self.given_cache:
            check_redis("CACHE_URL", self.given_cache)
        self.postgres = Postgres(layout)
        self.redis = Redis(layout)

    # --- Addresses -----------------------------------------------------------------------------

    def _port(self, name: str) -> int:
        return int(self.layout.read("services").get(name, {}).get("port", 0))

    @property
    def database_url(self) -> str:
        if self.given_database:
            return self.given_database
        account = f"{POSTGRES_USER}:{self.layout.secret()}"
        return f"postgres://{account}@{LOOPBACK}:{self._port('postgres')}/lederweb"

    @property
    def redis_url(self) -> str:
        if self.given_redis:
            return self.given_redis
        return f"redis://:{self.layout.secret()}@{LOOPBACK}:{self._port('redis')}/0"

    @property
    def cache_url(self) -> str:
        if self.given_cache:
            return self.given_cache
        return with_number(self.redis_url, number_of(self.redis_url) + 1)

    def variables(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "CACHE_URL": self.cache_url,
        }

    # --- Users ---------------------------------------------------------------------------------

    def users(self) -> list[dict[str, Any]]:
        """Who uses the embedded servers now; notes of processes that are gone are removed."""
        folder = self.layout.run / "users"
        folder.mkdir(exist_ok=True)
        living = []
        for note in sorted(folder.glob("*.json")):
            entry = self.layout.read(f"users/{note.stem}")
            if processes.alive(entry):
                living.append(entry)
            else:
                note.unlink(missing_ok=True)
        return living

    @contextlib.contextmanager
    def use(self, purpose: str, screen: Screen) -> Iterator[None]:
        """Have both services while the block runs."""
        note = f"users/{os.getpid()}"
        with self.layout.lock("services"):
            self.users()
            self.layout.write(note, processes.record(os.getpid(), purpose=purpose))
            try:
                self._start_missing(screen)
            except BaseException:
                self.layout.forget(note)
                if not self.users():
                    self.stop()
                raise
        try:
            self._check_given(screen)
            yield
        finally:
            with self.layout.lock("services"):
                self.layout.forget(note)
                if not self.users():
                    self.stop()

    def _embedded(self) -> list[Postgres | Redis]:
        servers: list[Postgres | Redis] = []
        if not self.given_database:
            servers.append(self.postgres)
        if not self.given_redis:
            servers.append(self.redis)
        return servers

    def _start_missing(self, screen: Screen) -> None:
        records = self.layout.read("services")
        for server in self._embedded():
            entry = records.get(server.name, {})
            pid = server.find()
            port = int(entry.get("port", 0))
            if pid and entry.get("pid") == pid and answers(port):
                continue
            with screen.step(server.label) as step:
                if pid:  # left by a run that was killed before it wrote its record down
                    server.stop(pid)
                records[server.name] = server.start(port or None)
                step.note = f"started on port {records[server.name]['port']}"
            self.layout.write("services", records)
        for folder in dict.fromkeys(self.postgres.opened):
            screen.line(
                f"  PostgreSQL's account may now pass through {folder} (chmod o+x), because it "
                "does not run as root."
            )

    def stop(self) -> None:
        """Stop the embedded servers. The ports stay written down, to be used again."""
        records = self.layout.read("services")
        for server in (self.redis, self.postgres):
            if (pid := server.find()) is not None:
                server.stop(pid)
            if server.name in records:
                records[server.name] = {"port": records[server.name].get("port", 0)}
        if records:
            self.layout.write("services", records)

    # --- Databases -----------------------------------------------------------------------------

    def _check_given(self, screen: Screen) -> None:
        if self.given_database:
            with screen.step("PostgreSQL") as step:
                self.ensure_database(self.given_database)
                step.note = f"given: {without_password(self.given_database)}"
        if self.given_redis:
            import redis

            with screen.step("Redis") as step:
                try:
                    redis.Redis.from_url(self.given_redis, socket_connect_timeout=5).ping()
                except (redis.RedisError, ValueError) as error:
                    raise Problem(
                        f"The Redis server that REDIS_URL names does not answer ({error}): start "
                        "it, or unset REDIS_URL and ./dev starts one itself."
                    ) from error
                step.note = f"given: {without_password(self.given_redis)}"

    def ensure_database(self, url: str) -> None:
        """Have the database that `url` names; raises `Problem` when the server says no."""
        import psycopg
        from psycopg import sql

        name = database_of(url)
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                version = connection.info.server_version // 10_000
        except psycopg.OperationalError as error:
            try:
                with psycopg.connect(
                    with_database(url, "postgres"), connect_timeout=5, autocommit=True
                ) as connection:
                    version = connection.info.server_version // 10_000
                    connection.execute(
                        sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                            sql.Identifier(name)
                        )
                    )
            except psycopg.OperationalError:
                first = str(error).strip().splitlines()[0]
                raise Problem(
                    f"The PostgreSQL server cannot be used ({first}): start it or correct "
                    "DATABASE_URL, or unset that and ./dev starts one itself."
                ) from error
            except psycopg.errors.DuplicateDatabase:
                return  # another ./dev made it in the same moment
            except psycopg.Error as refused:
                raise Problem(
                    f"The database {name} does not exist and could not be made: create it on "
                    "your server (CREATE DATABASE), then run the same command again."
                ) from refused
        if version < OLDEST_POSTGRES:
            raise Problem(
                f"The server is PostgreSQL {version}: Lederweb needs {OLDEST_POSTGRES} or later; "
                "give another in DATABASE_URL, or unset it."
            )
