"""Background work on files: thumbnails of large pictures, and the deletion of what nobody came back for."""

from procrastinate.contrib.django import app

from . import services, size_limits, storage


@app.task(queue="files", retry=3)
def make_thumbnails(*, file_id: str) -> None:
    services.make_thumbnails(file_id=file_id)


@app.periodic(cron="17 * * * *")
@app.task(queue="files", queueing_lock="files.purge")
def purge(timestamp: int) -> None:
    while services.purge_unattached():
        pass
    storage.sweep_leftovers(timestamp - size_limits.HOURS * 3600)
