package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// Papers of a venue and year as JSONL: `id, venue, year, title, authors, abstract, keywords, url, pdf`.
final class VenueJsonlImporter implements Importer {
    @Override
    public String name() {
        return "venue-jsonl";
    }

    @Override
    public String description() {
        return "papers of a venue, JSONL with id, venue, year, title, authors, abstract, keywords, url, pdf";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        return json.hasAll("id", "venue", "year", "title") && !LemmaJsonlImporter.isOurs(json);
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "", fields -> paper(fields, context));
    }

    private Paper paper(JsonFields fields, ImportContext context) throws BrokenRecordException {
        String said = fields.text("venue");
        String venue = said.isBlank() ? context.venue().orElse("") : said;
        int year = fields.has("year") ? fields.year("year") : context.year().orElse(0);
        return VenuePapers.builder(
                        venue,
                        year,
                        local(fields.text("id"), venue, year),
                        fields.text("title"),
                        fields.text("abstract"),
                        name())
                .authors(VenuePapers.once(Fields.names(fields.texts("authors"))))
                .keywords(Fields.plain(fields.texts("keywords")))
                .url(Fields.link(fields.text("url")))
                .pdf(Fields.link(fields.text("pdf")))
                .build();
    }

    /// The source's id without `<venue><year>-` before it.
    private static String local(String id, String venue, int year) {
        String prefix = venue + year + "-";
        return id.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
                ? id.substring(prefix.length())
                : id;
    }
}
