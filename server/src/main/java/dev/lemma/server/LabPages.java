package dev.lemma.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// `/labs`: the reports of experiments; `/labs/NAME/report.html` and the files beside it.
final class LabPages {
    private final LabReports reports;
    private final Shell shell;

    LabPages(LabReports reports, Shell shell) {
        this.reports = reports;
        this.shell = shell;
    }

    /// A report in the list.
    ///
    /// @param href of its page
    /// @param title of the experiment
    /// @param claim of the experiment
    /// @param day when it was run, `2026-11-24`
    /// @param verdicts what came of it
    record Row(String href, String title, String claim, String day, List<Count> verdicts) {}

    /// How many claims had one outcome.
    ///
    /// @param kind class in the style sheet
    /// @param text `3 held`
    record Count(String kind, String text) {}

    Reply list(Request request) {
        Messages m = shell.messages(request.language());
        List<Row> rows = reports.list().stream().map(summary -> row(m, summary)).toList();
        Frame frame = shell.frame(request, m.text(Msg.LABS_TITLE)).withCanonical("/labs");
        return shell.html((output, interceptor) -> JtelabsGenerated.render(output, interceptor, frame, rows));
    }

    private static Row row(Messages m, LabReports.Summary summary) {
        List<Count> verdicts = new ArrayList<>(3);
        count(verdicts, "held", summary.held(), m, Msg.LABS_HELD);
        count(verdicts, "not-held", summary.notHeld(), m, Msg.LABS_NOT_HELD);
        count(verdicts, "undecided", summary.undecided(), m, Msg.LABS_UNDECIDED);
        return new Row(
                "/labs/" + summary.name() + "/report.html",
                summary.title(),
                summary.claim(),
                summary.began().atZone(ZoneOffset.UTC).toLocalDate().toString(),
                verdicts);
    }

    private static void count(List<Count> verdicts, String kind, int count, Messages m, Msg text) {
        if (count > 0) {
            verdicts.add(new Count(kind, m.text(text, m.number(count))));
        }
    }

    Reply file(Request request) {
        String path = request.after("/labs/");
        if (path.indexOf('/') < 0 && reports.file(path + "/report.html").isPresent()) {
            return Reply.redirect(302, "/labs/" + path + "/report.html");
        }
        LabReports.LabFile file = reports.file(path).orElseThrow(StatusException::notFound);
        byte[] bytes = file.bytes().value();
        String tag = "W/\"" + Long.toString(file.modified(), 36) + "-" + Integer.toString(bytes.length, 36) + "\"";
        Reply reply = Reply.ok(type(path), bytes)
                .withHeader("ETag", tag)
                .withHeader("Content-Security-Policy", policy(bytes));
        String known = request.header("If-None-Match");
        return known.equals("*") || known.contains(tag.substring(2)) ? reply.withStatus(304) : reply;
    }

    private static String type(String path) {
        return path.endsWith(".html") ? Reply.HTML : path.endsWith(".svg") ? "image/svg+xml" : Reply.JSON;
    }

    /// Nothing but the one style element that the file has itself.
    private static String policy(byte[] bytes) {
        return "default-src 'none'; style-src " + styleSource(bytes)
                + "; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    }

    /// What the policy allows as style: the hash of the first style element (Content Security Policy Level
    /// 3, section 6.7.3.3), or nothing.
    private static String styleSource(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int begin = text.indexOf("<style>");
        int end = text.indexOf("</style>");
        if (begin < 0 || end < begin) {
            return "'none'";
        }
        byte[] style = text.substring(begin + "<style>".length(), end).getBytes(StandardCharsets.UTF_8);
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256(style)) + "'";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The pages for a folder of reports.
    static LabPages of(Optional<Path> folder, Shell shell) {
        return new LabPages(new LabReports(folder), shell);
    }
}
