package dev.lemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CI brings the jars (`.ci/run`), so that there the test never skips.
class TorchPeerTest {
    @Test
    void answersAndRefuses() throws IOException {
        Optional<List<Path>> jars = TorchPeer.installed();
        assumeTrue(
                jars.isPresent() || System.getenv("CI") != null,
                "skipped: LibTorch's jars are not here (mvn -f bench/peers/torch dependency:resolve)");
        try (TorchPeer peer = TorchPeer.start(jars.orElseThrow(), 2)) {
            TorchPeer.Timing timing = peer.time("gemm", "m=16 n=16 k=16", 3);
            assertThat(timing.least()).isPositive().isLessThanOrEqualTo(timing.median());
            assertThatThrownBy(() -> peer.time("nonsense", "m=1", 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unknown operation nonsense");
            assertThatThrownBy(() -> peer.time("gemm", "m=16", 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("n=NUMBER is missing");
            assertThat(peer.time("gemm", "m=8 n=8 k=8", 1).median()).isPositive();
        }
    }

    @Test
    void jarsThatAreNotLibTorchAreNamed(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> TorchPeer.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no jars");
        Path jar = Files.createFile(folder.resolve("empty.jar"));
        assertThat(TorchPeer.in(folder)).containsExactly(jar);
        assertThatThrownBy(() -> TorchPeer.start(List.of(jar), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not compile against");
    }
}
