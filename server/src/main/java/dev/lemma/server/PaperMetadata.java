package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Paper;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A paper as programs read it from its page: `citation_*` elements (Google Scholar, Zotero) and schema.org's
/// `ScholarlyArticle`.
final class PaperMetadata {
    private static final int MAX_AUTHORS = 500;

    private PaperMetadata() {}

    static List<Frame.Meta> metas(Paper paper, String base) {
        List<Frame.Meta> metas = new ArrayList<>();
        add(metas, "citation_title", paper.title());
        paper.authors().stream().limit(MAX_AUTHORS).forEach(name -> add(metas, "citation_author", name));
        add(metas, "citation_publication_date", date(paper));
        boolean proceedings = paper.id().branch() == Branch.VENUE;
        add(
                metas,
                proceedings ? "citation_conference_title" : "citation_journal_title",
                proceedings ? paper.venue() : paper.journalRef());
        if (paper.id().branch() == Branch.ARXIV) {
            add(metas, "citation_arxiv_id", paper.id().local());
        }
        add(metas, "citation_doi", paper.doi());
        add(metas, "citation_pdf_url", Url.web(paper.pdf()).orElse(""));
        add(metas, "citation_abstract_html_url", base + paper.id().path());
        add(metas, "citation_keywords", String.join("; ", paper.keywords()));
        return metas;
    }

    static JsonLd jsonLd(Paper paper, String base) {
        byte[] json = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("@context", "https://schema.org");
            out.writeStringField("@type", "ScholarlyArticle");
            out.writeStringField("@id", base + paper.id().path());
            out.writeStringField("headline", paper.title());
            out.writeArrayFieldStart("author");
            for (String name : paper.authors()
                    .subList(0, Math.min(MAX_AUTHORS, paper.authors().size()))) {
                out.writeStartObject();
                out.writeStringField("@type", "Person");
                out.writeStringField("name", name);
                out.writeEndObject();
            }
            out.writeEndArray();
            Json.text(out, "datePublished", date(paper).replace('/', '-'));
            Json.text(out, "isPartOf", paper.venue());
            Json.text(out, "sameAs", Url.web(paper.url()).orElse(""));
            if (!paper.doi().isEmpty()) {
                out.writeStringField("identifier", "doi:" + paper.doi());
            }
            if (!paper.keywords().isEmpty()) {
                out.writeStringField("keywords", String.join(", ", paper.keywords()));
            }
            out.writeEndObject();
        });
        return new JsonLd(new String(json, StandardCharsets.UTF_8));
    }

    private static void add(List<Frame.Meta> metas, String name, String content) {
        if (!content.isEmpty()) {
            metas.add(new Frame.Meta(name, content));
        }
    }

    /// `2024/04/30`, or the year alone.
    private static String date(Paper paper) {
        Optional<LocalDate> day = paper.published().or(paper::date);
        return day.map(date -> date.toString().replace('-', '/'))
                .orElse(paper.year() == 0 ? "" : Integer.toString(paper.year()));
    }
}
