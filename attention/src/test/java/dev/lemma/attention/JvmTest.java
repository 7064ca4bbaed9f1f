package dev.lemma.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.linalg.WorkerPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The operator in other Java virtual machines: without the Vector API, and with shorter vectors.
class JvmTest {
    /// What the other machine runs: compares the two operators and says which kernels were used.
    static final class Check {
        public static void main(String[] args) {
            try (WorkerPool pool = new WorkerPool(2)) {
                for (Mask mask : Families.masks(150)) {
                    AttentionSpec spec = AttentionSpec.causal(6, 2, 72)
                            .withMask(mask)
                            .withPositions(new PositionScheme.SelfExtend(40, 5));
                    Trial trial = new Trial(spec, 90, new SplittableRandom(1));
                    float[] out = trial.fast(new BlockAttention(spec, 90), KeyForm.UNROTATED, false, pool, 60, 29, 1);
                    trial.check(out, "other JVM", 0, 33, 59, 89);
                }
                Kernels kernels = Kernels.choose();
                System.out.println(kernels.getClass().getSimpleName() + " " + kernels.queries());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ScalarKernels 32, ''",
        "VectorKernels, '--add-modules jdk.incubator.vector'",
        "VectorKernels, '--add-modules jdk.incubator.vector -XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2'",
        "VectorKernels, '--add-modules jdk.incubator.vector -XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=0'",
    })
    void otherMachines(String kernels, String flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!flags.isEmpty()) {
            command.addAll(List.of(flags.split(" ")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Check.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(kernels);
        if (flags.isEmpty()) {
            assertThat(output).contains("start java with --add-modules jdk.incubator.vector");
        }
    }
}
