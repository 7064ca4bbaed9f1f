package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers of the arXiv's search API (`export.arxiv.org/api/query`): an Atom feed.
final class ArxivAtomImporter implements Importer {
    @Override
    public String name() {
        return "arxiv-atom";
    }

    @Override
    public String description() {
        return "arXiv API, Atom feed of export.arxiv.org/api/query";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return head.contains("<feed") && head.contains("http://www.w3.org/2005/Atom") && head.contains("arxiv.org/");
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        XmlCursor xml = XmlCursor.of(in, context);
        while (xml.next()) {
            if (xml.name().equals("entry")) {
                xml.record(sink, this::paper);
            }
        }
    }

    private Paper paper(XmlElement entry) throws BrokenRecordException {
        String link = entry.textOf("id").strip();
        if (link.contains("/api/errors")) {
            throw new BrokenRecordException("the service answered an error: " + TexText.plain(entry.textOf("summary")));
        }
        ArxivId id = ArxivPapers.id(link);
        List<String> categories = new ArrayList<>();
        entry.child("primary_category").ifPresent(primary -> categories.add(primary.attribute("term")));
        entry.children("category").forEach(category -> categories.add(category.attribute("term")));
        List<String> authors = new ArrayList<>();
        entry.children("author").forEach(author -> authors.add(author.textOf("name")));
        Optional<LocalDate> published = entry.dateOf("published");
        Paper.Builder paper = ArxivPapers.builder(id, entry.textOf("title"), name())
                .authors(Fields.names(authors))
                .summary(TexText.plain(entry.textOf("summary")))
                .categories(Categories.codesOf(categories))
                .comment(TexText.plain(entry.textOf("comment")))
                .doi(Fields.doi(entry.textOf("doi")))
                .journalRef(TexText.plain(entry.textOf("journal_ref")))
                .year(published.map(LocalDate::getYear).orElse(id.yearMonth() / 100));
        published.ifPresent(paper::published);
        entry.dateOf("updated").ifPresent(paper::updated);
        return paper.build();
    }
}
