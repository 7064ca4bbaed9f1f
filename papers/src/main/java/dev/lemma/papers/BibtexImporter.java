package dev.lemma.papers;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Bibliographies in BibTeX and BibLaTeX.
final class BibtexImporter implements Importer {
    private static final Pattern ENTRY = Pattern.compile("(?m)^[\\ufeff \\t]*@\\s*[A-Za-z]+\\s*[{(]");
    /// Types that others inherit from.
    private static final Set<String> PARENTS = Set.of(
            "proceedings", "book", "collection", "periodical", "mvbook", "mvcollection", "mvproceedings", "reference");
    /// Entries that wait for a parent further down; more are taken as they are.
    private static final int MAX_WAITING = 100_000;

    @Override
    public String name() {
        return "bibtex";
    }

    @Override
    public String description() {
        return "BibTeX and BibLaTeX";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        char first = head.isBlank() ? ' ' : head.strip().charAt(0);
        return first != '<' && first != '[' && ENTRY.matcher(head).find();
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        Entries entries = new Entries(sink);
        new BibtexParser(LenientReader.of(in), entries).parse();
        entries.end();
    }

    /// Resolves `crossref` and hands papers on. BibTeX wants parents after their children, so children wait
    /// for them.
    private final class Entries implements BibtexParser.Handler {
        private final RecordSink sink;
        private final Map<String, BibtexEntry> parents = new HashMap<>();
        private final List<BibtexEntry> waiting = new ArrayList<>();

        Entries(RecordSink sink) {
            this.sink = sink;
        }

        @Override
        public void entry(BibtexEntry entry) {
            if (PARENTS.contains(entry.type())) {
                parents.put(entry.lowerKey(), entry);
            }
            String crossref = entry.field("crossref", "xdata").strip();
            if (crossref.isEmpty()) {
                paper(entry);
            } else if (parents.containsKey(parentKey(entry)) || waiting.size() >= MAX_WAITING) {
                paper(inherited(entry));
            } else {
                waiting.add(entry);
            }
        }

        @Override
        public void broken(long line, String reason) {
            sink.broken(line, reason);
        }

        void end() {
            waiting.forEach(entry -> paper(inherited(entry)));
        }

        private BibtexEntry inherited(BibtexEntry entry) {
            return Optional.ofNullable(parents.get(parentKey(entry)))
                    .map(entry::inheriting)
                    .orElse(entry);
        }

        private String parentKey(BibtexEntry entry) {
            return entry.field("crossref", "xdata").strip().toLowerCase(Locale.ROOT);
        }

        private void paper(BibtexEntry entry) {
            Paper paper;
            try {
                paper = citation(entry).paper(name());
            } catch (BrokenRecordException e) {
                sink.broken(entry.line(), e.reason());
                return;
            } catch (IllegalArgumentException e) {
                String reason = e.getMessage();
                sink.broken(entry.line(), reason == null ? "unreadable entry" : reason);
                return;
            }
            sink.paper(entry.line(), paper);
        }
    }

    private static Citation citation(BibtexEntry entry) {
        Citation citation = new Citation();
        citation.key = entry.key();
        citation.rawTitle = entry.field("title");
        String title = TexText.bibtex(entry.field("title"));
        String subtitle = TexText.bibtex(entry.field("subtitle"));
        citation.title = subtitle.isEmpty() ? title : title + ": " + subtitle;
        citation.authors = people(entry.field("author", "editor"));
        citation.summary = TexText.plain(entry.field("abstract"));
        citation.container = TexText.bibtex(entry.field("journal", "journaltitle", "booktitle"));
        citation.volume = TexText.bibtex(entry.field("volume"));
        citation.number = TexText.bibtex(entry.field("number", "issue"));
        citation.pages = TexText.bibtex(entry.field("pages")).replace("--", "\u2013");
        citation.comment = TexText.plain(entry.field("note", "annote"));
        citation.doi = Fields.doi(unescaped(entry.field("doi")));
        citation.keywords = Fields.keywords(entry.field("keywords", "keyword"));
        citation.url = Fields.link(unescaped(entry.field("url", "ee")));
        citation.pdf = Fields.link(unescaped(entry.field("pdf")));
        date(citation, entry);
        citation.venue = venue(entry);
        String prefix = entry.field("archiveprefix", "eprinttype");
        String eprint = unescaped(entry.field("eprint")).strip();
        if (prefix.isEmpty() || prefix.strip().equalsIgnoreCase("arxiv")) {
            citation.arxiv = ArxivId.parse(eprint);
            if (citation.arxiv.isPresent()) {
                citation.categories = List.of(entry.field("primaryclass", "eprintclass"));
            }
        }
        citation.findArxiv(entry.field("howpublished"), entry.field("note"));
        return citation;
    }

    private static void date(Citation citation, BibtexEntry entry) {
        String date = TexText.bibtex(entry.field("date"));
        String year = TexText.bibtex(entry.field("year"));
        citation.year = Fields.yearIn(year.isEmpty() ? date : year);
        citation.published = Fields.day(date);
    }

    private static String venue(BibtexEntry entry) {
        for (String name : List.of("booktitle", "journal", "journaltitle", "series")) {
            Optional<String> venue = Venues.recognise(TexText.bibtex(entry.field(name)));
            if (venue.isPresent()) {
                return venue.get();
            }
        }
        return "";
    }

    /// The people of a field: names separated by "and" outside braces.
    static List<String> people(String field) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int start = 0;
        int length = field.length();
        for (int i = 0; i <= length; i++) {
            char c = i == length ? ' ' : field.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (i == length || (depth <= 0 && isAnd(field, i))) {
                String name = person(field.substring(start, i).strip());
                if (!name.isEmpty() && !name.equals("others")) {
                    names.add(name);
                }
                start = i + 4;
            }
        }
        return names;
    }

    private static boolean isAnd(String field, int i) {
        return Character.isWhitespace(field.charAt(i))
                && field.regionMatches(true, i + 1, "and", 0, 3)
                && i + 4 < field.length()
                && Character.isWhitespace(field.charAt(i + 4));
    }

    private static String person(String name) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(part(name.substring(start, i)));
                start = i + 1;
            }
        }
        parts.add(part(name.substring(start)));
        return switch (parts.size()) {
            case 1 -> parts.getFirst();
            case 2 -> PersonNames.joined(parts.get(1), parts.get(0), "");
            default -> PersonNames.joined(parts.get(2), parts.get(0), parts.get(1));
        };
    }

    private static String part(String tex) {
        return TexText.clean(tex, TexReader.Mode.BIBTEX);
    }

    /// A link or identifier without TeX's escapes.
    private static String unescaped(String tex) {
        String text = tex.strip();
        if (text.startsWith("\\url{") && text.endsWith("}")) {
            text = text.substring(5, text.length() - 1);
        }
        return text.replace("\\_", "_")
                .replace("\\%", "%")
                .replace("\\#", "#")
                .replace("\\&", "&")
                .replace("\\~{}", "~")
                .replace("{\\_}", "_")
                .replace("{", "")
                .replace("}", "");
    }
}
