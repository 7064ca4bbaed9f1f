package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The DBLP's dump `dblp.xml`, some 4 GB: its articles and conference papers. It has no abstracts.
///
/// The DTD is not read; its entities are those of HTML. An article of CoRR is the arXiv paper that it stands
/// for. The venue is what the key says (`conf/iclr/KimL18` is ICLR), which is always certain.
final class DblpImporter implements Importer {
    private static final Pattern HOMONYM = Pattern.compile(" \\d{4}$");
    private static final String SITE = "https://dblp.org/rec/";

    @Override
    public String name() {
        return "dblp";
    }

    @Override
    public String description() {
        return "DBLP, dblp.xml: articles and conference papers";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return head.contains("<dblp>") || head.contains("<!DOCTYPE dblp") || head.contains("<dblp ");
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        XmlCursor xml = XmlCursor.of(in, context);
        while (xml.next()) {
            if (xml.name().equals("article") || xml.name().equals("inproceedings")) {
                xml.record(sink, this::paper);
            }
        }
    }

    private Paper paper(XmlElement fields) throws BrokenRecordException {
        Citation citation = new Citation();
        citation.key = fields.attribute("key");
        String title = TexText.plain(fields.child("title")
                .map(element ->
                        element.markup(name -> name.equals("sub") || name.equals("sup") ? "<" + name + ">" : ""))
                .orElse(""));
        // Every title of DBLP ends in a full stop.
        citation.title = title.endsWith(".") && !title.endsWith("..") ? title.substring(0, title.length() - 1) : title;
        List<String> authors = new ArrayList<>();
        for (String author : fields.textsOf("author")) {
            authors.add(HOMONYM.matcher(TexText.plain(author)).replaceFirst(""));
        }
        citation.authors = authors;
        boolean article = fields.name().equals("article");
        citation.container = TexText.plain(fields.textOf(article ? "journal" : "booktitle"));
        citation.volume = TexText.plain(fields.textOf("volume"));
        citation.number = TexText.plain(fields.textOf("number"));
        citation.pages = TexText.plain(fields.textOf("pages")).replace('-', '\u2013');
        String year = fields.textOf("year").strip();
        citation.year = year.isEmpty() ? 0 : JsonFields.yearOf("year", year);
        citation.updated = Fields.day(fields.attribute("mdate"));
        links(citation, fields.textsOf("ee"));
        if (citation.container.equals("CoRR")) {
            citation.arxiv = ArxivId.parse(citation.volume.replaceFirst("^abs/", ""));
            citation.updated = Optional.empty();
        } else {
            citation.venue = venue(citation.key);
        }
        citation.local = citation.key.substring(citation.key.lastIndexOf('/') + 1);
        return citation.paper(name());
    }

    private static void links(Citation citation, List<String> links) {
        for (String link : links) {
            String doi = link.contains("doi.org/") ? Fields.doi(link) : "";
            if (citation.doi.isEmpty()) {
                citation.doi = doi;
            }
            if (citation.url.isEmpty() || citation.url.contains("doi.org/")) {
                citation.url = Fields.link(link);
            }
        }
        if (citation.url.isEmpty()) {
            citation.url = SITE + citation.key;
        }
    }

    private static String venue(String key) {
        String[] parts = key.split("/", -1);
        return parts.length == 3 && (parts[0].equals("conf") || parts[0].equals("journals"))
                ? Venues.canonical(parts[1].toLowerCase(Locale.ROOT))
                : "";
    }
}
