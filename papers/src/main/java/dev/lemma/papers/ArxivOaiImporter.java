package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers of the arXiv's OAI-PMH interface to `ListRecords` with `metadataPrefix=arXiv`.
final class ArxivOaiImporter implements Importer {
    @Override
    public String name() {
        return "arxiv-oai";
    }

    @Override
    public String description() {
        return "arXiv OAI-PMH, XML of ListRecords or GetRecord with metadataPrefix=arXiv";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return head.contains("<OAI-PMH")
                && (head.contains("http://arxiv.org/OAI/arXiv/") || head.contains("metadataPrefix=\"arXiv\""));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        OaiFile.read(in, context, sink, this::paper);
    }

    private Paper paper(XmlElement record) throws BrokenRecordException {
        XmlElement header = OaiFile.header(record);
        XmlElement fields = OaiFile.metadata(record, "arXiv");
        String said = fields.textOf("id");
        ArxivId id = ArxivPapers.id(said.isBlank() ? header.textOf("identifier") : said);
        Optional<LocalDate> created = fields.dateOf("created");
        Paper.Builder paper = ArxivPapers.builder(id, fields.textOf("title"), name())
                .authors(authors(fields))
                .summary(TexText.plain(fields.textOf("abstract")))
                .categories(Categories.codesOf(fields.textsOf("categories")))
                .comment(TexText.plain(fields.textOf("comments")))
                .doi(Fields.doi(fields.textOf("doi")))
                .journalRef(TexText.plain(fields.textOf("journal-ref")))
                .year(created.map(LocalDate::getYear).orElse(id.yearMonth() / 100));
        created.ifPresent(paper::published);
        latest(header.dateOf("datestamp"), fields.dateOf("updated"), created).ifPresent(paper::updated);
        return paper.build();
    }

    /// The datestamp follows changes of the metadata too, as `update_date` in the snapshot of Kaggle does.
    private static Optional<LocalDate> latest(
            Optional<LocalDate> datestamp, Optional<LocalDate> updated, Optional<LocalDate> created) {
        Optional<LocalDate> version = updated.isPresent() ? updated : created;
        return version.isEmpty() || (datestamp.isPresent() && datestamp.get().isAfter(version.get()))
                ? datestamp
                : version;
    }

    private static List<String> authors(XmlElement fields) {
        List<String> names = new ArrayList<>();
        for (XmlElement list : fields.children("authors")) {
            for (XmlElement author : list.children("author")) {
                String name =
                        PersonNames.joined(part(author, "forenames"), part(author, "keyname"), part(author, "suffix"));
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static String part(XmlElement author, String part) {
        return TexText.clean(author.textOf(part), TexReader.Mode.NAME);
    }
}
