package dev.lemma.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The reports of experiments in a folder: `NAME/report.html`, `NAME/result.json`, `NAME/figures/*.svg`, as
/// `lemma lab run` writes them. Of `result.json` (format `lemma-lab-result`, version 1) only the short
/// members are read.
///
/// Nothing outside the folder is read: names have one form, and a file is read only where it lies itself,
/// not through a link. Files, their number and the depth of JSON are bounded. Thread-safe.
final class LabReports {
    /// Bytes of a file that is served or read.
    static final int MAX_BYTES = 8 << 20;
    /// Reports that are listed.
    static final int MAX_REPORTS = 200;
    /// Entries of the folder that are looked at.
    private static final int MAX_ENTRIES = 2_000;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern FILE = Pattern.compile(
            "[a-z0-9][a-z0-9-]{0,63}/(report\\.html|result\\.json|figures/[a-z0-9][a-z0-9-]{0,63}\\.svg)");
    private static final System.Logger LOG = System.getLogger(LabReports.class.getName());
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(64 << 10)
                    .maxNumberLength(64)
                    .maxDocumentLength(MAX_BYTES)
                    .build())
            .build();
    /// What a list needs; the writer puts these first, so that reading stops before figures and tables.
    private static final Set<String> WANTED =
            Set.of("format", "version", "experiment", "title", "claim", "began", "verdicts");

    private final Optional<Path> folder;
    /// What was read of `result.json`, by the name of the report.
    private volatile Map<String, Known> known = Map.of();

    /// @param folder where the reports are; it need not exist
    LabReports(Optional<Path> folder) {
        this.folder = folder;
    }

    /// A report in a list.
    ///
    /// @param name its folder
    /// @param title of the experiment
    /// @param claim of the experiment
    /// @param began when it was run
    /// @param held claims that held
    /// @param notHeld claims that did not
    /// @param undecided other claims
    record Summary(String name, String title, String claim, Instant began, int held, int notHeld, int undecided) {}

    /// @param modified time of the file that was read
    /// @param size of it
    /// @param summary empty if it is not a report's
    private record Known(long modified, long size, Optional<Summary> summary) {}

    /// A file of a report.
    ///
    /// @param bytes what is in it
    /// @param modified time of its last change, in milliseconds
    record LabFile(Assets.Bytes bytes, long modified) {}

    /// The reports, the newest first.
    List<Summary> list() {
        if (folder.isEmpty()) {
            return List.of();
        }
        Map<String, Known> before = known;
        Map<String, Known> now = new HashMap<>();
        int entries = 0;
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder.get())) {
            for (Path report : reports) {
                String name = String.valueOf(report.getFileName());
                if (++entries > MAX_ENTRIES || now.size() >= MAX_REPORTS) {
                    break;
                }
                if (NAME.matcher(name).matches()) {
                    look(name, before).ifPresent(found -> now.put(name, found));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, folder.get() + ": cannot be listed: " + e);
            return List.of();
        }
        known = Map.copyOf(now);
        List<Summary> summaries = new ArrayList<>();
        now.values().forEach(one -> one.summary().ifPresent(summaries::add));
        summaries.sort(Comparator.comparing(Summary::began).reversed().thenComparing(Summary::name));
        return summaries;
    }

    private Optional<Known> look(String name, Map<String, Known> before) {
        try {
            Optional<Path> file = resolve(name + "/result.json");
            if (file.isEmpty()) {
                return Optional.empty();
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(file.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Known kept = before.get(name);
            long modified = attributes.lastModifiedTime().toMillis();
            if (kept != null && kept.modified() == modified && kept.size() == attributes.size()) {
                return Optional.of(kept);
            }
            return Optional.of(new Known(modified, attributes.size(), summary(name, file.get())));
        } catch (IOException e) {
            // Replaced or deleted at this moment: it will be there, or not, next time.
            LOG.log(System.Logger.Level.DEBUG, name + ": cannot be read: " + e);
            return Optional.empty();
        }
    }

    private static Optional<Summary> summary(String name, Path file) {
        try (SeekableByteChannel channel = open(file);
                InputStream in = Channels.newInputStream(channel);
                JsonParser json = JSON.createParser(in)) {
            return read(name, json);
        } catch (IOException | DateTimeParseException e) {
            LOG.log(System.Logger.Level.WARNING, file + ": is not a report's result: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Summary> read(String name, JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        int[] counts = new int[3];
        Set<String> missing = new HashSet<>(WANTED);
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("does not begin with {");
        }
        while (!missing.isEmpty() && json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (missing.remove(field)) {
                if (field.equals("verdicts")) {
                    verdicts(json, counts);
                } else {
                    texts.put(field, value.isScalarValue() ? json.getText() : "");
                }
            }
            json.skipChildren();
        }
        if (!missing.isEmpty()
                || !"lemma-lab-result".equals(texts.get("format"))
                || !"1".equals(texts.get("version"))) {
            throw new IOException("is not of format lemma-lab-result, version 1, with all of its members");
        }
        return Optional.of(new Summary(
                name,
                texts.getOrDefault("title", ""),
                texts.getOrDefault("claim", ""),
                Instant.parse(texts.getOrDefault("began", "")),
                counts[0],
                counts[1],
                counts[2]));
    }

    private static void verdicts(JsonParser json, int[] counts) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("verdicts are not a list");
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean state = json.currentName().equals("state");
                json.nextToken();
                if (state) {
                    switch (json.getText()) {
                        case "held" -> counts[0]++;
                        case "not_held" -> counts[1]++;
                        default -> counts[2]++;
                    }
                }
                json.skipChildren();
            }
        }
    }

    /// A file of a report.
    ///
    /// @param path `NAME/report.html`, `NAME/result.json` or `NAME/figures/ID.svg`
    /// @return empty if the path has another form, there is no such file, it is reached through a link, or
    ///     it is too large
    Optional<LabFile> file(String path) {
        try {
            Optional<Path> file = resolve(path);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (SeekableByteChannel channel = open(file.get());
                    InputStream in = Channels.newInputStream(channel)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                long modified = Files.getLastModifiedTime(file.get(), LinkOption.NOFOLLOW_LINKS)
                        .toMillis();
                return bytes.length > MAX_BYTES
                        ? Optional.empty()
                        : Optional.of(new LabFile(new Assets.Bytes(bytes), modified));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, path + ": cannot be read: " + e);
            return Optional.empty();
        }
    }

    /// The file itself: where the real path is another one, a link leads there.
    private Optional<Path> resolve(String path) throws IOException {
        if (folder.isEmpty() || !FILE.matcher(path).matches()) {
            return Optional.empty();
        }
        Path expected = folder.get().toRealPath().resolve(path);
        boolean itself = Files.isRegularFile(expected, LinkOption.NOFOLLOW_LINKS)
                && expected.toRealPath().equals(expected);
        return itself ? Optional.of(expected) : Optional.empty();
    }

    private static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
}
