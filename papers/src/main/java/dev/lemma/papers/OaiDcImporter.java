package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers of an OAI-PMH interface with Dublin Core (`metadataPrefix=oai_dc`): the arXiv's, and other
/// repositories', whose papers are the owner's own.
final class OaiDcImporter implements Importer {
    private static final String COMMENT = "Comment:";

    @Override
    public String name() {
        return "oai-dc";
    }

    @Override
    public String description() {
        return "OAI-PMH with Dublin Core, XML of ListRecords with metadataPrefix=oai_dc";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return head.contains("<OAI-PMH")
                && (head.contains("metadataPrefix=\"oai_dc\"")
                        || head.contains("http://www.openarchives.org/OAI/2.0/oai_dc/"));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        OaiFile.read(in, context, sink, this::paper);
    }

    private Paper paper(XmlElement record) throws BrokenRecordException {
        XmlElement header = OaiFile.header(record);
        XmlElement fields = OaiFile.metadata(record, "dc");
        List<String> identifiers = fields.textsOf("identifier");
        String key = header.textOf("identifier").strip();
        Optional<ArxivId> arxiv = arxiv(key, identifiers);
        String title = ArxivPapers.title(fields.textOf("title"));
        Paper.Builder paper = arxiv.isPresent()
                ? ArxivPapers.builder(arxiv.get(), title, name())
                : Paper.builder(PaperId.ofOwn(key.isEmpty() ? Fields.titleHash(title) : key), title)
                        .source(name())
                        .url(identifiers.stream()
                                .map(Fields::link)
                                .filter(link -> !link.isEmpty())
                                .findFirst()
                                .orElse(""));
        paper.authors(Fields.names(fields.textsOf("creator"))).doi(doi(identifiers));
        subjects(paper, fields.textsOf("subject"));
        descriptions(paper, fields.textsOf("description"));
        dates(paper, fields.textsOf("date"), header);
        return paper.build();
    }

    private static Optional<ArxivId> arxiv(String key, List<String> identifiers) {
        Optional<ArxivId> id = key.startsWith("oai:arXiv.org:") ? ArxivId.parse(key) : Optional.empty();
        for (String identifier : identifiers) {
            if (id.isEmpty() && identifier.contains("arxiv.org/abs/")) {
                id = ArxivId.parse(identifier);
            }
        }
        return id;
    }

    private static String doi(List<String> identifiers) {
        for (String identifier : identifiers) {
            String doi = Fields.doi(identifier);
            if (!doi.isEmpty()) {
                return doi;
            }
        }
        return "";
    }

    private static void subjects(Paper.Builder paper, List<String> subjects) {
        List<String> codes = new ArrayList<>();
        List<String> keywords = new ArrayList<>();
        for (String subject : subjects) {
            Optional<String> code = Categories.ofSubject(subject);
            if (code.isPresent()) {
                codes.add(code.get());
            } else if (Categories.isKnown(subject.strip())) {
                codes.add(subject.strip());
            } else {
                keywords.add(subject);
            }
        }
        paper.categories(Categories.codesOf(codes)).keywords(Fields.plain(keywords));
    }

    private static void descriptions(Paper.Builder paper, List<String> descriptions) {
        String summary = "";
        String comment = "";
        for (String description : descriptions) {
            String text = TexText.plain(description);
            if (text.startsWith(COMMENT)) {
                comment = text.substring(COMMENT.length()).strip();
            } else if (summary.isEmpty()) {
                summary = text;
            }
        }
        paper.summary(summary).comment(comment);
    }

    /// The first date is of the first version, the last of the newest.
    private static void dates(Paper.Builder paper, List<String> dates, XmlElement header) throws BrokenRecordException {
        List<LocalDate> days = new ArrayList<>();
        for (String date : dates) {
            String text = date.strip();
            if (text.length() >= 10) {
                days.add(JsonFields.dateOf("date", text));
            } else if (text.length() >= 4) {
                paper.year(JsonFields.yearOf("date", text.substring(0, 4)));
            }
        }
        Optional<LocalDate> datestamp = header.dateOf("datestamp");
        Optional<LocalDate> updated = days.stream().max(LocalDate::compareTo);
        if (datestamp.isPresent() && (updated.isEmpty() || datestamp.get().isAfter(updated.get()))) {
            updated = datestamp;
        }
        Optional<LocalDate> published = days.stream().min(LocalDate::compareTo);
        published.ifPresent(day -> paper.published(day).year(day.getYear()));
        updated.ifPresent(paper::updated);
    }
}
