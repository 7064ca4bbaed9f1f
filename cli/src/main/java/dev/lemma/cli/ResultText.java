package dev.lemma.cli;

import dev.lemma.papers.Paper;
import dev.lemma.search.Hit;
import dev.lemma.search.Marked;
import dev.lemma.search.QueryNote;
import dev.lemma.search.SearchRequest;
import dev.lemma.search.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Search results for a person at a terminal; matches are bold where the terminal can show it.
final class ResultText {
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int AUTHORS = 4;
    private static final int SNIPPET_LINES = 2;
    private static final int MAX_WIDTH = 120;
    private static final String INDENT = "     ";

    private final Terminal terminal;

    ResultText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(SearchRequest request, SearchResult result) {
        for (QueryNote note : result.notes()) {
            terminal.remark("%s", Text.oneLine(note.english()));
        }
        result.suggestion().ifPresent(better -> terminal.remark("did you mean: %s", Text.oneLine(better)));
        terminal.print(
                "%s in %s ms%s",
                Text.count(result.total(), "paper"),
                String.format(Locale.ROOT, "%.1f", result.nanos() / 1e6),
                request.offset() > 0 ? ", from number " + (request.offset() + 1) : "");
        boolean partial = false;
        int number = request.offset();
        for (Hit hit : result.hits()) {
            if (hit.partial() && !partial && number > request.offset()) {
                terminal.print("%nwith some of the words:");
            }
            partial = hit.partial();
            terminal.print("");
            print(++number, hit);
        }
        if (result.more()) {
            terminal.print(
                    "%nmore with --offset %d", request.offset() + result.hits().size());
        }
    }

    private void print(int number, Hit hit) {
        Paper paper = hit.stored().paper();
        List<String> title = wrapped(hit.title(), 0, Integer.MAX_VALUE);
        terminal.print("%3d. %s", number, title.getFirst());
        title.stream().skip(1).forEach(line -> terminal.print("%s%s", INDENT, line));
        terminal.print("%s%s", INDENT, faint(facts(paper)));
        int from = snippetStart(hit.summary());
        for (String line : wrapped(hit.summary(), from, SNIPPET_LINES)) {
            terminal.print("%s%s", INDENT, line);
        }
    }

    /// `A. Vaswani, N. Shazeer and 6 more · NeurIPS 2017 · cs.CL · arxiv:1706.03762`.
    private static String facts(Paper paper) {
        List<String> parts = new ArrayList<>();
        int shown = Math.min(AUTHORS, paper.authors().size());
        if (shown > 0) {
            int more = paper.authors().size() - shown;
            parts.add(
                    String.join(", ", paper.authors().subList(0, shown)) + (more > 0 ? " and " + more + " more" : ""));
        }
        String when = paper.date().map(Object::toString).orElse(paper.year() == 0 ? "" : String.valueOf(paper.year()));
        String where =
                paper.venue().isEmpty() || paper.year() == 0 ? paper.venue() : paper.venue() + " " + paper.year();
        parts.add(where.isEmpty() ? when : where);
        parts.add(String.join(" ", paper.categories()));
        parts.add(paper.id().value());
        parts.removeIf(String::isBlank);
        return Text.safe(String.join(" · ", parts));
    }

    /// Where the part of an abstract begins that is shown: at its start, or a little before its first match.
    private int snippetStart(Marked text) {
        if (text.spans().isEmpty()) {
            return 0;
        }
        int first = text.spans().getFirst().start();
        int room = SNIPPET_LINES * width() / 2;
        if (first < room) {
            return 0;
        }
        int space = text.text().indexOf(' ', first - room / 2);
        return space < 0 || space > first ? first : space + 1;
    }

    private int width() {
        return Math.min(MAX_WIDTH, terminal.columns()) - INDENT.length();
    }

    /// A text in lines of words, with its matches in bold.
    private List<String> wrapped(Marked marked, int from, int maxLines) {
        String text = Text.safe(marked.text());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(from > 0 ? "… " : "");
        int used = line.length();
        int at = from;
        while (at < text.length()) {
            int end = text.indexOf(' ', at);
            end = end < 0 ? text.length() : end;
            if (end > at) {
                if (used > 0 && used + 1 + end - at > width()) {
                    if (lines.size() + 1 == maxLines) {
                        line.append(" …");
                        break;
                    }
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                boolean first = used == 0 || line.toString().endsWith(" ");
                line.append(first ? "" : " ").append(styled(marked, text, at, end));
                used += end - at + (first ? 0 : 1);
            }
            at = end + 1;
        }
        if (used > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    /// The characters from `at` to `end`, those of a match in bold.
    private String styled(Marked marked, String text, int at, int end) {
        if (!terminal.styled()) {
            return text.substring(at, end);
        }
        StringBuilder styled = new StringBuilder();
        int done = at;
        for (Marked.Span span : marked.spans()) {
            int start = Math.max(done, span.start());
            int stop = Math.min(end, span.end());
            if (start < stop) {
                styled.append(text, done, start)
                        .append(BOLD)
                        .append(text, start, stop)
                        .append(PLAIN);
                done = stop;
            }
        }
        return styled.append(text, done, end).toString();
    }

    private String faint(String text) {
        return terminal.styled() ? FAINT + text + PLAIN : text;
    }
}
