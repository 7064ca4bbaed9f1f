package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Optional;

/// The daily lists of arXiv papers as JSONL: `id, announced, title, authors, categories, comment, summary`.
final class ArxivDailyImporter implements Importer {
    @Override
    public String name() {
        return "arxiv-daily";
    }

    @Override
    public String description() {
        return "arXiv daily lists, JSONL with id, announced, title, authors, categories, comment, summary";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        return json.hasAll("id", "announced", "title", "authors")
                && ArxivId.parse(json.text("id")).isPresent()
                && !json.text("id").startsWith("arxiv:");
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "", this::paper);
    }

    private Paper paper(JsonFields fields) throws BrokenRecordException {
        ArxivId id = ArxivPapers.id(fields.text("id"));
        Paper.Builder paper = ArxivPapers.builder(id, fields.text("title"), name())
                .authors(Fields.names(fields.texts("authors")))
                .summary(TexText.plain(fields.text("summary")))
                .categories(Categories.codesOf(fields.texts("categories")))
                .comment(TexText.plain(fields.text("comment")))
                .year(id.yearMonth() / 100);
        Optional<LocalDate> announced = fields.date("announced");
        announced.ifPresent(paper::announced);
        return paper.build();
    }
}
