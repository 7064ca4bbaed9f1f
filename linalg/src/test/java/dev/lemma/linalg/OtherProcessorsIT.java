package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [SelfCheck] in JVMs of their own: without the Vector API, and with narrower vectors than this processor
/// has.
class OtherProcessorsIT {
    private static String run(String... flags) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(flags));
        // Only our classes: nothing of the test's class path may be needed.
        String path = String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry ->
                                entry.endsWith("classes") || entry.endsWith(".jar") && entry.contains("linalg"))
                        .toList());
        command.addAll(List.of("-cp", path, SelfCheck.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void scalarKernelsWorkWithoutTheModule() throws IOException, InterruptedException {
        String output = run("-Xlog:class+load:stdout");
        assertThat(output).contains("lanes false").doesNotContain("jdk.incubator.vector.");
        assertThat(output.lines().filter(line -> line.contains("--add-modules jdk.incubator.vector")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=2", "-XX:UseAVX=1", "-XX:UseAVX=0", "-XX:-UseFMA", "-XX:TieredStopAtLevel=1"})
    void narrowerVectors(String flag) throws IOException, InterruptedException {
        // Processors that are not x86 do not know the first three, and run with what they have.
        String output = run("--add-modules", "jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions", flag);
        assertThat(output).contains("lanes true").contains(": ok");
    }
}
