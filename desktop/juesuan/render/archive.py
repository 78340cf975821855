"""The marks of an archival file: PDF/A-2b identification, output intent, language, and the same bytes every time."""

from __future__ import annotations

import io

from juesuan.document import Document
from juesuan.resources import resource

_PRINT = 4  # annotation flag: PDF/A wants every link printable


def archival(pdf: bytes, document: Document) -> bytes:
    """The PDF with XMP, sRGB output intent and print flags; no dates and no random identifiers, so equal documents give equal bytes."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        _identify(file, document)
        profile = file.make_stream(resource("fonts/sRGB.icc").read_bytes(), N=3, Alternate=pikepdf.Name.DeviceRGB)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFA1, OutputConditionIdentifier="sRGB", Info="sRGB IEC61966-2.1",
            RegistryName="http://www.color.org", DestOutputProfile=profile,
        )
        file.Root.OutputIntents = pikepdf.Array([file.make_indirect(intent)])
        for page in file.pages:
            for note in page.obj.get("/Annots", []):
                note.F = _PRINT
        written = io.BytesIO()
        file.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _identify(file: object, document: Document) -> None:
    import pikepdf

    assert isinstance(file, pikepdf.Pdf)  # noqa: S101  (tells the type checker; the library is imported lazily)
    for key in ("/CreationDate", "/ModDate", "/Trapped", "/Keywords"):
        if key in file.docinfo:
            del file.docinfo[key]
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:title"] = document.title
        metadata["dc:creator"] = [document.unit_name]
        metadata["dc:language"] = ["zh-CN"]
        metadata["pdf:Producer"] = str(file.docinfo.get("/Producer", ""))
        metadata["xmp:CreatorTool"] = str(file.docinfo.get("/Creator", ""))
