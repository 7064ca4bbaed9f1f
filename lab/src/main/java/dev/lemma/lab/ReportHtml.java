package dev.lemma.lab;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as one page: no scripts, no requests, one style element, light and dark.
final class ReportHtml {
    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #fbfaf7; --raised: #ffffff; --sunk: #f2f0ea; --ink: #1c1b19;
              --soft: #5d5a54; --line: #e2ded5; --accent: #1f4e79; --good: #00694e; --bad: #a33a00; }
            @media (prefers-color-scheme: dark) { :root { --paper: #15171a; --raised: #1c1f23; --sunk: #202429; --ink: #dedbd5;
              --soft: #a19d95; --line: #2d3237; --accent: #8cb8e6; --good: #4fd0a5; --bad: #ff9d63; } }
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; }
            body { margin: 0 auto; max-width: 50rem; padding: 1.2rem 1rem 3rem; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
            h1, h2 { font-family: Charter, "Bitstream Charter", "Noto Serif", Georgia, serif; line-height: 1.25; text-wrap: balance; }
            h1 { font-size: 1.7rem; margin: 0 0 .4rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
            p { margin: .4rem 0; } a { color: var(--accent); }
            .lead { font-size: 1.08rem; } .soft { color: var(--soft); font-size: .9rem; }
            ol.verdicts { list-style: none; margin: 0; padding: 0; }
            ol.verdicts li { background: var(--raised); border: 1px solid var(--line); border-left: 5px solid var(--soft);
              border-radius: 6px; padding: .6rem .9rem; margin: .6rem 0; break-inside: avoid; }
            ol.verdicts li.held { border-left-color: var(--good); } ol.verdicts li.not-held { border-left-color: var(--bad); }
            .state { font-weight: 600; } .held .state { color: var(--good); } .not-held .state { color: var(--bad); }
            figure { margin: 1.4rem 0; break-inside: avoid; }
            figure h3 { margin: 0 0 .3rem; font-size: 1rem; }
            figure div { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
            svg.plot { display: block; width: 100%; min-width: 21rem; max-width: 50rem; height: auto; }
            figcaption { font-size: .9rem; color: var(--soft); margin-top: .35rem; }
            .scroll { overflow-x: auto; margin: .6rem 0 1.4rem; }
            table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
            caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
            th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.n, th.n { text-align: right; white-space: nowrap; }
            dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .2rem 1rem; font-size: .92rem; }
            dt { color: var(--soft); } dd { margin: 0; }
            code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: .88em; background: var(--sunk);
              padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
            @media print { :root { color-scheme: light; --paper: #fff; --raised: #fff; --sunk: #f4f4f4; --ink: #000; --soft: #444;
              --line: #ccc; --accent: #000; --good: #005a40; --bad: #8a3000; }
              body { max-width: none; font-size: 10.5pt; } figure { max-width: 32rem; } }
            """;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReportHtml() {}

    static String of(Report report) {
        StringBuilder out = new StringBuilder(64 << 10);
        String title = Markup.escape(report.title());
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(title)
                .append(
                        " – Lemma lab</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<style>")
                .append(STYLE)
                .append(SvgPlot.STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(title)
                .append("</h1>\n<p class=\"lead\">")
                .append(Markup.escape(report.claim()))
                .append("</p>\n");
        sources(out, report.sources());
        verdicts(out, report.outcome().verdicts());
        if (!report.outcome().notes().isEmpty()) {
            out.append("<h2>Notes</h2>\n");
            report.outcome()
                    .notes()
                    .forEach(note ->
                            out.append("<p>").append(Markup.escape(note)).append("</p>\n"));
        }
        if (!report.outcome().figures().isEmpty()) {
            out.append("<h2>Figures</h2>\n");
            report.outcome().figures().forEach(figure -> figure(out, figure));
        }
        if (!report.outcome().tables().isEmpty()) {
            out.append("<h2>Tables</h2>\n");
            report.outcome().tables().forEach(table -> table(out, table));
        }
        run(out, report);
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void sources(StringBuilder out, List<Source> sources) {
        out.append("<p class=\"soft\">");
        for (int i = 0; i < sources.size(); i++) {
            String reference = Markup.escape(sources.get(i).reference());
            out.append(i == 0 ? "Source: " : "; ");
            if (sources.get(i).url().isPresent()) {
                out.append("<a href=\"")
                        .append(Markup.escape(sources.get(i).url().get()))
                        .append("\" rel=\"noreferrer\">")
                        .append(reference)
                        .append("</a>");
            } else {
                out.append(reference);
            }
        }
        out.append("</p>\n");
    }

    private static void verdicts(StringBuilder out, List<Verdict> verdicts) {
        out.append("<h2>Did it hold?</h2>\n<ol class=\"verdicts\">\n");
        for (Verdict verdict : verdicts) {
            String kind = switch (verdict.state()) {
                case HELD -> "held";
                case NOT_HELD -> "not-held";
                case UNDECIDED -> "undecided";
            };
            out.append("<li class=\"")
                    .append(kind)
                    .append("\"><span class=\"state\">")
                    .append(verdict.state().words())
                    .append("</span>: ")
                    .append(Markup.escape(verdict.claim()))
                    .append("<p class=\"soft\">")
                    .append(Markup.escape(verdict.evidence()))
                    .append("</p></li>\n");
        }
        out.append("</ol>\n");
    }

    private static void figure(StringBuilder out, Figure figure) {
        out.append("<figure>\n<h3>")
                .append(Markup.escape(figure.title()))
                .append("</h3>\n<div>")
                .append(SvgPlot.inline(figure))
                .append("</div>\n<figcaption>")
                .append(Markup.escape(figure.caption()))
                .append(" (<a href=\"figures/")
                .append(figure.id())
                .append(".svg\">SVG</a>)</figcaption>\n</figure>\n");
    }

    private static void table(StringBuilder out, Table table) {
        boolean[] numeric = new boolean[table.columns().size()];
        for (int c = 0; c < numeric.length; c++) {
            int column = c;
            numeric[c] = !table.rows().isEmpty() && table.rows().stream().allMatch(row -> isNumeric(row.get(column)));
        }
        out.append("<div class=\"scroll\"><table>\n<caption>")
                .append(Markup.escape(table.title()))
                .append("</caption>\n<thead><tr>");
        for (int c = 0; c < numeric.length; c++) {
            out.append(numeric[c] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(Markup.escape(table.columns().get(c)))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (int c = 0; c < numeric.length; c++) {
                out.append(numeric[c] ? "<td class=\"n\">" : "<td>")
                        .append(Markup.escape(row.get(c)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
    }

    private static boolean isNumeric(String cell) {
        return cell.isEmpty() || Character.isDigit(cell.charAt(cell.charAt(0) == '-' && cell.length() > 1 ? 1 : 0));
    }

    private static void run(StringBuilder out, Report report) {
        StringBuilder values = new StringBuilder();
        for (Map.Entry<String, String> value : report.parameters()) {
            values.append(values.isEmpty() ? "" : ", ")
                    .append(value.getKey())
                    .append(" = ")
                    .append(value.getValue());
        }
        out.append("<h2>The run</h2>\n<dl>\n");
        fact(out, "Repeat it", "<code>" + Markup.escape(report.command()) + "</code>");
        fact(out, "Seed", Long.toString(report.seed()));
        fact(out, "Parameters", Markup.escape(values.toString()));
        fact(out, "Began", TIME.format(report.began()));
        fact(
                out,
                "Took",
                String.format(
                        Locale.ROOT,
                        "%.1f s of at most %d s",
                        report.took().toMillis() / 1e3,
                        report.budget().toSeconds()));
        fact(out, "Machine", Markup.escape(report.machine().text()));
        fact(out, "Data", "<a href=\"result.json\">result.json</a>");
        out.append("</dl>\n");
    }

    private static void fact(StringBuilder out, String term, String markup) {
        out.append("<dt>").append(term).append("</dt><dd>").append(markup).append("</dd>\n");
    }
}
