"""The virus scan against a clamd of ours."""

import socketserver
import struct
import threading

import pytest

from cocare.files import errors, services, virus_scan
from cocare.files.models import File

from . import samples

pytestmark = pytest.mark.django_db


class Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM: finds something in what holds the word "evil"."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        self.server.seen = content
        answer = getattr(self.server, "answer", None)
        self.request.sendall(answer or (b"stream: Eicar FOUND\0" if b"evil" in content else b"stream: OK\0"))


@pytest.fixture
def clamd(settings):
    server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def keep(actor, content: bytes) -> File:
    return services.store_upload(actor=actor, upload=samples.upload(content, "a.pdf"), purpose="test")


def test_what_is_clean_is_kept(actor, clamd):
    content = samples.pdf()
    assert keep(actor, content).pk
    assert clamd.seen == content


def test_what_is_not_is_refused(actor, clamd):
    with pytest.raises(errors.InfectedFile):
        keep(actor, samples.pdf() + b"evil")
    assert not File.objects.exists()


def test_an_answer_that_says_neither(actor, clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(virus_scan.ScanUnavailable):
        keep(actor, samples.pdf())


def test_without_the_scan_that_should_run_nothing_is_taken(actor, settings):
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(virus_scan.ScanUnavailable):
        keep(actor, samples.pdf())
