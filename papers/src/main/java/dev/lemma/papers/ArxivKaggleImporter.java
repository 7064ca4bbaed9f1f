package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The arXiv's metadata snapshot on Kaggle: JSONL, some 4 GB.
final class ArxivKaggleImporter implements Importer {
    @Override
    public String name() {
        return "arxiv-kaggle";
    }

    @Override
    public String description() {
        return "arXiv metadata snapshot of Kaggle, JSONL (arxiv-metadata-oai-snapshot.json)";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        return json.hasAll("id", "title", "authors")
                && (json.has("submitter") || json.has("authors_parsed") || json.has("update_date"))
                && (json.has("journal-ref") || json.has("categories"));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "", this::paper);
    }

    private Paper paper(JsonFields fields) throws BrokenRecordException {
        ArxivId id = ArxivPapers.id(fields.text("id"));
        Optional<LocalDate> published = published(fields);
        Paper.Builder paper = ArxivPapers.builder(id, fields.text("title"), name())
                .authors(authors(fields))
                .summary(TexText.plain(fields.text("abstract")))
                .categories(Categories.codesOf(List.of(fields.text("categories"))))
                .comment(TexText.plain(fields.text("comments")))
                .doi(Fields.doi(fields.text("doi")))
                .journalRef(TexText.plain(fields.text("journal-ref")))
                .year(published.map(LocalDate::getYear).orElse(id.yearMonth() / 100));
        published.ifPresent(paper::published);
        fields.date("update_date").ifPresent(paper::updated);
        return paper.build();
    }

    private static List<String> authors(JsonFields fields) throws BrokenRecordException {
        List<List<String>> parsed = fields.lists("authors_parsed");
        if (parsed.isEmpty()) {
            return TexText.authors(fields.text("authors"));
        }
        List<String> names = new ArrayList<>(parsed.size());
        for (List<String> parts : parsed) {
            String name = PersonNames.joined(part(parts, 1), part(parts, 0), part(parts, 2));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static String part(List<String> parts, int i) {
        return i < parts.size() ? TexText.clean(parts.get(i), TexReader.Mode.NAME) : "";
    }

    /// The day of the first version: "Mon, 2 Apr 2007 19:18:42 GMT".
    private static Optional<LocalDate> published(JsonFields fields) throws BrokenRecordException {
        List<JsonFields> versions = fields.objects("versions");
        String created = versions.isEmpty() ? "" : versions.getFirst().text("created");
        if (created.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(created)));
        } catch (DateTimeException e) {
            throw new BrokenRecordException("versions[0].created is '" + JsonFields.abbreviated(created)
                    + "'; expected the form 'Mon, 2 Apr 2007 19:18:42 GMT'");
        }
    }
}
