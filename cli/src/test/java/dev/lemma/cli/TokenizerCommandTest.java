package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.Tokenizers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `lemma tokenizer`, one after the other on one small corpus.
class TokenizerCommandTest {
    private static final String[] SYLLABLES = {
        "at", "ten", "tion", "net", "work", "learn", "ing", "deep", "graph", "ker", "nel", "low", "rank", "é", "注意力",
        "mo", "del", "s", "re", "pro"
    };

    @TempDir
    Path folder;

    private Path corpus = Path.of("");

    @BeforeEach
    void write() throws IOException {
        corpus = Files.writeString(folder.resolve("corpus.txt"), text(1_000, 1));
    }

    /// Lines of words of syllables.
    private static String text(int lines, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int l = 0; l < lines; l++) {
            text.append(words(random, 12)).append(l % 10 == 9 ? ".\n\n" : ".\n");
        }
        return text.toString();
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(w -> IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(s -> SYLLABLES[random.nextInt(SYLLABLES.length)])
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    private CommandRun run(Object... args) {
        return CommandRun.of(folder, strings(args));
    }

    private CommandRun reading(byte[] in, Object... args) {
        return CommandRun.reading(in, folder, strings(args));
    }

    private static String[] strings(Object... args) {
        List<String> all = new ArrayList<>(List.of("tokenizer"));
        Arrays.stream(args).map(Object::toString).forEach(all::add);
        return all.toArray(String[]::new);
    }

    private CommandRun ok(Object... args) {
        CommandRun run = run(args);
        assertThat(run.code()).as("%s", run).isEqualTo(Lemma.OK);
        return run;
    }

    /// A trained model of 600 ids.
    private Path model(String type) {
        Path file = folder.resolve(type + (type.equals("bpe") ? ".json" : ".model"));
        if (!Files.exists(file)) {
            ok("train", "--type", type, "--vocab-size", 600, "--out", file, corpus);
        }
        return file;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void severalSizesComeFromOneTrainingAndASecondRunGivesTheSameFiles() throws IOException {
        Path out = folder.resolve("en.model");
        CommandRun run =
                ok("train", "--vocab-size", "400,500", "--threads", 1, "--held-out", "0.1", "--out", out, corpus);
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out())
                .containsPattern(
                        "en-500.model: BytePiece, 4\\d\\d ids, \\d\\.\\d\\d bytes a token \\(held out: \\d\\.\\d\\d\\), 100.00 %")
                .contains("en-400.model: BytePiece, ", "1 thread: count ");
        byte[] first = Files.readAllBytes(folder.resolve("en-500.model"));
        CommandRun again = ok(
                "train",
                "--vocab-size",
                "500,400",
                "--threads",
                3,
                "--held-out",
                "0.1",
                "--format",
                "json",
                "--out",
                out,
                corpus);
        assertThat(again.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"file\":\"") && line.contains("\"held_out_bytes_per_token\":"));
        assertThat(Files.readAllBytes(folder.resolve("en-500.model"))).isEqualTo(first);
        ok(
                "train",
                "--vocab-size",
                "500",
                "--held-out",
                "0.1",
                "--seed",
                9,
                "--out",
                folder.resolve("other.model"),
                corpus);
        assertThat(Files.readAllBytes(folder.resolve("other.model"))).isNotEqualTo(first);
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void everyTypeIsTrainedEncodedAndComesBack() throws IOException {
        String text = "attention  network\ndeep é 注意力 unseen-Ω!";
        for (String type : List.of("unigram", "bytepiece", "bpe")) {
            Path file = model(type);
            Tokenizer tokenizer = Tokenizers.load(file);
            assertThat(tokenizer.size()).as(type).isLessThanOrEqualTo(600);
            CommandRun encoded = ok("encode", "--model", file, text);
            String ids = Arrays.stream(tokenizer.encode(text))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            assertThat(encoded.out()).as(type).isEqualTo(ids + "\n");
            CommandRun decoded = reading(latin(encoded.out()), "decode", "--model", file);
            assertThat(new String(latin(decoded.out()), StandardCharsets.UTF_8))
                    .as(type)
                    .isEqualTo(text);
        }
        Path lines = folder.resolve("lines.model");
        assertThat(ok("train", "--type", "unigram", "--units", "lines", "--vocab-size", 600, "--out", lines, corpus)
                        .out())
                .contains("lines.model: BytePiece, 600 ids");
        assertThat(ok(
                                "train",
                                "--type",
                                "bpe",
                                "--split",
                                "llama3",
                                "--vocab-size",
                                500,
                                "--out",
                                folder.resolve("l.json"),
                                corpus)
                        .out())
                .contains("l.json: tokenizer.json, byte-level BPE, 500 ids");
        assertThat(Tokenizers.load(folder.resolve("l.json")).encode("graph kernel"))
                .hasSizeLessThan(8);
    }

    @Test
    void textsComeFromGzipAndFieldsOfJson() throws IOException {
        String[] lines = text(500, 2).split("\n", -1);
        StringBuilder json = new StringBuilder();
        for (String line : lines) {
            json.append("{\"id\":\"ignoredmember\",\"title\":\"").append(line).append("\",\"abstract\":null}\n");
        }
        Path plain = Files.writeString(folder.resolve("papers.jsonl"), json);
        Path packed = folder.resolve("papers.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(json.toString().getBytes(StandardCharsets.UTF_8));
        }
        ok("train", "--vocab-size", 400, "--field", "title,abstract", "--out", folder.resolve("a"), plain);
        ok("train", "--vocab-size", 400, "--field", "title,abstract", "--out", folder.resolve("b"), packed);
        assertThat(Files.readAllBytes(folder.resolve("b"))).isEqualTo(Files.readAllBytes(folder.resolve("a")));
        assertThat(ok("inspect", "--all", folder.resolve("a")).out()).doesNotContain("ignored");

        CommandRun objects = run("train", "--vocab-size", 400, "--out", folder.resolve("c"), plain);
        assertThat(objects.code()).isEqualTo(Lemma.USAGE);
        assertThat(objects.err()).contains("papers.jsonl:1: is a JSON object; --field title,abstract");
        assertThat(run("train", "--vocab-size", 400, "--field", "body", "--out", folder.resolve("c"), plain)
                        .err())
                .contains("papers.jsonl: no text in body");
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "\"a\"\n{\"title\":\n");
        assertThat(run("train", "--vocab-size", 400, "--out", folder.resolve("c"), broken)
                        .err())
                .startsWith("lemma: ")
                .contains("broken.jsonl:2: is not JSON");
        byte[] cut = Arrays.copyOf(Files.readAllBytes(packed), 1_000);
        Files.write(packed, cut);
        CommandRun half = run("train", "--vocab-size", 400, "--field", "title", "--out", folder.resolve("c"), packed);
        assertThat(half.code()).isEqualTo(Lemma.FAILED);
        assertThat(half.err()).contains("papers.jsonl.gz: ").doesNotContain("internal error");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void aTrainingThatCannotBeLeavesTheOldFile() throws IOException {
        Path old = Files.writeString(folder.resolve("old.model"), "old");
        CommandRun run = run("train", "--type", "unigram", "--vocab-size", 500_000, "--out", old, corpus);
        assertThat(run.code()).isEqualTo(Lemma.FAILED);
        assertThat(run.err()).startsWith("lemma: ").contains("500000").doesNotContain("internal error");
        assertThat(old).hasContent("old");
        assertThat(run("train", "--vocab-size", 400, "--out", folder.resolve("no/a.model"), corpus)
                        .err())
                .contains("there is no folder");
        assertThat(run("train", "--vocab-size", 400, "--held-out", "0.7", corpus)
                        .err())
                .contains("--held-out 0.7 is not in (0, 0.5]");
        assertThat(run("train", "--vocab-size", 400, "--held-out", folder.resolve("none"), corpus)
                        .err())
                .contains("none: no such file");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        assertThat(run("train", "--vocab-size", 400, "--out", old, empty).err()).contains("empty.txt: no text");
    }

    @Test
    void aStreamHasTheIdsOfTheWholeText() throws IOException {
        Tokenizer tokenizer = Tokenizers.load(model("bytepiece"));
        String text = text(3_000, 3);
        assertThat(text.length()).isGreaterThan(200_000);
        CommandRun run = reading(text.getBytes(StandardCharsets.UTF_8), "encode", "--model", model("bytepiece"));
        int[] ids = Arrays.stream(run.out().strip().split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(ids).isEqualTo(tokenizer.encode(text));
        Path file = Files.writeString(folder.resolve("long.txt"), text);
        assertThat(ok("encode", "--model", model("bytepiece"), "--file", file).out())
                .isEqualTo(run.out());
        CommandRun lines = reading(latin("a b\r\nc\n\nd"), "encode", "--lines", "--model", model("bytepiece"));
        assertThat(lines.out().lines()).hasSize(4);
        assertThat(lines.out().lines().toList().get(2)).isEmpty();
        CommandRun back = reading(latin(lines.out()), "decode", "--lines", "--model", model("bytepiece"));
        assertThat(back.out()).isEqualTo("a b\nc\n\nd\n");
    }

    @Test
    void anyBytesComeBack() {
        byte[] bytes = new byte[100_000];
        new Random(5).nextBytes(bytes);
        CommandRun encoded = reading(bytes, "encode", "--bytes", "--model", model("bytepiece"));
        assertThat(encoded.code()).as(encoded.err()).isEqualTo(Lemma.OK);
        CommandRun decoded = reading(latin(encoded.out()), "decode", "--model", model("bytepiece"));
        assertThat(latin(decoded.out())).isEqualTo(bytes);
        CommandRun refused = reading(bytes, "encode", "--model", model("bytepiece"));
        assertThat(refused.code()).isEqualTo(Lemma.FAILED);
        assertThat(refused.err()).contains("standard input: is not UTF-8", "--bytes takes any bytes");
    }

    @Test
    void piecesAndPlacesAreThoseOfTheText() {
        String text = "low rank\tnets é";
        String pieces =
                ok("encode", "--pieces", "--model", model("bytepiece"), text).out();
        assertThat(pieces.strip().replace(" ", "").replace('▁', ' ').replace("\\t", "\t"))
                .isEqualTo(text);
        List<String[]> spans = ok("encode", "--offsets", "--model", model("bpe"), text)
                .out()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\t", -1))
                .toList();
        int at = 0;
        for (String[] span : spans) {
            assertThat(Integer.parseInt(span[1])).isEqualTo(at);
            at = Integer.parseInt(span[2]);
        }
        assertThat(at).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        // A letter and its mark become one: both have the place of the stretch.
        assertThat(ok("encode", "--offsets", "--format", "json", "--model", model("bytepiece"), "e\u0301")
                        .out())
                .startsWith("{\"tokens\":[{\"id\":")
                .contains("\"from\":0,\"to\":3");
        assertThat(ok("encode", "--format", "json", "--pieces", "--model", model("bpe"), "a\"b")
                        .out())
                .isEqualTo("{\"pieces\":[\"a\",\"\\\"\",\"b\"]}\n");
        assertThat(run("encode", "--offsets", "--model", model("unigram"), text).err())
                .contains("--offsets needs a BytePiece or a byte-level BPE model");
        assertThat(run("encode", "--model", model("bpe"), "--file", corpus, "a").err())
                .contains("a text and --file are both given");
    }

    @Test
    void wrongIdsAreNamed() {
        assertThat(run("decode", "--model", model("bytepiece"), "3", "x").err())
                .contains("the command line: 'x' is not an id");
        CommandRun high = reading(latin("3 4\n5 99999\n"), "decode", "--model", model("bytepiece"));
        assertThat(high.code()).isEqualTo(Lemma.FAILED);
        assertThat(high.err()).contains("line 2: there is no id 99999; ids are from 0 to ");
        assertThat(run("decode", "--model", model("bpe"), "-1").code()).isNotEqualTo(Lemma.OK);
        assertThat(ok("decode", "--model", model("bpe"), "97,98,99").out()).isEqualTo("abc" + System.lineSeparator());
    }

    @Test
    void samplesFollowTheSeedAndLargeAlphaIsTheBest() {
        for (String type : List.of("bytepiece", "unigram")) {
            Path file = model(type);
            String one = ok("sample", "--model", file, "--count", 20, "--seed", 7, "attention network")
                    .out();
            assertThat(one.lines()).hasSize(20);
            assertThat(one.lines().distinct().count()).isGreaterThan(1);
            assertThat(ok("sample", "--model", file, "--count", 20, "--seed", 7, "attention network")
                            .out())
                    .isEqualTo(one);
            assertThat(ok("sample", "--model", file, "--count", 20, "--seed", 8, "attention network")
                            .out())
                    .isNotEqualTo(one);
            String best = ok("encode", "--pieces", "--model", file, "attention network")
                    .out()
                    .strip();
            assertThat(ok("sample", "--model", file, "--alpha", 1e6, "attention network")
                            .out()
                            .lines())
                    .hasSize(5)
                    .allMatch(line ->
                            line.strip().replaceFirst("^-?[0-9.]+ +", "").equals(best));
            List<String> nbest = ok("nbest", "--model", file, "-k", 6, "attention network")
                    .out()
                    .lines()
                    .toList();
            assertThat(nbest).hasSize(6).doesNotHaveDuplicates();
            assertThat(nbest.getFirst()).endsWith(" " + best);
            List<Double> scores = nbest.stream()
                    .map(line -> Double.parseDouble(line.strip().split(" ", -1)[0]))
                    .toList();
            assertThat(scores).isSortedAccordingTo(Collections.reverseOrder());
        }
        assertThat(reading(latin("low\n"), "nbest", "--format", "json", "-k", 1, "--model", model("bytepiece"))
                        .out())
                .startsWith("{\"score\":-")
                .contains("\"ids\":[", "\"pieces\":[\"low\"]");
        assertThat(run("sample", "--model", model("bpe"), "a").err())
                .contains("bpe.json: is Hugging Face byte-level BPE; only BytePiece and SentencePiece unigram models");
    }

    @Test
    void inspectSaysWhatAFileHolds() throws IOException {
        CommandRun text = ok("inspect", model("bytepiece"));
        assertThat(text.out())
                .contains("unigram over bytes", "3 control", "<pad> <bos> <eos>", "NFC")
                .containsPattern("scores +-\\d+\\.\\d+ to -\\d+\\.\\d+ nats")
                .containsPattern("longest piece +\\d+ bytes: ");
        assertThat(text.out().lines()).allMatch(line -> line.length() <= 100);
        int size = Tokenizers.load(model("bytepiece")).size();
        assertThat(ok("inspect", "--all", model("bytepiece")).out().lines()).hasSize(size);
        assertThat(ok("inspect", "--all", "--format", "json", model("bpe"))
                        .out()
                        .lines())
                .hasSize(600)
                .contains("{\"id\":97,\"kind\":\"normal\",\"piece\":\"a\",\"base64\":\"YQ==\"}");
        assertThat(ok("inspect", "--format", "json", model("unigram")).out())
                .startsWith("{\"type\":\"SentencePiece unigram\",\"ids\":600,")
                .contains("\"byte_fallback\":true", "\"lowest_score\":-");
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear reader");
        CommandRun wrong = run("inspect", letter);
        assertThat(wrong.code()).isEqualTo(Lemma.FAILED);
        assertThat(wrong.err()).contains("letter.txt: is of no known format").doesNotContain("internal error");
    }

    @Test
    void modelsAreComparedOnOneText() {
        CommandRun run = ok("compare", "--models", model("bytepiece") + "," + model("bpe"), corpus);
        assertThat(run.out().lines()).hasSize(4).allMatch(line -> line.length() <= 100);
        assertThat(run.out())
                .containsPattern("bytepiece.model +unigram over bytes +\\d+ +\\d+\\.\\d+ +\\d\\.\\d+  all")
                .containsPattern("bpe.json +Hugging Face byte-leve.* +600 ");
        assertThat(ok("compare", "--format", "json", "--models", model("unigram"), corpus)
                        .out())
                .contains("\"type\":\"SentencePiece unigram\"", "\"texts\":1000,\"same\":1000");
    }

    @Test
    void progressNamesTheStage() {
        CommandRun run = CommandRun.on(
                "2", folder, strings("train", "--vocab-size", 400, "--out", folder.resolve("p.model"), corpus));
        assertThat(run.code()).isEqualTo(Lemma.OK);
        assertThat(run.err()).contains("train: count", "train: segment", "train: measure");
    }
}
