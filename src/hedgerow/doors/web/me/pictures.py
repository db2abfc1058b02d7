"""Pictures of faces and of the site: the same file for everybody, under a name nobody can guess."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from hedgerow.doors.web.media.views import for_pages_of_others
from hedgerow.people.faces import reads as faces


@require_safe
def avatar(request: HttpRequest, blob: str) -> HttpResponseBase:
    """A picture that is shown somewhere now. One taken back, or of a stopped face, is not there any more."""
    answer = FileResponse(faces.picture_file(blob), content_type=faces.PICTURE_TYPE)
    # A minute: a picture of a face that is suspended or closed soon leaves browsers too.
    answer["Cache-Control"] = "public, max-age=60"
    for_pages_of_others(answer)
    return answer
