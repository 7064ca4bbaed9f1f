package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.papers.LemmaJsonl;
import dev.lemma.papers.PaperStore;
import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import dev.lemma.search.SearchRequest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as users have it: the built jar, in processes of its own.
class LemmaIT {
    private static final Pattern URL = Pattern.compile("Lemma is at (http://127\\.0\\.0\\.1:(\\d+))");

    @TempDir
    Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private LemmaProcess run(String... args) throws IOException, InterruptedException {
        return LemmaProcess.run(home(), folder, args);
    }

    private LemmaProcess importing(Path... files) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("import", "--output", "json"));
        Arrays.stream(files).map(Path::toString).forEach(args::add);
        return run(args.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    // --- Formats
    // -----------------------------------------------------------------------------------------------------

    @Test
    void filesOfSeveralFormatsGoInAndASecondRunChangesNothing() throws Exception {
        Path[] files = {
            SamplePapers.writeGzip(folder.resolve("lemma.jsonl.gz"), SamplePapers.lines(0, 100)),
            file("kaggle.json", """
                    {"id":"2404.19756","submitter":"X","authors":"Z. Liu, Y. Wang","title":"KAN: Networks","comments":"c",\
                    "journal-ref":null,"doi":null,"report-no":null,"categories":"cs.LG cs.AI","license":null,\
                    "abstract":"  Inspired by a theorem.","versions":[{"version":"v1","created":"Tue, 30 Apr 2024 17:58:29 GMT"}],\
                    "update_date":"2024-05-24","authors_parsed":[["Liu","Ziming",""],["Wang","Yixuan",""]]}
                    """),
            file("refs.bib", """
                    @book{knuth1984texbook, author = {Donald E. Knuth}, title = {The {\\TeX}book}, year = 1984,
                      publisher = {Addison-Wesley}}
                    @inproceedings{erdos, author = {Erd{\\H o}s, Paul and R{\\'e}nyi, Alfr{\\'e}d},
                      title = {On Random Graphs}, year = {1959}}
                    """),
            file(
                    "refs.ris",
                    "TY  - JOUR\nAU  - Turing, Alan M.\nTI  - Computing Machinery and Intelligence\nPY  - 1950\nER  - \n"),
            file(
                    "refs.json",
                    "[{\"id\":\"shannon1948\",\"type\":\"article-journal\",\"title\":\"A Mathematical Theory of Communication\","
                            + "\"author\":[{\"family\":\"Shannon\",\"given\":\"Claude E.\"}],\"issued\":{\"date-parts\":[[1948]]}}]")
        };
        LemmaProcess first = importing(files);
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.out()).contains("\"new\":105,\"updated\":0,\"unchanged\":0,\"broken\":0");

        assertThat(run("search", "erdos renyi").out())
                .contains("On Random Graphs")
                .contains("Paul Erdős");
        assertThat(run("search", "2404.19756").out()).contains("KAN: Networks");

        LemmaProcess second = importing(files);
        assertThat(second.code()).isZero();
        assertThat(second.out()).contains("\"new\":0,\"updated\":0,\"unchanged\":105,\"broken\":0");
        assertThat(second.err()).isEmpty();
    }

    // --- Tokenizers
    // --------------------------------------------------------------------------------------------------

    @Test
    void aTokenizerIsTrainedAndTextComesBackFromItsIds() throws Exception {
        // As many words as a text has: where few follow each other, BytePiece's n-gram model cuts nowhere, and
        // what it does not cut is too long for a piece.
        String[] words = new String[400];
        RandomGenerator random = random(17);
        for (int w = 0; w < words.length; w++) {
            words[w] = random.ints(random.nextInt(2, 8), 'a', 'u')
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining())
                    + (w % 50 == 0 ? "é注意" : "");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            for (int word = 0; word < 10; word++) {
                text.append(words[random.nextInt(words.length)]).append(word < 9 ? ' ' : '\n');
            }
        }
        Path corpus = file("corpus.txt", text.toString());
        Path model = folder.resolve("en.model");
        LemmaProcess trained =
                run("tokenizer", "train", "--vocab-size", "2000", "--out", model.toString(), corpus.toString());
        assertThat(trained.code()).as(trained.out() + trained.err()).isZero();
        assertThat(trained.out()).contains("en.model: BytePiece, ", " bytes a token");
        LemmaProcess encoded = run("tokenizer", "encode", "--model", model.toString(), "--file", corpus.toString());
        assertThat(encoded.code()).as(encoded.err()).isZero();
        String[] ids = encoded.out().strip().split(" ", -1);
        assertThat(ids.length).isLessThan(text.length() / 2);
        LemmaProcess decoded = LemmaProcess.reading(
                encoded.outFile(), home(), folder, "tokenizer", "decode", "--model", model.toString());
        assertThat(decoded.code()).as(decoded.err()).isZero();
        assertThat(decoded.out()).isEqualTo(text.toString());
        assertThat(decoded.err()).isEmpty();
        assertOneLine(run("tokenizer", "inspect", corpus.toString()), "corpus.txt: is of no known format");
    }

    // --- Wrong input
    // -------------------------------------------------------------------------------------------------

    /// One line on standard error that says all of it, and no trace of the code.
    private static void assertOneLine(LemmaProcess process, String... says) throws IOException {
        assertThat(process.code()).as(process.out() + process.err()).isEqualTo(Lemma.FAILED);
        assertThat(process.err().lines()).as(process.err()).hasSize(1);
        assertThat(process.err()).startsWith("lemma: ").contains(says).doesNotContain("Exception");
    }

    @Test
    void aTruncatedGzipIsOneLineAndWhatCameBeforeIsIn() throws Exception {
        Path whole = SamplePapers.writeGzip(folder.resolve("whole.jsonl.gz"), SamplePapers.lines(0, 5_000));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        LemmaProcess process = importing(cut);
        assertOneLine(process, cut.toString(), "the file is cut");
        try (PaperStore store = PaperStore.open(home().resolve("papers.db"))) {
            assertThat(store.size()).isBetween(1_000L, 4_000L);
            assertThat(store.check()).isEmpty();
        }
        assertThat(importing(whole).out()).contains("\"papers\":5000");
    }

    @Test
    void aJsonArrayCutInTheMiddleIsOneLineAndWhatCameBeforeIsIn() throws Exception {
        String record =
                "{\"id\":\"p%d\",\"title\":\"Paper number %d\",\"author\":\"A B;C D\",\"abstract\":\"Text.\",\"status\":\"Poster\"}";
        Path cut = file(
                "iclr2018.json",
                "[" + record.formatted(1, 1) + ",\n" + record.formatted(2, 2) + ",\n"
                        + record.formatted(3, 3).substring(0, 40));
        LemmaProcess process = importing(cut);
        assertThat(process.code()).isEqualTo(Lemma.FAILED);
        assertThat(process.out()).contains("\"new\":2,");
        assertThat(process.out() + process.err()).contains("iclr2018.json").doesNotContain("Exception");
    }

    @Test
    void binaryNoiseIsOneLine() throws Exception {
        byte[] noise = new byte[100_000];
        random(1).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise.bin"), noise);
        assertOneLine(importing(file), "noise.bin: the format was not recognised; there are lemma-jsonl");
        noise[0] = 0x1f;
        noise[1] = (byte) 0x8b;
        Path gzip = Files.write(folder.resolve("noise.gz"), noise);
        assertOneLine(importing(gzip), "noise.gz: ");
    }

    @Test
    void aLineOfFiftyMegabytesIsLeftOutAndTheNextOneGoesIn() throws Exception {
        Path file = folder.resolve("long.jsonl");
        try (Writer writer = new BufferedWriter(Files.newBufferedWriter(file))) {
            writer.write(SamplePapers.lines(0, 1));
            writer.write("{\"id\":\"own:long\",\"title\":\"");
            String part = "many words ".repeat(1_000);
            for (int written = 0; written < 50_000_000; written += part.length()) {
                writer.write(part);
            }
            writer.write("\"}\n");
            writer.write(SamplePapers.lines(1, 2));
        }
        LemmaProcess process = importing(file);
        assertThat(process.code()).isEqualTo(Lemma.FAILED);
        assertThat(process.out())
                .contains("\"new\":2,")
                .contains("\"broken\":1,")
                .contains("\"line\":2,");
        assertThat(process.err()).doesNotContain("Exception");
    }

    @Test
    void invalidUtf8DoesNotStopAnImport() throws Exception {
        byte[] good = SamplePapers.lines(0, 2).getBytes(StandardCharsets.UTF_8);
        byte[] bad = SamplePapers.lines(2, 3).replace("study", "st?dy").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bad.length; i++) {
            if (bad[i] == '?') {
                bad[i] = (byte) 0xff;
            }
        }
        Path file = folder.resolve("bad.jsonl");
        Files.write(file, good);
        Files.write(file, bad, StandardOpenOption.APPEND);
        Files.writeString(file, SamplePapers.lines(3, 4), StandardOpenOption.APPEND);
        LemmaProcess process = importing(file);
        assertThat(process.out()).containsPattern("\"new\":[34],");
        assertThat(process.err()).doesNotContain("Exception");
        assertThat(run("search", "unique3word").out()).contains("1 paper in");
    }

    @Test
    void missingFilesAndFoldersAreOneLineEach() throws Exception {
        Path good = file("good.jsonl", SamplePapers.lines(0, 3));
        LemmaProcess process = importing(folder.resolve("none.jsonl"), folder, good);
        assertThat(process.code()).isEqualTo(Lemma.FAILED);
        assertThat(process.err().lines()).hasSize(2);
        assertThat(process.err()).contains("none.jsonl: no such file").contains(folder + ": is a folder");
        assertThat(process.out()).contains("\"new\":3,");
    }

    @Test
    void aRecordWithoutTitleIsLeftOutAndFiveThousandAuthorsAreNot() throws Exception {
        List<String> authors = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            authors.add("Person Number" + i);
        }
        String crowd = LemmaJsonl.write(
                SamplePapers.paper(7).toBuilder().authors(authors).build());
        Path file = file("crowd.jsonl", crowd + "\n{\"id\":\"own:untitled\",\"authors\":[\"A B\"]}\n");
        LemmaProcess process = importing(file);
        assertThat(process.code()).isEqualTo(Lemma.FAILED);
        assertThat(process.out()).contains("\"new\":1,").contains("\"line\":2,").contains("title");
        assertThat(run("search", "author:Number4321").out()).contains("and 4996 more");
    }

    // --- kill -9
    // -----------------------------------------------------------------------------------------------------

    @Test
    void anImportThatIsKilledTenTimesLosesNothing() throws Exception {
        int papers = 30_000;
        Path file = file("many.jsonl", SamplePapers.lines(0, papers));
        RandomGenerator random = random(20_261_124);
        long acknowledged = 0;
        try (PaperStore watching = PaperStore.open(home().resolve("papers.db"))) {
            for (int kill = 0; kill < 10; kill++) {
                LemmaProcess process = LemmaProcess.start(home(), folder, "import", file.toString());
                // A random moment in the kill's own tenth of the papers.
                int threshold = papers / 10 * kill + random.nextInt(papers / 10);
                boolean ended = false;
                while (watching.size() < threshold && !ended) {
                    ended = process.process().waitFor(2, TimeUnit.MILLISECONDS);
                }
                ended = ended || process.process().waitFor(random.nextInt(40), TimeUnit.MILLISECONDS);
                // What another process can read was acknowledged.
                acknowledged = watching.size();
                process.process().destroyForcibly();
                process.end();
                assertThat(ended)
                        .as("ended before kill %s: %s", kill, process.err())
                        .isFalse();
                assertThat(watching.size()).as("after kill %s", kill).isGreaterThanOrEqualTo(acknowledged);
                assertThat(watching.check()).as("after kill %s", kill).isEmpty();
            }
        }
        assertThat(acknowledged).as("papers before the last kill").isBetween(20_000L, papers - 1L);

        LemmaProcess last = importing(file);
        assertThat(last.code()).as(last.out() + last.err()).isZero();
        assertThat(last.out()).contains("\"papers\":" + papers).contains("\"broken\":0");
        try (Library library = Library.open(home())) {
            assertThat(library.store().check()).isEmpty();
            assertThat(library.awaitIndexed(Duration.ofSeconds(60))).isTrue();
            LibraryStatus status = library.status();
            assertThat(status.papers()).isEqualTo(papers);
            assertThat(status.indexed()).isEqualTo(papers);
            assertThat(status.problem()).isEmpty();
            for (int i = 0; i < papers; i += 97) {
                assertThat(library.search(SearchRequest.of("unique" + i + "word"))
                                .total())
                        .as("paper %s", i)
                        .isEqualTo(1);
            }
        }
        assertThat(importing(file).out()).contains("\"new\":0,\"updated\":0,\"unchanged\":" + papers);
    }

    @Test
    void anImportThatIsStoppedGoesOnWhereItWas() throws Exception {
        int papers = 30_000;
        Path file = file("many.jsonl", SamplePapers.lines(0, papers));
        LemmaProcess stopped;
        try (PaperStore watching = PaperStore.open(home().resolve("papers.db"))) {
            stopped = LemmaProcess.start(home(), folder, "import", file.toString());
            while (watching.size() == 0 && stopped.process().isAlive()) {
                stopped.process().waitFor(5, TimeUnit.MILLISECONDS);
            }
        }
        stopped.process().destroy();
        assertThat(stopped.end()).as(stopped.out() + stopped.err()).isNotZero();
        assertThat(stopped.err()).contains("lemma: stopped; the same command goes on from here");
        LemmaProcess again = importing(file);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("\"papers\":" + papers).containsPattern("\"skipped\":[1-9]\\d*000,");
    }

    // --- The site
    // ----------------------------------------------------------------------------------------------------

    @Test
    void theSiteAnswersTheFirstSearchAndStopsGracefully() throws Exception {
        LemmaProcess serving = LemmaProcess.start(home(), folder, "serve", "--port", "0");
        try {
            Matcher url = awaitUrl(serving);
            HttpResponse<String> found = get(url.group(1) + "/search?q=attention");
            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(found.body().contains("/arxiv/1706.03762")).isTrue();

            LemmaProcess second = run("serve", "--port", url.group(2));
            assertOneLine(second, "cannot listen on 127.0.0.1:" + url.group(2), "--port");

            // A second process reads and writes beside the first one, which finds what it brought.
            Path more = file("more.jsonl", SamplePapers.lines(0, 10));
            assertThat(importing(more).code()).isZero();
            assertThat(get(url.group(1) + "/search?q=unique5word").body().contains("ICLR.2018/s5"))
                    .isTrue();
        } finally {
            serving.process().destroy();
        }
        assertThat(serving.end()).as("128 + SIGTERM").isEqualTo(143);
        assertThat(serving.err()).isEqualTo("lemma: stopping\n");
        try (PaperStore store = PaperStore.open(home().resolve("papers.db"))) {
            assertThat(store.check()).isEmpty();
        }
    }

    private static Matcher awaitUrl(LemmaProcess serving) throws IOException, InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            Matcher matcher = URL.matcher(serving.out());
            if (matcher.find()) {
                return matcher;
            }
            if (serving.process().waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("no address in: " + serving.out() + serving.err());
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
