package dev.lemma.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a run ran on. Immutable.
///
/// @param processor model, as far as it is known
/// @param threads that worked
/// @param system operating system and architecture
/// @param java version of the JVM
public record Machine(String processor, int threads, String system, String java) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final int MOST_LINES = 64;

    /// This machine.
    static Machine here(int threads) {
        return new Machine(
                model(),
                threads,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    private static String model() {
        if (Files.isReadable(CPU_INFO)) {
            try (BufferedReader lines = Files.newBufferedReader(CPU_INFO)) {
                for (int i = 0; i < MOST_LINES; i++) {
                    String line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    int colon = line.indexOf(':');
                    if (colon > 0 && line.startsWith("model name")) {
                        return line.substring(colon + 1).strip();
                    }
                }
            } catch (IOException e) {
                // A name is nice to have: a report without it is as good.
                return "unknown processor";
            }
        }
        return "unknown processor";
    }

    /// On one line.
    public String text() {
        return processor + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + system + ", " + java;
    }
}
