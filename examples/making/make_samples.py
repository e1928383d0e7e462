"""Makes the two samples that are not plain text: a DOCX memo and a PDF list. Run by hand; needs python-docx.

The PDF is written by hand, as one page of Helvetica, so that no library for it is needed.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document

REPORTS = Path(__file__).parents[1] / "reports"
COMPOSED = "Composed for onrecord; the people, the places below province level and the events are invented."
MEMO = [
    "Field memo: detentions in Tamberra",
    "On 14 March 2024, soldiers detained eleven farmers in the village of Tamberra, a resident said.",
    "Two of the farmers, Iseke Malori, 41, and Tovan Malori, 19, were beaten during the arrest, according to the same resident.",
    "Nine of the farmers were released the next day. No one was killed.",
    COMPOSED,
]
LIST = [
    "Names of the dead of the ferry landing",
    "Four people were killed when soldiers opened fire at the ferry landing of Osunda on 2 February 2024,",
    "the parish committee said. The committee lists them as follows.",
    "Amaro Quelisse, 34, was shot dead.",
    "Benta Quelisse, 31, was shot dead.",
    "Joram Tesfel, 58, was shot dead.",
    "Nadira Oskuva, 22, was shot dead.",
    COMPOSED,
]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page that holds these lines as text."""
    shown = b"".join(b"(" + line.replace("(", r"\(").replace(")", r"\)").encode("latin-1") + b") Tj T*\n" for line in lines)
    stream = b"BT /F1 11 Tf 18 TL 60 780 Td\n" + shown + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def main() -> None:
    memo = Document()
    memo.add_heading(MEMO[0], 1)
    for paragraph in MEMO[1:]:
        memo.add_paragraph(paragraph)
    memo.save(str(REPORTS / "field-memo.docx"))
    (REPORTS / "names-of-the-dead.pdf").write_bytes(pdf(LIST))


if __name__ == "__main__":
    main()
