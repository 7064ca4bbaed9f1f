package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LemmaTest {
    @TempDir
    Path folder;

    Path home() {
        return folder.resolve("home");
    }

    /// @param args the command line
    /// @param code exit code
    /// @param says part of its first line on standard error
    record Wrong(List<String> args, int code, String says) {}

    static Stream<Wrong> wrongUses() {
        return Stream.of(
                new Wrong(List.of("serch"), Lemma.USAGE, "lemma: there is no command 'serch'; did you mean search?"),
                new Wrong(
                        List.of("import", "--frmat", "x", "f"),
                        Lemma.USAGE,
                        "no option '--frmat'; did you mean --format?"),
                new Wrong(List.of("import"), Lemma.USAGE, "Missing required parameter: 'FILE'"),
                new Wrong(List.of("import", "--year", "x", "f"), Lemma.USAGE, "'x' is not an int"),
                new Wrong(List.of("index"), Lemma.USAGE, "index needs a command: status or rebuild"),
                new Wrong(List.of("index", "rebild"), Lemma.USAGE, "did you mean rebuild?"),
                new Wrong(
                        List.of("search", "--sort", "best", "a"),
                        Lemma.USAGE,
                        "'best' is not one of relevance, newest, oldest"),
                new Wrong(List.of("search", "--year", "99", "a"), Lemma.USAGE, "is not of the form 2020"),
                new Wrong(List.of("search", "--limit", "100000", "a"), Lemma.USAGE, "--limit 100000 is not in 0..1000"),
                new Wrong(List.of("search", "--from", "yesterday", "a"), Lemma.USAGE, "yesterday"),
                new Wrong(List.of("search", "a"), Lemma.FAILED, "there is no library here yet"),
                new Wrong(List.of("stats"), Lemma.FAILED, "there is no library here yet"),
                new Wrong(List.of("export"), Lemma.FAILED, "there is no library here yet"),
                new Wrong(List.of("index", "status"), Lemma.FAILED, "there is no library here yet"),
                new Wrong(List.of("classics", "remove"), Lemma.FAILED, "there is no library here yet"),
                new Wrong(List.of("serve", "--port", "70000"), Lemma.FAILED, "port 70000 is not in 0..65535"),
                new Wrong(List.of("harvest", "arxiv"), Lemma.USAGE, "--category cs.CL"),
                new Wrong(List.of("harvest", "arxiv", "--category", "cs.ZZ"), Lemma.USAGE, "no category 'cs.ZZ'"),
                new Wrong(
                        List.of("eval", "search", "--collection", "/does/not/exist"), Lemma.FAILED, "/does/not/exist"),
                new Wrong(List.of("bench", "search", "--queries", "/does/not/exist"), Lemma.FAILED, "no such file"),
                new Wrong(
                        List.of("bench", "tokenizer", "--rounds", "0"), Lemma.USAGE, "--rounds = 0, not in [1, 1000]"),
                new Wrong(List.of("bench", "tokenizer", "--corpus", "/does/not/exist"), Lemma.FAILED, "no such file"),
                new Wrong(List.of("tokenizer"), Lemma.USAGE, "tokenizer needs a command: train or encode or decode"),
                new Wrong(List.of("tokenizer", "encod"), Lemma.USAGE, "did you mean encode?"),
                new Wrong(List.of("tokenizer", "encode", "a"), Lemma.USAGE, "--model"),
                new Wrong(
                        List.of("tokenizer", "encode", "--model", "/does/not/exist", "a"),
                        Lemma.FAILED,
                        "/does/not/exist: no such file"),
                new Wrong(List.of("tokenizer", "train", "a.txt"), Lemma.USAGE, "--vocab-size"),
                new Wrong(
                        List.of("tokenizer", "train", "--vocab-size", "300", "/does/not/exist"),
                        Lemma.FAILED,
                        "/does/not/exist: no such file"),
                new Wrong(
                        List.of("tokenizer", "train", "--type", "wordpiece", "--vocab-size", "300", "a"),
                        Lemma.USAGE,
                        "'wordpiece' is not one of unigram, bytepiece, bpe"),
                new Wrong(
                        List.of("tokenizer", "train", "--type", "bpe", "--vocab-size", "300,400", "a"),
                        Lemma.USAGE,
                        "only --type bytepiece makes several sizes"),
                new Wrong(
                        List.of("tokenizer", "train", "--units", "lines", "--vocab-size", "300", "a"),
                        Lemma.USAGE,
                        "--units is for --type unigram only"),
                new Wrong(
                        List.of("tokenizer", "train", "--threads", "0", "--vocab-size", "300", "a"),
                        Lemma.USAGE,
                        "--threads 0 is not in 1..1024"),
                new Wrong(
                        List.of("tokenizer", "sample", "--alpha", "-1", "--model", "m", "a"),
                        Lemma.USAGE,
                        "--alpha -1.0 is not a finite number of at least 0"),
                new Wrong(
                        List.of("tokenizer", "sample", "--count", "0", "--model", "m", "a"),
                        Lemma.USAGE,
                        "--count 0 is not in 1..1000000"),
                new Wrong(
                        List.of("tokenizer", "nbest", "-k", "0", "--model", "m", "a"),
                        Lemma.USAGE,
                        "-k 0 is not in 1..100000"),
                new Wrong(List.of("tokenizer", "inspect", "/"), Lemma.FAILED, "/: is a folder"),
                new Wrong(List.of("bench", "linalg", "--rounds", "0"), Lemma.USAGE, "--rounds 0 is not in 1..1000"),
                new Wrong(List.of("bench", "linalg", "--threads", "0"), Lemma.USAGE, "--threads 0 is not in 1..1024"),
                new Wrong(List.of("bench", "linalg", "--torch", "/does/not/exist"), Lemma.FAILED, "/does/not/exist"));
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void aMistakeIsOneLineAndACode(Wrong wrong) {
        CommandRun run = CommandRun.of(home(), wrong.args().toArray(String[]::new));
        assertThat(run.err().lines().findFirst().orElse(""))
                .startsWith("lemma: ")
                .contains(wrong.says());
        assertThat(run.err().lines().count()).as("lines:%n%s", run.err()).isLessThanOrEqualTo(2);
        assertThat(run.code()).isEqualTo(wrong.code());
        assertThat(run.out()).isEmpty();
    }

    @Test
    void commandsThatOnlyReadMakeNoLibrary() {
        CommandRun.of(home(), "search", "a");
        CommandRun.of(home(), "stats");
        assertThat(home()).doesNotExist();
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        CommandRun run = CommandRun.of(home());
        assertThat(run.code()).isEqualTo(Lemma.USAGE);
        assertThat(run.err()).contains("Usage: lemma").contains("import").doesNotContain("warm-up");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command :
                List.of("serve", "import", "search", "stats", "export", "doctor", "harvest", "index", "tokenizer")) {
            CommandRun run = CommandRun.of(home(), command, "--help");
            assertThat(run.code()).as(command).isEqualTo(Lemma.OK);
            assertThat(run.out()).contains("Usage: lemma " + command);
        }
        assertThat(CommandRun.of(home(), "import", "--help").out())
                .contains("arxiv-kaggle")
                .contains("bibtex");
        assertThat(CommandRun.of(home(), "--version").out())
                .startsWith("lemma ")
                .contains("JDK");
        assertThat(CommandRun.of(home(), "completion").out()).contains("_complete_lemma");
    }

    @Test
    void importedPapersAreFoundAtOnceAndASecondRunChangesNothing() throws IOException {
        Path plain = SamplePapers.write(folder.resolve("a.jsonl"), SamplePapers.lines(0, 1_500));
        Path gzip = SamplePapers.writeGzip(folder.resolve("b.jsonl.gz"), SamplePapers.lines(1_500, 2_000));

        CommandRun first = CommandRun.importing(home(), List.of(plain, gzip));
        assertThat(first.code()).as("%s", first).isEqualTo(Lemma.OK);
        assertThat(first.out()).contains("2,000 records").contains("the library has 2,000 papers");

        CommandRun found = CommandRun.of(home(), "search", "unique1777word");
        assertThat(found.out())
                .contains("1 paper in")
                .contains("venue:ICLR.2018/s1777")
                .contains("ICLR 2018");

        CommandRun second = CommandRun.importing(home(), List.of(plain, gzip), "--output", "json");
        assertThat(second.code()).isEqualTo(Lemma.OK);
        assertThat(second.out()).contains("\"new\":0,\"updated\":0,\"unchanged\":2000,\"broken\":0");
        assertThat(CommandRun.importing(home(), List.of(plain)).out()).contains("nothing changed");
    }

    @Test
    void brokenRecordsAreNamedAndTheRestGoesIn() throws IOException {
        Path file = SamplePapers.write(
                folder.resolve("a.jsonl"),
                SamplePapers.lines(0, 3) + "{\"id\":\"own:x\"}\n" + SamplePapers.lines(3, 5));
        CommandRun run = CommandRun.importing(home(), List.of(file, folder.resolve("none.jsonl"), folder));
        assertThat(run.code()).isEqualTo(Lemma.FAILED);
        assertThat(run.out()).contains("left out:").contains(file + ":4: ").contains("the library has 5 papers");
        assertThat(run.err())
                .contains("none.jsonl: no such file")
                .contains("is a folder")
                .doesNotContain("\tat ");
        CommandRun json = CommandRun.importing(home(), List.of(file), "--output", "json");
        assertThat(json.out()).contains("\"line\":4").contains("\"broken\":1");
    }

    @Test
    void anUnknownFormatImportsNothing() throws IOException {
        Path file = SamplePapers.write(folder.resolve("a.jsonl"), SamplePapers.lines(0, 3));
        CommandRun run = CommandRun.importing(home(), List.of(file), "--format", "docx");
        assertThat(run.code()).isEqualTo(Lemma.FAILED);
        assertThat(run.err()).contains("no format 'docx'").contains("lemma-jsonl");
    }

    @Test
    void searchFiltersSortsAndPages() throws IOException {
        fill(100);
        assertThat(CommandRun.of(home(), "search", "--venue", "iclr", "--year", "2018", "attention")
                        .out())
                .contains("papers in");
        assertThat(CommandRun.of(home(), "search", "--year", "..2017", "attention")
                        .out())
                .contains("0 papers in");
        CommandRun page = CommandRun.of(home(), "search", "--limit", "2", "--offset", "2", "attention");
        assertThat(page.out())
                .contains("from number 3")
                .contains("  3. ")
                .contains("  4. ")
                .contains("more with --offset 4");
        CommandRun everything = CommandRun.of(home(), "search", "--limit", "1");
        assertThat(everything.out()).contains("100 papers in");
    }

    @Test
    void matchesAreBoldOnlyOnATerminal() throws IOException {
        fill(10);
        assertThat(CommandRun.of(home(), "search", "attention").out()).doesNotContain("\u001b");
        assertThat(CommandRun.on("1", home(), "search", "attention").out()).contains("\u001b[1mattention\u001b[0m");
    }

    @Test
    void searchAnswersInJson() throws IOException {
        fill(10);
        CommandRun run = CommandRun.of(home(), "search", "--format", "json", "unique3word");
        assertThat(run.out())
                .contains("\"total\":1")
                .contains("\"id\":\"venue:ICLR.2018/s3\"")
                .contains("\"venues\":{\"ICLR\":1}");
        assertThat(run.out().lines()).hasSize(1);
    }

    @Test
    void exportIsReadBackUnchanged() throws IOException {
        fill(50);
        Path file = folder.resolve("out.jsonl.gz");
        assertThat(CommandRun.of(home(), "export", file.toString()).code()).isEqualTo(Lemma.OK);
        assertThat(CommandRun.importing(home(), List.of(file), "--output", "json")
                        .out())
                .contains("\"new\":0,\"updated\":0,\"unchanged\":50");
        assertThat(CommandRun.of(home(), "export").out().lines()).hasSize(50);
        assertThat(CommandRun.of(
                                home(), "export", folder.resolve("no/out.jsonl").toString())
                        .err())
                .contains("there is no folder");
        assertThat(folder.resolve("out.jsonl.gz.part")).doesNotExist();
    }

    @Test
    void classicsComeAndGo() {
        CommandRun added = CommandRun.of(home(), "classics", "add");
        assertThat(added.code()).as(added.err()).isEqualTo(Lemma.OK);
        assertThat(CommandRun.of(home(), "search", "attention").out()).contains("Attention Is All You Need");
        CommandRun removed = CommandRun.of(home(), "classics", "remove");
        assertThat(removed.out()).contains("the library has 0 papers");
    }

    @Test
    void indexIsRebuiltAndSaysItsState() throws IOException {
        fill(200);
        assertThat(CommandRun.of(home(), "index", "status").out()).contains("up to date: 200 of 200 papers");
        assertThat(CommandRun.of(home(), "index", "rebuild").out()).contains("indexed 200 papers");
        CommandRun status = CommandRun.of(home(), "index", "status", "--format", "json");
        assertThat(status.code()).isEqualTo(Lemma.OK);
        assertThat(status.out()).contains("\"complete\":true").contains("\"indexed\":200");
    }

    @Test
    void statsCountBranchesSourcesAndYears() throws IOException {
        fill(20);
        CommandRun text = CommandRun.of(home(), "stats");
        assertThat(text.out())
                .contains("20 papers in")
                .containsPattern("venue +20")
                .containsPattern("2018 +20");
        assertThat(CommandRun.of(home(), "stats", "--format", "json").out())
                .contains("\"papers\":20")
                .contains("\"branches\":{\"venue\":20}")
                .contains("\"years\":{\"2018\":20}");
    }

    @Test
    void doctorFindsNothingBrokenHere() throws IOException {
        fill(5);
        CommandRun run = CommandRun.of(home(), "doctor", "--port", "0");
        assertThat(run.code()).as(run.out()).isEqualTo(Lemma.OK);
        assertThat(run.out()).containsPattern("OK +JDK").containsPattern("OK +papers +5 papers, integrity checked");
    }

    @Test
    void doctorTellsADamagedStore() throws IOException {
        Files.createDirectories(home());
        Files.writeString(
                home().resolve("papers.db"), "this is no database, but long enough to be taken for one".repeat(99));
        CommandRun run = CommandRun.of(home(), "doctor", "--port", "0", "--format", "json");
        assertThat(run.code()).isEqualTo(Lemma.FAILED);
        assertThat(run.out()).contains("\"ok\":false").contains("\"what\":\"papers\",\"state\":\"broken\"");
        assertThat(CommandRun.of(home(), "stats").err()).startsWith("lemma: ").doesNotContain("\tat ");
    }

    @Test
    void evaluationPrintsALineACollectionAndTheirMean() throws IOException {
        for (String name : List.of("one", "two")) {
            Path collection = Files.createDirectories(folder.resolve(name));
            Files.writeString(collection.resolve("docs.jsonl"), """
                    {"id":"a","title":"","text":"the cat sat on the mat"}
                    {"id":"b","title":"dogs","text":"dogs bark at night"}
                    {"id":"c d","title":"birds","text":"birds sing in spring"}
                    """);
            Files.writeString(collection.resolve("queries.tsv"), "1\tcat mat\n2\tbirds\n");
            Files.writeString(collection.resolve("qrels.trec"), "1 0 a 1\n2 0 c d 1\n".replace("c d", "b"));
        }
        CommandRun run = CommandRun.of(
                home(),
                "eval",
                "search",
                "--collection",
                folder.resolve("one").toString(),
                "--collection",
                folder.resolve("two").toString());
        assertThat(run.code()).as("%s", run).isEqualTo(Lemma.OK);
        assertThat(run.out().lines())
                .hasSize(3)
                .last()
                .asString()
                .isEqualTo(
                        "{\"collection\":\"mean\",\"ndcg10\":0.5000,\"map\":0.5000,\"recall100\":0.5000,\"p10\":0.0500,"
                                + "\"queries\":4}");
        assertThat(home()).doesNotExist();
    }

    @Test
    void benchTimesQueries() throws IOException {
        fill(50);
        Path queries = SamplePapers.write(folder.resolve("q.txt"), "attention\ngraph kernel\n");
        CommandRun run = CommandRun.of(home(), "bench", "search", "--rounds", "1", "--queries", queries.toString());
        assertThat(run.out()).contains("\"queries\":2").contains("p99_ms");
    }

    private void fill(int papers) throws IOException {
        Path file = SamplePapers.write(folder.resolve("papers.jsonl"), SamplePapers.lines(0, papers));
        assertThat(CommandRun.importing(home(), List.of(file)).code()).isEqualTo(Lemma.OK);
    }
}
