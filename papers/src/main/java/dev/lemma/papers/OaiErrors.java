package dev.lemma.papers;

import java.io.IOException;

/// What an OAI-PMH interface answers instead of records.
final class OaiErrors {
    private OaiErrors() {}

    /// @throws ImportException if the answer is an error other than "no records match"
    static void check(XmlCursor xml, ImportContext context) throws IOException {
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
