"""What `make run`, `make dev` and `make manage` do."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mohit.child_processes import when_parent_dies
from mohit.embedded_postgres import DatabaseNotRunning, connection_settings
from mohit.embedded_postgres.binaries import BinariesMissing
from mohit.embedded_postgres.cluster import Cluster, ClusterError
from mohit.launcher.environment import MARK, REPOSITORY, Launch, LaunchError
from mohit.launcher.guards import check_port, end_orphans, only_one
from mohit.launcher.supervisor import Service, Supervisor

MANAGE = [sys.executable, str(REPOSITORY / "manage.py")]


def run(_: list[str]) -> int:
    """Serve the site with its worker until told to stop."""
    launch = Launch.read()
    launch.make_folder()
    stop_on_signals()
    with only_one(launch.var):
        end_orphans(launch.mark)
        check_port(launch)
        environment = launch.settings() | {MARK: str(launch.var)}
        with database(launch) as cluster:
            prepare(environment)
            supervise(launch, environment, cluster)
    return 0


def dev(arguments: list[str]) -> int:
    """Django's own server, with DEBUG and a worker, on the database that runs or on one of its own."""
    launch = Launch.read()
    launch.make_folder()
    stop_on_signals()
    check_port(launch)
    environment = launch.settings() | {"DEBUG": "yes"}
    with database(launch, share=True):
        prepare(environment)
        worker = worker_service(environment)
        worker.start()
        try:
            where = f"{launch.address}:{launch.port}"
            return in_foreground([*MANAGE, "runserver", *arguments, where], environment)
        finally:
            worker.stop()


def manage(arguments: list[str]) -> int:
    """One Django command with the environment of `make run`."""
    launch = Launch.read()
    launch.make_folder()
    stop_on_signals()
    with database(launch, share=True):
        return in_foreground([*MANAGE, *arguments], launch.settings())


def worker_service(environment: dict[str, str]) -> Service:
    # What is done is deleted, as in production: a job a minute would be half a million rows a year.
    command = [*MANAGE, "procrastinate", "worker", "--delete-jobs", "successful"]
    return Service("worker", command, environment, patience=30)


def supervise(launch: Launch, environment: dict[str, str], cluster: Cluster | None) -> None:
    serve = [sys.executable, "-m", "mohit.launcher.web", launch.address, str(launch.port)]
    supervisor = Supervisor(
        cluster,
        web=Service("web server", serve, environment, patience=15),
        worker=worker_service(environment),
        address=(launch.reachable_at, launch.port),
    )
    try:
        supervisor.run(when_it_answers=lambda: announce(launch))
    except KeyboardInterrupt:
        return


def announce(launch: Launch) -> None:
    print(f"\n  Mohit runs at {launch.url}/   (newsroom: {launch.url}/admin/)")
    print("  Ctrl-C stops it.\n", flush=True)


@contextmanager
def database(launch: Launch, *, share: bool = False) -> Iterator[Cluster | None]:
    """The embedded PostgreSQL while the block lasts; None when another server or start provides one."""
    if not launch.own_database or (share and is_up(launch)):
        yield None
        return
    cluster = Cluster(launch.var)
    try:
        cluster.start()
        yield cluster
    except (ClusterError, BinariesMissing, PermissionError) as error:
        raise LaunchError(f"{error}\nWith DATABASE_URL it uses another PostgreSQL (15 or newer).") from error
    finally:
        cluster.stop()


def is_up(launch: Launch) -> bool:
    try:
        connection_settings(launch.var)
    except DatabaseNotRunning:
        return False
    return True


def prepare(environment: dict[str, str]) -> None:
    """Migrate, collect static files, load the demo into an empty database, make the first login."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mohit.launcher.preparation"],
        env=environment,
        cwd=REPOSITORY,
        start_new_session=True,  # Ctrl-C is for us, who end it without a traceback
        preexec_fn=when_parent_dies(signal.SIGTERM),
    )
    if wait_for(process) != 0:
        raise LaunchError("the preparation failed; the lines above say why.")


def in_foreground(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end. Ctrl-C is for the command, which shares the terminal: a shell only drops its line."""
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)  # noqa: S603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return wait_for(process)


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Its exit code; it ends too when we are told to stop."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def stop_on_signals() -> None:
    """SIGTERM and a closed terminal stop Mohit as Ctrl-C does, also when a shell put it in the background."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if sign == signal.SIGHUP and signal.getsignal(sign) == signal.SIG_IGN:  # nohup
            continue
        signal.signal(sign, interrupt)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt
