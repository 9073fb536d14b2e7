"""Files that articles come in, made in a few lines: documents, tables, archives."""

import io
import zipfile


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def docx(*paragraphs):
    xml = "".join(
        f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deleted = "<w:p><w:del><w:r><w:delText>never</w:delText></w:r></w:del></w:p>"
    return zipped({"word/document.xml": f"<w:document {space}><w:body>{xml}{deleted}</w:body></w:document>"})


def odt(*paragraphs):
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    space = f'xmlns:o="{urn}:office:1.0" xmlns:t="{urn}:text:1.0"'
    xml = "".join(f"<t:p>{one.replace(' ', '<t:s/>', 1)}</t:p>" for one in paragraphs)
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<o:body {space}>{xml}</o:body>"}
    )


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name, content)
    return buffer.getvalue()


def pdf(text):
    import typst

    return typst.compile(text.encode(), format="pdf")


def xlsx(*rows):
    def cell(value):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    def related(kind, to):
        relation = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{to}"/>'
        return f'<Relationships xmlns="{package}/relationships">{relation}</Relationships>'

    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = '<Default Extension="xml" ContentType="application/xml"/>'
    sheets = '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets>'
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{kinds}</Types>',
            "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}">{sheets}</workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>",
        }
    )


def mhtml(page):
    head = "From: <Saved>\r\nSnapshot-Content-Location: https://gazette.example/saved\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    return f"{head}{kind}{page}\r\n--x--\r\n"
