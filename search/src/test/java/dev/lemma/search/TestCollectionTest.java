package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCollectionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        write("docs.jsonl", "{\"id\": \"a\", \"title\": \"T\", \"text\": \"x\"}\r\n\n{\"id\": 2, \"text\": \"\"}\n");
        write("queries.tsv", "1\tfirst query\r\n2\tsecond\tquery\n");
        write("qrels.trec", "1 0 a 1\n1 0 2 0\n3 0 a -1\r\n");
    }

    @Test
    void ownFormat() {
        TestCollection collection = TestCollection.open(folder);
        assertThat(collection.name()).isEqualTo(folder.getFileName().toString());
        assertThat(collection.queries())
                .containsExactly(Map.entry("1", "first query"), Map.entry("2", "second\tquery"));
        assertThat(collection.judgements()).isEqualTo(Map.of("1", Map.of("a", 1, "2", 0), "3", Map.of("a", -1)));
        List<TestCollection.Document> documents = new ArrayList<>();
        assertThat(collection.forEachDocument(documents::add)).isEqualTo(2);
        assertThat(documents)
                .containsExactly(new TestCollection.Document("a", "T", "x"), new TestCollection.Document("2", "", ""));
    }

    @Test
    void beirFormat() throws IOException {
        for (String name : List.of("docs.jsonl", "queries.tsv", "qrels.trec")) {
            Files.delete(folder.resolve(name));
        }
        write("corpus.jsonl", "{\"_id\":\"a\",\"title\":\"T\",\"text\":\"x\",\"metadata\":{}}");
        write("queries.jsonl", "{\"_id\":\"q\",\"text\":\"words\",\"metadata\":{}}\n");
        Files.createDirectory(folder.resolve("qrels"));
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq\ta\t2\n");
        TestCollection collection = TestCollection.open(folder);
        assertThat(collection.queries()).isEqualTo(Map.of("q", "words"));
        assertThat(collection.judgements()).isEqualTo(Map.of("q", Map.of("a", 2)));
        assertThat(collection.forEachDocument(document -> {})).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "docs.jsonl  | {'id': 'a'}                | :1: \"text\" is not a text",
                "docs.jsonl  | {'text': 'a'}              | :1: has no \"id\" or \"_id\"",
                "docs.jsonl  | {'id': '', 'text': 'a'}    | :1: has no \"id\" or \"_id\"",
                "docs.jsonl  | {'id': 1, 'title': 1, 'text': ''} | :1: \"title\" is not a text",
                "docs.jsonl  | [1]                        | :1: is not a JSON object",
                "queries.tsv | 1 no tab                   | :1: no tab; expected id<TAB>text",
                "queries.tsv | 1@a%1@b                    | :2: the query '1' is there twice",
                "qrels.trec  | 1 0 a x                    | :1: the relevance 'x' is not a whole number",
                "qrels.trec  | a b c%a b c                | :2: the relevance 'c' is not a whole number",
                "qrels.trec  | 1 0                        | :1: expected: query 0 document relevance, or: query document relevance"
            })
    void errorsAreOneLine(String file, String content, String message) throws IOException {
        write(file, content.replace('\'', '"').replace('@', '\t').replace('%', '\n'));
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> TestCollection.open(folder).forEachDocument(document -> {}))
                .withMessage(folder.resolve(file) + message);
    }

    @Test
    void brokenJsonNamesTheLine() throws IOException {
        write("docs.jsonl", "{\"id\": 1, \"text\": \"a\"}\n{\"id\": ");
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> TestCollection.open(folder).forEachDocument(document -> {}))
                .satisfies(e -> assertThat(e.line()).isEqualTo(2))
                .satisfies(e -> assertThat(e.file()).endsWith("docs.jsonl"))
                .withMessageMatching(".*docs.jsonl:2: is not JSON: .*");
    }

    @Test
    void missingFilesAndBadBytes() throws IOException {
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> TestCollection.open(folder.resolve("none")))
                .withMessage(folder.resolve("none") + ": there is no such folder");
        Files.write(folder.resolve("queries.tsv"), new byte[] {'1', '\t', (byte) 0xFF, '\n'});
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> TestCollection.open(folder))
                .withMessageEndingWith("is not UTF-8 text here or soon after");
        Files.delete(folder.resolve("queries.tsv"));
        assertThatExceptionOfType(CollectionException.class)
                .isThrownBy(() -> TestCollection.open(folder))
                .withMessage(folder + ": has none of queries.tsv, queries.jsonl");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
