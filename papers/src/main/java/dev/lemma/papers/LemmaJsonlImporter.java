package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;

/// Lemma's own exchange format; see [LemmaJsonl]. Texts are taken as they are.
final class LemmaJsonlImporter implements Importer {
    @Override
    public String name() {
        return "lemma-jsonl";
    }

    @Override
    public String description() {
        return "Lemma's own exchange format, JSONL, as written by export";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return isOurs(JsonHead.of(head));
    }

    /// Whether the records have ids with a branch, as only Lemma writes them.
    static boolean isOurs(JsonHead json) {
        String id = json.text("id");
        return json.has("title") && (id.startsWith("arxiv:") || id.startsWith("venue:") || id.startsWith("own:"));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "", this::paper);
    }

    private Paper paper(JsonFields fields) throws BrokenRecordException {
        PaperId id = new PaperId(fields.required("id"));
        String source = fields.text("source");
        Paper.Builder paper = Paper.builder(id, fields.required("title"))
                .authors(fields.texts("authors"))
                .summary(fields.text("abstract"))
                .categories(fields.texts("categories"))
                .venue(fields.text("venue"))
                .year(fields.year("year"))
                .comment(fields.text("comment"))
                .doi(fields.text("doi"))
                .journalRef(fields.text("journal_ref"))
                .keywords(fields.texts("keywords"))
                .url(fields.text("url"))
                .pdf(fields.text("pdf"))
                .source(source.isEmpty() ? name() : source);
        fields.date("published").ifPresent(paper::published);
        fields.date("updated").ifPresent(paper::updated);
        fields.date("announced").ifPresent(paper::announced);
        return paper.build();
    }
}
