package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCommandTest {
    private static final String[] SMALL = {
        "lab", "run", "jl", "--budget", "60s", "-P", "nmin=16", "-P", "nmax=64", "-P", "inputs=512", "-P", "repeats=2"
    };

    @TempDir
    Path folder;

    private static String[] small(String... more) {
        String[] all = java.util.Arrays.copyOf(SMALL, SMALL.length + more.length);
        System.arraycopy(more, 0, all, SMALL.length, more.length);
        return all;
    }

    @Test
    void experimentsAreListedForPeopleAndPrograms() {
        CommandRun text = CommandRun.of(folder, "lab", "list");
        assertThat(text.code()).isEqualTo(Lemma.OK);
        assertThat(text.out()).contains("jl: Random projections", "entropy: ", "-P eps=0.5", "-P nmax=32768");
        CommandRun json = CommandRun.of(folder, "lab", "list", "--format", "json");
        assertThat(json.out().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"name\":\"") && line.endsWith("]}"));
    }

    @Test
    void aRunPrintsVerdictsAndLeavesAReport() {
        CommandRun run = CommandRun.of(folder, small());
        Path page = folder.resolve("labs/jl/report.html");
        // 0 whether the claims held or not.
        assertThat(run.code()).as("%s", run).isEqualTo(Lemma.OK);
        assertThat(run.out())
                .startsWith("Random projections and the Johnson-Lindenstrauss lemma (")
                .contains("held ", "claimed: at most 0.5")
                .endsWith("report: " + page + System.lineSeparator());
        assertThat(page).exists();
        assertThat(folder.resolve("labs/jl/figures/dimension.svg")).exists();

        Path elsewhere = folder.resolve("elsewhere");
        CommandRun json =
                CommandRun.of(folder, small("--seed", "7", "--out", elsewhere.toString(), "--format", "json"));
        assertThat(json.out().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("{\"experiment\":\"jl\",\"seed\":7,")
                .contains("\"verdicts\":[{\"claim\":", "\"state\":\"", "\"evidence\":\"")
                .endsWith("\"report\":\"" + elsewhere.resolve("report.html") + "\"}");
    }

    @Test
    void mistakesAreOneLineAndACode() throws IOException {
        check(Lemma.USAGE, "there is no experiment 'entropi'; did you mean entropy?", "lab", "run", "entropi");
        check(Lemma.USAGE, "there is no experiment 'x'; there are entropy, jl, perfect-sampling", "lab", "run", "x");
        check(Lemma.USAGE, "Missing required parameter: 'NAME'", "lab", "run");
        check(Lemma.USAGE, "lab needs a command: list or run", "lab");
        check(
                Lemma.USAGE,
                "'10' is not a time such as 90s, 10m or 2h, from 1s to 24h",
                "lab",
                "run",
                "jl",
                "--budget",
                "10");
        check(Lemma.USAGE, "'25h' is not a time", "lab", "run", "jl", "--budget", "25h");
        check(Lemma.USAGE, "-P parameter = 'nmx', not one of eps, inputs, nmin", "lab", "run", "jl", "-P", "nmx=1");
        check(Lemma.USAGE, "-P eps = 2, not in [0.05, 0.95]", "lab", "run", "jl", "-P", "eps=2");
        check(Lemma.USAGE, "'yaml' is not one of text, json", "lab", "list", "--format", "yaml");
        Path letters = Files.createDirectories(folder.resolve("letters"));
        Files.writeString(letters.resolve("letter.txt"), "x");
        check(Lemma.FAILED, "holds other files", small("--out", letters.toString()));
        assertThat(letters.resolve("letter.txt")).exists();
    }

    private void check(int code, String says, String... args) {
        CommandRun run = CommandRun.of(folder, args);
        assertThat(run.err().lines().findFirst().orElse(""))
                .startsWith("lemma: ")
                .contains(says);
        assertThat(run.code()).as(says).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
