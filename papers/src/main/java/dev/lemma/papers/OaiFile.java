package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// What the answers of OAI-PMH interfaces have in common, whatever the format of their metadata.
final class OaiFile {
    private OaiFile() {}

    /// Reads the records of an answer.
    ///
    /// @throws ImportException if the answer is an error other than "no records match"
    static void read(InputStream in, ImportContext context, RecordSink sink, XmlCursor.Reader format)
            throws IOException {
        XmlCursor xml = XmlCursor.of(in, context);
        while (xml.next()) {
            if (xml.name().equals("record")) {
                xml.record(sink, format);
            } else if (xml.name().equals("error")) {
                checkError(xml, context);
            }
        }
    }

    static XmlElement header(XmlElement record) {
        return record.child("header").orElseGet(() -> new XmlElement("header"));
    }

    /// The metadata of a record.
    ///
    /// @param element name of the element that holds them, without prefix
    /// @throws BrokenRecordException if the record is deleted or has none
    static XmlElement metadata(XmlElement record, String element) throws BrokenRecordException {
        if (header(record).attribute("status").equals("deleted")) {
            throw new BrokenRecordException(RecordSink.DELETED);
        }
        Optional<XmlElement> metadata = record.child("metadata").flatMap(found -> found.child(element));
        if (metadata.isEmpty()) {
            throw new BrokenRecordException("no <" + element + "> in the record's <metadata>");
        }
        return metadata.get();
    }

    private static void checkError(XmlCursor xml, ImportContext context) throws IOException {
        long line = xml.line();
        String code = xml.attribute("code");
        String text;
        try {
            text = TexText.plain(xml.element().text());
        } catch (BrokenRecordException e) {
            text = e.reason();
        }
        if (!code.equals("noRecordsMatch")) {
            throw new ImportException(context.fileName(), line, "the service answered an error: " + code + ", " + text);
        }
    }
}
