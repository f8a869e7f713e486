"""Files as jurors get them: renamed by their position, without what they say about their maker."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from cocare.files import document_anonymising, storage

from .queries.judging import Attachment

CLOSED = "default-src 'none'; sandbox"


def anonymous_response(attachment: Attachment) -> HttpResponse:
    """Return the anonymised content as a download; nothing in the headers tells the stored name, id or digest."""
    file = attachment.entry_file.file
    with storage.open_content(file.key) as stored:
        content = document_anonymising.anonymise_document(stored, file.mime).read()
    response = HttpResponse(content, content_type=file.mime)
    response["Content-Disposition"] = content_disposition_header(True, f"{attachment.label}{file.suffix}")
    response["Content-Security-Policy"] = CLOSED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
