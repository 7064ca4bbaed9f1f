package dev.lemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Against a small peer of its own: it greets, repeats, refuses `bad`, and ends at `end`.
class PeerProcessTest {
    private static final String SOURCE = """
            public class Peer {
                public static void main(String[] arguments) throws java.io.IOException {
                    System.out.println("{\\"ready\\":true}");
                    var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
                    for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
                        System.out.println(line.equals("bad") ? "{\\"error\\":\\"bad is bad\\"}" : "{\\"is\\":\\"" + line + "\\"}");
                    }
                }
            }
            """;

    private static ProcessBuilder java(Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Peer.java"), SOURCE);
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), source.toString());
    }

    @Test
    void answersInTurnAndLeavesNothing() throws IOException {
        List<Path> folders = new ArrayList<>();
        try (PeerProcess peer = PeerProcess.start("Peer", folder -> {
            folders.add(folder);
            return java(folder);
        })) {
            assertThat(peer.greeting().path("ready").asBoolean()).isTrue();
            assertThat(peer.ask("one").path("is").asText()).isEqualTo("one");
            assertThatThrownBy(() -> peer.ask("bad"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Peer: bad is bad");
            assertThat(peer.ask("two").path("is").asText()).isEqualTo("two");
            assertThatThrownBy(() -> peer.ask("end"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Peer's process ended");
        }
        assertThat(folders).hasSize(1).allSatisfy(folder -> assertThat(folder).doesNotExist());
    }

    @Test
    void aPeerThatDoesNotStartLeavesNothing() {
        List<Path> folders = new ArrayList<>();
        assertThatThrownBy(() -> PeerProcess.start("Peer", folder -> {
                    folders.add(folder);
                    return new ProcessBuilder(folder.resolve("nothing").toString());
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PeerProcess.start("Peer", folder -> {
                    folders.add(folder);
                    return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-version");
                }))
                .hasMessageStartingWith("Peer's process ended");
        assertThat(folders).hasSize(2).allSatisfy(folder -> assertThat(folder).doesNotExist());
    }
}
