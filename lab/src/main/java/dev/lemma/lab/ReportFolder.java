package dev.lemma.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Writes reports: a folder with `report.html`, `result.json` and `figures/*.svg`.
public final class ReportFolder {
    private static final String RESULT = "result.json";
    private static final String PAGE = "report.html";

    private ReportFolder() {}

    /// Checks that a report may be written to a folder: there is none yet, it is empty, or it is a report,
    /// which will be replaced. For callers that want to know before an hour of work.
    ///
    /// @throws LabException if there is something else
    public static void check(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new LabException(folder + ": is not a folder; a report needs a new, an empty or a report's folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            boolean report =
                    names.contains(RESULT) && List.of(RESULT, PAGE, "figures").containsAll(names);
            if (!names.isEmpty() && !report) {
                throw new LabException(folder + ": holds other files; a report needs a new, an empty or a report's"
                        + " folder, because it replaces what is there");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a report. Everything is written beside the folder first and then put in its place with a
    /// rename, so that whenever the process ends there is a whole report or none; an older report in the
    /// folder is replaced.
    ///
    /// @return the page
    /// @throws LabException if the folder holds something else
    /// @throws UncheckedIOException if it cannot be written
    public static Path write(Report report, Path folder) {
        check(folder);
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null) {
            throw new LabException(folder + ": is not a folder for a report");
        }
        try {
            Files.createDirectories(parent);
            // The names begin with a dot: nobody takes them for reports.
            Path fresh = Files.createDirectory(beside(target, "new"));
            try {
                fill(report, fresh);
                replace(target, fresh);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder.resolve(PAGE);
    }

    private static void fill(Report report, Path folder) throws IOException {
        write(folder.resolve(PAGE), ReportHtml.of(report));
        Path figures = Files.createDirectory(folder.resolve("figures"));
        for (Figure figure : report.outcome().figures()) {
            write(figures.resolve(figure.id() + ".svg"), SvgPlot.file(figure));
        }
        write(folder.resolve(RESULT), ReportJson.of(report));
    }

    /// Half of a character that has two becomes a question mark; Files.writeString would refuse the whole
    /// text.
    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path target, Path fresh) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(fresh, target);
            return;
        }
        Path old = beside(target, "old");
        Files.move(target, old);
        try {
            Files.move(fresh, target);
        } catch (IOException e) {
            Files.move(old, target);
            throw e;
        }
        delete(old);
    }

    private static Path beside(Path target, String kind) {
        return target.resolveSibling(
                "." + target.getFileName() + "-" + kind + "-" + Long.toString(System.nanoTime() >>> 1, 36));
    }

    /// Deletes a folder with what is in it; a link in it is deleted, not followed.
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
