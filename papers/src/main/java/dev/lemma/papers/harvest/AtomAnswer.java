package dev.lemma.papers.harvest;

import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// What the harvester needs of an Atom feed of the arXiv API. Source: arXiv API User's Manual, sections 3.3.1.2
/// (OpenSearch elements) and 3.4 (errors).
///
/// @param entries number of entries
/// @param total `opensearch:totalResults`
/// @param error the words of the API, if the feed is one of its errors
record AtomAnswer(int entries, OptionalLong total, Optional<String> error) {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/";

    /// @throws UnusableAnswer if the body is not a whole feed
    static AtomAnswer read(byte[] body) throws UnusableAnswer {
        int entries = 0;
        OptionalLong total = OptionalLong.empty();
        Optional<String> error = Optional.empty();
        try {
            XMLStreamReader in = Xml.open(body);
            if (!Xml.is(in, ATOM, "feed")) {
                throw new UnusableAnswer(
                        "the root element is <" + in.getLocalName() + ">; expected <feed xmlns='" + ATOM + "'>");
            }
            while (Xml.nextChild(in)) {
                if (Xml.is(in, ATOM, "entry")) {
                    entries++;
                    Optional<String> words = errorOf(in);
                    error = error.isPresent() ? error : words;
                } else if (Xml.is(in, OPEN_SEARCH, "totalResults")) {
                    String text = in.getElementText().strip();
                    total = text.matches("\\d{1,12}") ? OptionalLong.of(Long.parseLong(text)) : total;
                } else {
                    Xml.skip(in);
                }
            }
            Xml.finish(in);
        } catch (XMLStreamException e) {
            throw Xml.malformed(e);
        }
        return new AtomAnswer(entries, total, error);
    }

    /// Reads an entry; its words, if its id is one of the API's errors. (A paper may be called "Error", too.)
    private static Optional<String> errorOf(XMLStreamReader in) throws XMLStreamException {
        boolean error = false;
        String title = "";
        String summary = "";
        while (Xml.nextChild(in)) {
            switch (in.getLocalName()) {
                case "id" -> error = in.getElementText().contains("arxiv.org/api/errors");
                case "title" -> title = in.getElementText().strip();
                case "summary" -> summary = in.getElementText().strip();
                default -> Xml.skip(in);
            }
        }
        return error ? Optional.of(summary.isEmpty() ? title : summary) : Optional.empty();
    }
}
