package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a made-up checkout, with a Java that prints its arguments and a Maven that counts its
/// runs.
class LauncherTest {
    private static final Path SCRIPT = Repository.root().resolve("lemma");
    private static final String JAVA = "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done\n";
    private static final String MAVEN = """
            #!/bin/sh
            echo run >> "$COUNT"
            echo "[ERROR] it is broken"
            [ -z "$BROKEN" ] || exit 1
            sleep 0.3
            echo jar > cli/target/lemma.jar
            """;

    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path bin = Path.of("");
    private Path count = Path.of("");

    @BeforeEach
    void checkout() throws IOException {
        root = Files.createDirectories(folder.resolve("my checkout"));
        bin = Files.createDirectories(folder.resolve("bin"));
        count = folder.resolve("count");
        executable(root.resolve("lemma"), Files.readString(SCRIPT));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.createDirectories(root.resolve("cli/src/main/java"));
        Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
        Files.writeString(root.resolve("cli/src/main/java/A.java"), "class A {}");
        executable(bin.resolve("mvn"), MAVEN);
        jdk(folder.resolve("jdk"), "25.0.3");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path jdk(Path home, String version) throws IOException {
        executable(home.resolve("bin/java"), JAVA);
        executable(home.resolve("bin/javac"), JAVA);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /// A started launcher and the files that its output goes to.
    private record Started(Process process, Path out, Path err) {}

    /// @param code exit code
    private record Run(int code, String out, String err) {}

    private Started start(Map<String, String> variables, Path script, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("COUNT", count.toString());
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.putAll(variables);
        return new Started(builder.start(), out, err);
    }

    private Run run(Map<String, String> variables, Path script, String... args) throws Exception {
        Started started = start(variables, script, args);
        assertThat(started.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(started.process().exitValue(), Files.readString(started.out()), Files.readString(started.err()));
    }

    private Run run(String... args) throws Exception {
        return run(Map.of(), root.resolve("lemma"), args);
    }

    private long builds() throws IOException {
        return Files.exists(count) ? Files.readAllLines(count).size() : 0;
    }

    private void age(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
        }
    }

    @Test
    void theScriptIsSound() throws Exception {
        Process process = new ProcessBuilder("bash", "-n", SCRIPT.toString()).start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.isExecutable(SCRIPT)).isTrue();
    }

    @Test
    void itBuildsOnceAndAgainWhenASourceChanges() throws Exception {
        Run first = run("stats");
        assertThat(first.code()).as("%s", first).isZero();
        assertThat(first.err()).contains("building Lemma (first time: a few minutes)...");
        assertThat(first.out()).contains("dev.lemma.cli.Lemma\nstats\n");
        assertThat(run("stats").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        age(root.resolve("cli/src/main/java/A.java"));
        assertThat(run("stats").err()).contains("building Lemma (sources changed)...");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aRemovedSourceIsAChange() throws Exception {
        run("stats");
        Files.delete(root.resolve("cli/src/main/java/A.java"));
        age(root.resolve("cli/src/main/java"));
        run("stats");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aFailedBuildIsShownAndTriedAgain() throws Exception {
        Run run = run(Map.of("BROKEN", "yes"), root.resolve("lemma"), "stats");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("[ERROR] it is broken")
                .contains("lemma: the build failed; all of its output is in ");
        assertThat(run("stats").code()).isZero();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Started one = start(Map.of(), root.resolve("lemma"), "stats");
        Started other = start(Map.of(), root.resolve("lemma"), "stats");
        assertThat(one.process().waitFor()).isZero();
        assertThat(other.process().waitFor()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void itIsCalledThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(bin.resolve("lemma"), root.resolve("lemma"));
        Path second = Files.createSymbolicLink(folder.resolve("lm"), Path.of("bin/lemma"));
        assertThat(run(Map.of(), link, "stats").out()).contains(root.toRealPath() + "/cli/target/lemma.jar");
        assertThat(run(Map.of(), second, "search", "two words").out()).contains("search\ntwo words\n");
    }

    @Test
    void memorySuitsTheCommand() throws Exception {
        assertThat(run("import", "f").out()).contains("-Xmx512m").contains("-XX:+UseG1GC");
        assertThat(run("serve").out()).contains("-Xmx1g").contains("--enable-native-access=ALL-UNNAMED");
        assertThat(run("stats").out())
                .contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .doesNotContain("--add-modules");
        assertThat(run("lab", "list").out()).contains("-Xmx4g", "--add-modules\njdk.incubator.vector\n");
        assertThat(run("tokenizer", "train").out())
                .contains("-XX:MaxRAMPercentage=50", "-XX:+UseParallelGC")
                .doesNotContain("-Xmx");
        Run more = run(Map.of("LEMMA_JAVA_OPTS", "-Xmx4g -Da=b"), root.resolve("lemma"), "serve");
        assertThat(more.out()).contains("-Xmx4g\n-Da=b\n");
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Path old = jdk(folder.resolve("old"), "17.0.9");
        Path good = jdk(folder.resolve(".sdkman/candidates/java/99"), "99.0.1");
        Files.writeString(root.resolve("lemma"), Files.readString(SCRIPT).replaceFirst("(?m)^NEEDED=.*$", "NEEDED=99"));
        executable(good.resolve("bin/java"), "#!/bin/sh\necho the right one\n");
        Run run = run(Map.of("JAVA_HOME", old.toString()), root.resolve("lemma"), "stats");
        assertThat(run.out()).isEqualTo("the right one\n");
    }

    @Test
    void withoutAJdkItSaysHowToGetOne() throws Exception {
        Files.writeString(root.resolve("lemma"), Files.readString(SCRIPT).replaceFirst("(?m)^NEEDED=.*$", "NEEDED=99"));
        Run run = run("stats");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("no JDK 99 or newer")
                .contains("install");

        Run named = run(Map.of("LEMMA_JAVA_HOME", "/nowhere"), root.resolve("lemma"), "stats");
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err()).contains("LEMMA_JAVA_HOME=/nowhere is not the folder of a JDK 99 or newer");
    }

    @Test
    void testRunsMavenAndCounts() throws Exception {
        executable(bin.resolve("mvn"), """
                #!/bin/sh
                echo "maven $@"
                mkdir -p cli/target/surefire-reports
                echo jar > cli/target/lemma.jar
                echo '<testsuite name="a" time="1" tests="12" errors="0" skipped="2" failures="0">' \
                    > cli/target/surefire-reports/TEST-a.xml
                """);
        Run run = run("test");
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.out()).contains("maven -B -ntp verify").contains("lemma test: 10 tests passed, 2 skipped (");
        assertThat(run("stats").err()).doesNotContain("building");
    }
}
