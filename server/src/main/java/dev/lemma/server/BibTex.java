package dev.lemma.server;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Paper;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A paper as a BibTeX entry. Unicode stays (biber and recent styles read it), characters special to TeX are
/// escaped, formulas stay.
final class BibTex {
    private static final Set<String> SMALL =
            Set.of("a", "an", "the", "on", "of", "in", "for", "and", "to", "with", "is");

    private BibTex() {}

    static String entry(Paper paper) {
        boolean arxiv = paper.id().branch() == Branch.ARXIV;
        boolean venue = !paper.venue().isEmpty() && !arxiv;
        StringBuilder out = new StringBuilder(400);
        out.append(venue ? "@inproceedings{" : "@misc{").append(key(paper)).append(",\n");
        field(out, "title", "{" + escaped(paper.title()) + "}");
        field(
                out,
                "author",
                String.join(
                        " and ", paper.authors().stream().map(BibTex::escaped).toList()));
        if (venue) {
            field(out, "booktitle", escaped(paper.venue()));
        }
        int year = year(paper);
        field(out, "year", year == 0 ? "" : Integer.toString(year));
        if (arxiv) {
            field(out, "eprint", paper.id().local());
            field(out, "archivePrefix", "arXiv");
            field(
                    out,
                    "primaryClass",
                    paper.categories().isEmpty() ? "" : paper.categories().getFirst());
        }
        field(out, "doi", escaped(paper.doi()));
        field(out, "url", Url.web(paper.url()).map(BibTex::bare).orElse(""));
        return out.append("}\n").toString();
    }

    /// `vaswani2017attention`: family name, year, first word of weight, in ASCII.
    static String key(Paper paper) {
        List<String> authors = paper.authors();
        String name = authors.isEmpty() ? "anonymous" : authors.getFirst();
        String family = plain(name.substring(name.lastIndexOf(' ') + 1));
        String word = "";
        for (String each : paper.title().split(" ", 12)) {
            String candidate = plain(each);
            if (candidate.length() > 1 && !SMALL.contains(candidate)) {
                word = candidate;
                break;
            }
        }
        int year = year(paper);
        String key = (family.isEmpty() ? "paper" : family) + (year == 0 ? "" : year) + word;
        return key.substring(0, Math.min(60, key.length()));
    }

    private static int year(Paper paper) {
        return paper.year() != 0
                ? paper.year()
                : paper.published().or(paper::date).map(day -> day.getYear()).orElse(0);
    }

    private static void field(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append("  ").append(name).append(" = {").append(value).append("},\n");
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (TextParts.Part part : TextParts.of(text)) {
            if (part.formula()) {
                out.append(part.text());
                continue;
            }
            for (int i = 0; i < part.text().length(); i++) {
                char c = part.text().charAt(i);
                switch (c) {
                    case '&', '%', '#', '_', '$' -> out.append('\\').append(c);
                    case '{', '}', '\\' -> {}
                    case '\n', '\r', '\t' -> out.append(' ');
                    default -> out.append(c);
                }
            }
        }
        return out.toString();
    }

    /// An address cannot hold braces or blanks without closing the field.
    private static String bare(String address) {
        StringBuilder out = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c > ' ' && c != '{' && c != '}' && c != '\\') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String plain(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
