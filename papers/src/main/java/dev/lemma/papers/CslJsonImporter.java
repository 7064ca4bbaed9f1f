package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Bibliographies in CSL-JSON, as Zotero, Pandoc and Crossref write them.
final class CslJsonImporter implements Importer {
    @Override
    public String name() {
        return "csl-json";
    }

    @Override
    public String description() {
        return "CSL-JSON, as Zotero, Pandoc and Crossref write it";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        JsonHead json = JsonHead.of(head);
        return json.has("title")
                && (json.has("type") || json.has("issued") || json.has("container-title"))
                && !json.has("content")
                && !json.has("status")
                && (json.text("author").equals("[")
                        || json.has("issued")
                        || json.has("container-title")
                        || json.has("DOI")
                        || (json.has("id") && json.has("type")));
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        JsonRecords.read(in, context, sink, "items", this::paper);
    }

    private Paper paper(JsonFields fields) throws BrokenRecordException {
        Citation citation = new Citation();
        citation.key = key(fields.text("id"));
        citation.rawTitle = textOrFirst(fields, "title");
        citation.title = TexText.plain(citation.rawTitle);
        citation.authors = people(fields, fields.has("author") ? "author" : "editor");
        citation.summary = TexText.plain(fields.text("abstract"));
        citation.container = TexText.plain(textOrFirst(fields, "container-title"));
        citation.volume = fields.text("volume");
        citation.number = fields.text("issue");
        citation.pages = TexText.plain(fields.text("page")).replace('-', '\u2013');
        citation.comment = TexText.plain(fields.text("note"));
        citation.doi = Fields.doi(fields.text("DOI"));
        citation.keywords = Fields.keywords(fields.text("keyword"));
        citation.url = Fields.link(fields.text("URL"));
        issued(citation, fields);
        for (String name :
                List.of("container-title-short", "container-title", "event-title", "event", "collection-title")) {
            if (citation.venue.isEmpty() && !fields.object(name).isPresent()) {
                citation.venue = Venues.recognise(TexText.plain(textOrFirst(fields, name)))
                        .orElse("");
            }
        }
        citation.findArxiv(fields.text("number"), fields.text("archive_location"), fields.text("note"));
        return citation.paper(name());
    }

    /// The key of Zotero's `http://zotero.org/users/1/items/ABCD2345` is its last part.
    private static String key(String id) {
        return id.contains("zotero.org/") ? id.substring(id.lastIndexOf('/') + 1) : id;
    }

    /// Crossref has lists where CSL has texts.
    private static String textOrFirst(JsonFields fields, String name) throws BrokenRecordException {
        if (!fields.isList(name)) {
            return fields.text(name);
        }
        List<String> texts = fields.texts(name);
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    private static List<String> people(JsonFields fields, String name) throws BrokenRecordException {
        List<String> names = new ArrayList<>();
        for (JsonFields person : fields.objects(name)) {
            String family = person.text("family");
            String particle = person.text("non-dropping-particle");
            String dropping = person.text("dropping-particle");
            String whole = family.isEmpty()
                    ? person.text(person.has("literal") ? "literal" : "name")
                    : PersonNames.joined(
                            PersonNames.joined(person.text("given"), dropping, ""),
                            PersonNames.joined(particle, family, ""),
                            person.text("suffix"));
            String clean = TexText.clean(whole, TexReader.Mode.NAME);
            if (!clean.isEmpty()) {
                names.add(clean);
            }
        }
        return names;
    }

    private static void issued(Citation citation, JsonFields fields) throws BrokenRecordException {
        Optional<JsonFields> issued = fields.object("issued");
        if (issued.isEmpty()) {
            String text = fields.text("issued");
            citation.year = Fields.yearIn(text);
            citation.published = Fields.day(text);
            return;
        }
        List<Integer> parts = issued.get().numbers("date-parts");
        if (parts.isEmpty()) {
            String text = issued.get().text(issued.get().has("raw") ? "raw" : "literal");
            citation.year = Fields.yearIn(text);
            citation.published = Fields.day(text);
            return;
        }
        citation.year = Fields.yearIn(String.valueOf(parts.getFirst()));
        if (parts.size() >= 3 && citation.year != 0) {
            try {
                citation.published = Optional.of(LocalDate.of(citation.year, parts.get(1), parts.get(2)));
            } catch (DateTimeException e) {
                // The year is good all the same.
                citation.published = Optional.empty();
            }
        }
    }
}
