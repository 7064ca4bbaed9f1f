package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Goes through an XML file from element to element and reads records as small trees. Neither DTD nor
/// entities are processed ([XmlInput]). Not thread-safe.
final class XmlCursor {
    /// Characters of the largest record that is read.
    static final int MAX_RECORD = 16 << 20;

    private static final int MAX_DEPTH = 100;

    /// Makes a paper of a record.
    interface Reader {
        Paper paper(XmlElement element) throws BrokenRecordException;
    }

    private final ImportContext context;
    private final XMLStreamReader xml;

    private XmlCursor(ImportContext context, XMLStreamReader xml) {
        this.context = context;
        this.xml = xml;
    }

    static XmlCursor of(InputStream in, ImportContext context) throws IOException {
        // A factory a file: its thread-safety is not specified.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        // The JDK counts each &amp; as an expansion and would end a file of 100,000. None of another kind gets
        // here.
        for (String limit : List.of("entityExpansionLimit", "maxGeneralEntitySizeLimit", "totalEntitySizeLimit")) {
            factory.setProperty("jdk.xml." + limit, "0");
        }
        // The JDK's limit would end the file; ours ends the record.
        factory.setProperty("jdk.xml.maxElementDepth", "10000");
        try {
            return new XmlCursor(context, factory.createXMLStreamReader(XmlInput.of(in)));
        } catch (XMLStreamException e) {
            throw new ImportException(context.fileName(), 0, "no XML: " + reason(e));
        }
    }

    /// Goes to the next start of an element; false at the end of the file.
    boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /// Name of the element at whose start the cursor is, without prefix.
    String name() {
        return local(xml.getLocalName());
    }

    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (local(xml.getAttributeLocalName(i)).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    long line() {
        return xml.getLocation().getLineNumber();
    }

    /// Reads the element at whose start the cursor is and hands it to the sink as one record.
    void record(RecordSink sink, Reader reader) throws IOException {
        long line = line();
        Paper paper;
        try {
            paper = reader.paper(element());
        } catch (BrokenRecordException e) {
            sink.broken(line, e.reason());
            return;
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage();
            sink.broken(line, reason == null ? "unreadable record" : reason);
            return;
        }
        sink.paper(line, paper);
    }

    /// Reads the element at whose start the cursor is, to its end.
    ///
    /// @throws BrokenRecordException if it is too large or too deep; it is read to its end all the same
    XmlElement element() throws IOException, BrokenRecordException {
        XmlElement root = started();
        Deque<XmlElement> open = new ArrayDeque<>();
        open.push(root);
        long size = 0;
        int depth = 1;
        try {
            while (depth > 0) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth <= MAX_DEPTH && size <= MAX_RECORD) {
                            XmlElement child = started();
                            size += 50;
                            open.element().append(child);
                            open.push(child);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (depth <= open.size()) {
                            open.pop();
                        }
                        depth--;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        size += xml.getTextLength();
                        if (size <= MAX_RECORD && depth <= MAX_DEPTH) {
                            open.element().append(xml.getText());
                        }
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        if (size > MAX_RECORD) {
            throw new BrokenRecordException(
                    "a record of more than " + (MAX_RECORD >> 20) + " Mi characters; larger ones are not read");
        }
        return root;
    }

    private XmlElement started() {
        XmlElement element = new XmlElement(name());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            element.attribute(local(xml.getAttributeLocalName(i)), xml.getAttributeValue(i));
        }
        return element;
    }

    private static String local(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(colon + 1);
    }

    private ImportException broken(XMLStreamException e) throws IOException {
        if (e.getNestedException() instanceof IOException io) {
            throw io;
        }
        long line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
        return new ImportException(
                context.fileName(), line, "not well-formed XML: " + reason(e) + "; the records before it were read");
    }

    /// The parser's message without its "ParseError at [row,col]" and line breaks.
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return TexText.clean(at < 0 ? message : message.substring(at + 9), TexReader.Mode.PROSE);
    }
}
