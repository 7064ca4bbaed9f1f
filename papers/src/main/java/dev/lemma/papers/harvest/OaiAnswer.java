package dev.lemma.papers.harvest;

import dev.lemma.papers.harvest.HarvestState.Days;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The envelope of an OAI-PMH answer: everything around the records. Sources: OAI-PMH 2.0, sections 3.2 (XML
/// response format), 2.5 (record), 3.5 (flow control) and 3.6 (errors).
///
/// Mutable while it is read, then not.
final class OaiAnswer {
    private static final String NAMESPACE = "http://www.openarchives.org/OAI/2.0/";

    private Optional<Instant> responseDate = Optional.empty();
    private final List<Fault> faults = new ArrayList<>();
    private int records;
    private final List<String> deleted = new ArrayList<>();
    private Optional<Days> days = Optional.empty();
    private boolean undated;
    private String token = "";
    private Optional<Instant> tokenExpires = Optional.empty();
    private OptionalLong total = OptionalLong.empty();
    private final List<OaiSet> sets = new ArrayList<>();
    private OaiRepository repository = new OaiRepository("", "", Optional.empty(), "", "");

    private OaiAnswer() {}

    /// Reads the answer to a verb.
    ///
    /// @throws UnusableAnswer if it is not a whole, well-formed answer to this verb
    static OaiAnswer read(byte[] body, String verb) throws UnusableAnswer {
        OaiAnswer answer = new OaiAnswer();
        try {
            XMLStreamReader in = Xml.open(body);
            if (!Xml.is(in, NAMESPACE, "OAI-PMH")) {
                throw new UnusableAnswer("the root element is <" + in.getLocalName() + ">; expected <OAI-PMH xmlns='"
                        + NAMESPACE + "'>");
            }
            boolean answered = false;
            while (Xml.nextChild(in)) {
                switch (in.getLocalName()) {
                    case "responseDate" -> answer.responseDate = Xml.instant(in.getElementText());
                    case "error" -> answer.faults.add(new Fault(Xml.attribute(in, "code"), text(in)));
                    case "ListRecords", "ListSets", "Identify" -> {
                        if (!in.getLocalName().equals(verb)) {
                            throw new UnusableAnswer("answers " + in.getLocalName() + "; expected " + verb);
                        }
                        answer.readVerb(in, verb);
                        answered = true;
                    }
                    default -> Xml.skip(in);
                }
            }
            Xml.finish(in);
            if (!answered && answer.faults.isEmpty()) {
                throw new UnusableAnswer("neither <" + verb + "> nor <error> in the answer");
            }
        } catch (XMLStreamException e) {
            throw Xml.malformed(e);
        }
        return answer;
    }

    Optional<Instant> responseDate() {
        return responseDate;
    }

    List<Fault> faults() {
        return faults;
    }

    boolean has(String code) {
        return faults.stream().anyMatch(fault -> fault.code().equals(code));
    }

    int records() {
        return records;
    }

    List<String> deleted() {
        return deleted;
    }

    /// First, highest and order of the datestamps.
    Optional<Days> days() {
        return undated ? days.map(known -> new Days(known.first(), known.last(), false)) : days;
    }

    /// The resumption token; empty at the end of the list.
    String token() {
        return token;
    }

    Optional<Instant> tokenExpires() {
        return tokenExpires;
    }

    OptionalLong total() {
        return total;
    }

    List<OaiSet> sets() {
        return sets;
    }

    OaiRepository repository() {
        return repository;
    }

    private void readVerb(XMLStreamReader in, String verb) throws XMLStreamException {
        if (verb.equals("Identify")) {
            readIdentify(in);
            return;
        }
        while (Xml.nextChild(in)) {
            switch (in.getLocalName()) {
                case "record" -> readRecord(in);
                case "set" -> readSet(in);
                case "resumptionToken" -> readToken(in);
                default -> Xml.skip(in);
            }
        }
    }

    private void readRecord(XMLStreamReader in) throws XMLStreamException {
        records++;
        while (Xml.nextChild(in)) {
            if (!Xml.is(in, NAMESPACE, "header")) {
                Xml.skip(in);
                continue;
            }
            boolean gone = Xml.attribute(in, "status").equals("deleted");
            while (Xml.nextChild(in)) {
                switch (in.getLocalName()) {
                    case "identifier" -> {
                        String identifier = text(in);
                        if (gone) {
                            deleted.add(identifier);
                        }
                    }
                    case "datestamp" -> addDay(text(in));
                    default -> Xml.skip(in);
                }
            }
        }
    }

    private void addDay(String datestamp) {
        LocalDate day;
        try {
            // A day, or a time that begins with it (section 3.3.1).
            day = LocalDate.parse(datestamp.substring(0, Math.min(10, datestamp.length())));
        } catch (DateTimeException e) {
            undated = true;
            return;
        }
        days = Optional.of(days.map(known -> day.isBefore(known.last())
                        ? new Days(known.first(), known.last(), false)
                        : new Days(known.first(), day, known.ascending()))
                .orElse(new Days(day, day, true)));
    }

    private void readToken(XMLStreamReader in) throws XMLStreamException {
        tokenExpires = Xml.instant(Xml.attribute(in, "expirationDate"));
        String size = Xml.attribute(in, "completeListSize");
        total = size.matches("\\d{1,12}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty();
        token = text(in);
    }

    private void readSet(XMLStreamReader in) throws XMLStreamException {
        String spec = "";
        String name = "";
        while (Xml.nextChild(in)) {
            switch (in.getLocalName()) {
                case "setSpec" -> spec = text(in);
                case "setName" -> name = text(in);
                default -> Xml.skip(in);
            }
        }
        sets.add(new OaiSet(spec, name));
    }

    private void readIdentify(XMLStreamReader in) throws XMLStreamException {
        String name = "";
        String version = "";
        String earliest = "";
        String deletions = "";
        String granularity = "";
        while (Xml.nextChild(in)) {
            switch (in.getLocalName()) {
                case "repositoryName" -> name = text(in);
                case "protocolVersion" -> version = text(in);
                case "earliestDatestamp" -> earliest = text(in);
                case "deletedRecord" -> deletions = text(in);
                case "granularity" -> granularity = text(in);
                default -> Xml.skip(in);
            }
        }
        Optional<LocalDate> day = earliest.matches("\\d{4}-(0[1-9]|1[0-2])-([01]\\d|2[0-8])(T.*)?")
                ? Optional.of(LocalDate.parse(earliest.substring(0, 10)))
                : Optional.empty();
        repository = new OaiRepository(name, version, day, deletions, granularity);
    }

    private static String text(XMLStreamReader in) throws XMLStreamException {
        return in.getElementText().strip();
    }

    /// An error that the protocol names, with the server's words.
    record Fault(String code, String words) {}
}
