package dev.lemma.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Documents, queries and judgements of relevance in a folder. Queries and judgements are read when it is
/// opened, documents one by one when asked for.
///
/// - documents, `docs.jsonl` or `corpus.jsonl`: `{"id" or "_id", "title", "text"}`
/// - queries, `queries.tsv`: `id<TAB>text`; or `queries.jsonl`: `{"_id" or "id", "text"}`
/// - judgements, `qrels.trec`, `qrels.tsv` or `qrels/test.tsv`: `query 0 document relevance`, or
///   `query document relevance` after a header
///
/// The second forms are those of BEIR (Thakur et al. 2021). Immutable and thread-safe.
public final class TestCollection {
    /// Characters of the longest line read; the longest documents of the usual collections are papers of a few
    /// 100,000.
    public static final int MAX_LINE = 16_000_000;
    /// Queries and judgements read; MS MARCO, the largest of the usual collections, has about a million
    /// queries.
    public static final int MAX_ENTRIES = 5_000_000;

    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    /// A document; the title may be empty.
    public record Document(String id, String title, String text) {}

    private final String name;
    private final Path documents;
    private final Map<String, String> queries;
    private final Map<String, Map<String, Integer>> judgements;

    private TestCollection(
            String name, Path documents, Map<String, String> queries, Map<String, Map<String, Integer>> judgements) {
        this.name = name;
        this.documents = documents;
        this.queries = queries;
        this.judgements = judgements;
    }

    /// Opens a folder.
    ///
    /// @throws CollectionException if a file is missing or malformed
    public static TestCollection open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CollectionException(folder, 0, "there is no such folder");
        }
        Path documents = first(folder, "docs.jsonl", "corpus.jsonl");
        Path queries = first(folder, "queries.tsv", "queries.jsonl");
        Path judgements = first(folder, "qrels.trec", "qrels.tsv", "qrels/test.tsv");
        Path named = folder.toAbsolutePath().normalize().getFileName();
        return new TestCollection(
                named == null ? "" : named.toString(), documents, readQueries(queries), readJudgements(judgements));
    }

    /// The folder's name.
    public String name() {
        return name;
    }

    /// Query texts by id, in the file's order.
    public Map<String, String> queries() {
        return queries;
    }

    /// Relevance by document of each query that has judgements, as judged; queries in the file's order.
    public Map<String, Map<String, Integer>> judgements() {
        return judgements;
    }

    /// Reads the documents in the file's order, one at a time.
    ///
    /// @return how many there were
    /// @throws CollectionException if the file is malformed or the disk fails
    public long forEachDocument(Consumer<Document> consumer) {
        long count = 0;
        try (Lines lines = new Lines(documents)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                JsonNode json = lines.object(line.get());
                Document document =
                        new Document(lines.id(json), lines.text(json, "title", false), lines.text(json, "text", true));
                consumer.accept(document);
                count++;
            }
        }
        return count;
    }

    private static Path first(Path folder, String... names) {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new CollectionException(folder, 0, "has none of " + String.join(", ", List.of(names)));
    }

    private static Map<String, String> readQueries(Path file) {
        Map<String, String> queries = new LinkedHashMap<>();
        boolean json = file.toString().endsWith(".jsonl");
        try (Lines lines = new Lines(file)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (queries.size() == MAX_ENTRIES) {
                    throw lines.problem("more than " + MAX_ENTRIES + " queries");
                }
                String id;
                String text;
                if (json) {
                    JsonNode object = lines.object(line.get());
                    id = lines.id(object);
                    text = lines.text(object, "text", true);
                } else {
                    int tab = line.get().indexOf('\t');
                    if (tab < 1) {
                        throw lines.problem("no tab; expected id<TAB>text");
                    }
                    id = line.get().substring(0, tab).strip();
                    text = line.get().substring(tab + 1).strip();
                }
                if (queries.put(id, text) != null) {
                    throw lines.problem("the query '" + id + "' is there twice");
                }
            }
        }
        return Collections.unmodifiableMap(queries);
    }

    private static Map<String, Map<String, Integer>> readJudgements(Path file) {
        Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
        int count = 0;
        try (Lines lines = new Lines(file)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (count++ == MAX_ENTRIES) {
                    throw lines.problem("more than " + MAX_ENTRIES + " judgements");
                }
                String[] parts = line.get().strip().split("\\s+", 5);
                boolean trec = parts.length == 4;
                if (!trec && parts.length != 3) {
                    throw lines.problem("expected: query 0 document relevance, or: query document relevance");
                }
                Optional<Integer> relevance = integer(parts[parts.length - 1]);
                if (relevance.isPresent()) {
                    judgements
                            .computeIfAbsent(parts[0], _ -> new LinkedHashMap<>())
                            .put(parts[trec ? 2 : 1], relevance.get());
                } else if (trec || lines.number() > 1) {
                    throw lines.problem("the relevance '" + parts[parts.length - 1] + "' is not a whole number");
                }
            }
        }
        judgements.replaceAll((_, documents) -> Collections.unmodifiableMap(documents));
        return Collections.unmodifiableMap(judgements);
    }

    private static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException notNumber) {
            return Optional.empty();
        }
    }

    /// The lines of a file that are not blank, each at most [#MAX_LINE] characters, and what can be wrong with
    /// them.
    private static final class Lines implements AutoCloseable {
        private final Path file;
        private final BufferedReader reader;
        private long number;

        Lines(Path file) {
            this.file = file;
            try {
                this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CollectionException(file, 0, "cannot be read: " + e.getMessage(), e);
            }
        }

        long number() {
            return number;
        }

        CollectionException problem(String problem) {
            return new CollectionException(file, number, problem);
        }

        Optional<String> next() {
            try {
                while (true) {
                    Optional<String> line = readLine(reader);
                    if (line.isEmpty() || !line.get().isBlank()) {
                        return line;
                    }
                }
            } catch (MalformedInputException e) {
                throw new CollectionException(file, number, "is not UTF-8 text here or soon after", e);
            } catch (IOException e) {
                throw new CollectionException(file, number, "cannot be read: " + e.getMessage(), e);
            }
        }

        private Optional<String> readLine(Reader from) throws IOException {
            StringBuilder line = new StringBuilder();
            int c = from.read();
            if (c < 0) {
                return Optional.empty();
            }
            number++;
            for (; c >= 0 && c != '\n'; c = from.read()) {
                if (line.length() == MAX_LINE) {
                    throw problem("the line is longer than " + MAX_LINE + " characters");
                }
                line.append((char) c);
            }
            return Optional.of(line.toString());
        }

        JsonNode object(String line) {
            try {
                JsonNode json = JSON.readTree(line);
                if (json.isObject()) {
                    return json;
                }
            } catch (JsonProcessingException e) {
                throw new CollectionException(file, number, "is not JSON: " + e.getOriginalMessage(), e);
            }
            throw problem("is not a JSON object");
        }

        String id(JsonNode json) {
            JsonNode id = json.has("_id") ? json.get("_id") : json.path("id");
            if (!id.isValueNode() || id.isNull() || id.asText().isBlank()) {
                throw problem("has no \"id\" or \"_id\"");
            }
            return id.asText();
        }

        String text(JsonNode json, String key, boolean required) {
            JsonNode value = json.path(key);
            if (value.isTextual()) {
                return value.textValue();
            }
            if (required || !(value.isMissingNode() || value.isNull())) {
                throw problem("\"" + key + "\" is not a text");
            }
            return "";
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new CollectionException(file, number, "cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
