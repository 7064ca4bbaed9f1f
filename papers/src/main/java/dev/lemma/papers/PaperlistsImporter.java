package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lists of `papercopilot/paperlists`: a JSON array a venue and year, which only the file's name tells.
///
/// Rejected and withdrawn submissions are papers too. Of the many members those that a [Paper] has are read.
final class PaperlistsImporter implements Importer {
    private static final Pattern FILE = Pattern.compile("([A-Za-z0-9]*?[A-Za-z])[-_.]?((?:19|20)\\d{2})\\.json.*");

    @Override
    public String name() {
        return "paperlists";
    }

    @Override
    public String description() {
        return "papercopilot/paperlists, a JSON array a venue; venue and year from the file name (iclr2018.json)";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        boolean people = json.has("author") && !json.text("author").equals("[");
        return json.shape() == JsonHead.Shape.ARRAY
                && json.has("title")
                && !json.has("content")
                && (json.has("status") || json.has("site") || json.has("author_site") || people);
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        Matcher file = FILE.matcher(context.fileName());
        boolean named = file.matches();
        String venue = context.venue().orElse(named ? file.group(1) : "");
        int year = context.year().orElse(named ? Integer.parseInt(file.group(2)) : 0);
        if (venue.isEmpty() || year == 0) {
            throw new ImportException(
                    context.fileName(),
                    0,
                    "the file's name says no venue and year; expected one such as iclr2018.json, or --venue and --year");
        }
        JsonRecords.read(in, context, sink, "", fields -> paper(fields, venue, year));
    }

    private Paper paper(JsonFields fields, String venue, int year) throws BrokenRecordException {
        String people = fields.text("author");
        return VenuePapers.builder(
                        venue, year, fields.text("id"), fields.text("title"), fields.text("abstract"), name())
                .authors(VenuePapers.once(
                        people.isBlank()
                                ? Fields.names(Fields.split(fields.text("author_site"), ","))
                                : Fields.names(Fields.split(people, ";"))))
                .keywords(Fields.keywords(fields.text("keywords")))
                .url(url(fields))
                .pdf(Fields.link(fields.text("pdf")))
                .doi(Fields.doi(fields.text("doi")))
                .build();
    }

    private static String url(JsonFields fields) throws BrokenRecordException {
        String site = Fields.link(fields.text("site"));
        return site.isEmpty() ? Fields.link(fields.text("openreview")) : site;
    }
}
