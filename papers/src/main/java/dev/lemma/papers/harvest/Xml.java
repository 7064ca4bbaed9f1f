package dev.lemma.papers.harvest;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The few steps over XML that the answers need. Nothing outside the document is read: no DTD, no entities.
final class Xml {
    private Xml() {}

    /// A reader at the root element.
    ///
    /// @throws UnusableAnswer if the body is a web page or has a document type
    static XMLStreamReader open(byte[] body) throws UnusableAnswer, XMLStreamException {
        if (isWebPage(body)) {
            throw new UnusableAnswer("a web page came instead of XML: " + title(body));
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // JDK 24 and later count each &lt; and &amp; as an entity of one character, and allow 100,000 a
        // document. The limits guard against entities that a DTD declares, and there is none here.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("the entity '" + systemId + "' is outside the document");
        });
        XMLStreamReader in = factory.createXMLStreamReader(new StringReader(decoded(body)));
        while (in.next() != XMLStreamReader.START_ELEMENT) {
            if (in.getEventType() == XMLStreamReader.DTD) {
                throw new UnusableAnswer("the XML has a document type declaration; expected none");
            }
        }
        return in;
    }

    /// Goes to the next child of the element whose start, or whose child's end, the reader is at; false at its
    /// end.
    static boolean nextChild(XMLStreamReader in) throws XMLStreamException {
        while (true) {
            switch (in.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamReader.END_ELEMENT, XMLStreamReader.END_DOCUMENT -> {
                    return false;
                }
                default -> {
                    // Text between elements, comments.
                }
            }
        }
    }

    /// Goes to the end of the element whose start the reader is at.
    static void skip(XMLStreamReader in) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            switch (in.next()) {
                case XMLStreamReader.START_ELEMENT -> depth++;
                case XMLStreamReader.END_ELEMENT -> depth--;
                default -> {
                    // Content.
                }
            }
        }
    }

    /// Reads to the end, so that what follows the root element is checked too.
    static void finish(XMLStreamReader in) throws XMLStreamException {
        while (in.hasNext()) {
            in.next();
        }
    }

    static boolean is(XMLStreamReader in, String namespace, String name) {
        return name.equals(in.getLocalName()) && namespace.equals(in.getNamespaceURI());
    }

    /// The value of an attribute without namespace, or empty.
    static String attribute(XMLStreamReader in, String name) {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (name.equals(in.getAttributeLocalName(i))) {
                return in.getAttributeValue(i).strip();
            }
        }
        return "";
    }

    /// A UTC time such as `2025-03-01T12:00:00Z`, if the text is one.
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// What a parser's failure says, with its place.
    static UnusableAnswer malformed(XMLStreamException e) {
        // The message begins with the place and names "Message:" on a second line.
        String said = HarvestException.oneLine("" + e.getMessage()).replaceFirst("^.*?Message: ", "");
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
        return new UnusableAnswer("the XML is not well-formed" + place + ": " + said);
    }

    /// The text of the body: UTF-8, as OAI-PMH (section 3.2) and the arXiv API promise. The JDK's parser,
    /// given bytes that are not, prints to standard error.
    private static String decoded(byte[] body) throws UnusableAnswer {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnusableAnswer("byte " + bytes.position() + " of the answer is not UTF-8");
        }
    }

    private static boolean isWebPage(byte[] body) {
        String head = head(body).stripLeading().toLowerCase(Locale.ROOT);
        return head.startsWith("<!doctype html") || head.startsWith("<html");
    }

    private static String title(byte[] body) {
        String head = head(body);
        int start = head.toLowerCase(Locale.ROOT).indexOf("<title>");
        int end = start < 0 ? -1 : head.indexOf('<', start + 7);
        return end < 0 ? "without title" : "'" + head.substring(start + 7, end).strip() + "'";
    }

    private static String head(byte[] body) {
        return new String(body, 0, Math.min(body.length, 1000), StandardCharsets.UTF_8);
    }
}
