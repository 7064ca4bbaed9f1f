package dev.lemma.cli;

import dev.lemma.papers.PaperStore;
import dev.lemma.papers.StoreException;
import dev.lemma.search.IndexException;
import dev.lemma.search.Library;
import dev.lemma.search.LibraryStatus;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `lemma doctor` looks at: the Java that runs, the tools for building and testing, and the library's
/// folder.
///
/// @param home folder of the library
/// @param path the variable `PATH`
/// @param port port that the site would listen on
record Examination(Path home, String path, int port) {
    private static final int JDK = 25;
    private static final long LITTLE_SPACE = 2_000_000_000L;

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(vectors());
        findings.add(tool(
                "Maven", List.of("mvn"), "only needed to build and test: apt install maven, or brew install maven"));
        findings.add(tool(
                "Chromium",
                List.of("chromium", "chromium-browser", "google-chrome"),
                "only needed for browser tests: apt install chromium chromium-driver"));
        findings.add(tool(
                "ChromeDriver",
                List.of("chromedriver"),
                "only needed for browser tests: apt install chromium chromium-driver"));
        findings.add(folder());
        findings.add(space());
        findings.addAll(library());
        findings.add(listening());
        return findings;
    }

    private static Finding java() {
        String detail = Runtime.version() + " in " + System.getProperty("java.home");
        return Runtime.version().feature() >= JDK
                ? Finding.ok("JDK", detail)
                : Finding.broken("JDK", detail, "install a JDK " + JDK + " or newer: https://adoptium.net");
    }

    private static Finding vectors() {
        return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()
                ? Finding.ok("Vector API", "this Java has it")
                : Finding.missing("Vector API", "this Java lacks it", "nothing needs it yet; a full JDK has it");
    }

    private Finding tool(String name, List<String> commands, String remedy) {
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            for (String command : commands) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, command))) {
                    return Finding.ok(name, folder + File.separator + command);
                }
            }
        }
        return Finding.missing(name, "not on the PATH", remedy);
    }

    private Finding folder() {
        Path there = existing();
        String remedy = "choose another folder with --home or LEMMA_HOME, or change its rights";
        if (!Files.isDirectory(there)) {
            return Finding.broken("home", there + " is not a folder", remedy);
        }
        try {
            Files.delete(Files.createTempFile(there, "lemma-doctor", ".tmp"));
        } catch (IOException e) {
            return Finding.broken("home", there + " cannot be written", remedy);
        }
        return Finding.ok("home", there.equals(home) ? home.toString() : home + " (made when it is needed)");
    }

    private Finding space() {
        Path there = existing();
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String detail = Text.bytes(free) + " free";
            return free >= LITTLE_SPACE
                    ? Finding.ok("disk", detail)
                    : Finding.missing(
                            "disk", detail, "make room: a hundred thousand papers take about half a gigabyte");
        } catch (IOException e) {
            return Finding.missing("disk", there + ": the free space is not known: " + e.getMessage(), "");
        }
    }

    /// The folder, or the nearest one above it that exists.
    private Path existing() {
        Path there = home;
        while (!Files.exists(there)) {
            Path parent = there.toAbsolutePath().getParent();
            if (parent == null) {
                return there;
            }
            there = parent;
        }
        return there;
    }

    private List<Finding> library() {
        Path database = home.resolve("papers.db");
        if (!Files.exists(database)) {
            return List.of(Finding.ok("papers", "none yet: lemma serve or lemma import FILE... makes the library"));
        }
        String restore = "restore the file from a copy, or move it away and import again";
        List<Finding> findings = new ArrayList<>();
        try (PaperStore store = PaperStore.open(database)) {
            List<String> problems = store.check();
            if (!problems.isEmpty()) {
                return List.of(Finding.broken("papers", database + ": " + String.join("; ", problems), restore));
            }
            findings.add(Finding.ok("papers", Text.count(store.size(), "paper") + ", integrity checked"));
        } catch (StoreException e) {
            return List.of(Finding.broken("papers", String.valueOf(e.getMessage()), restore));
        }
        try (Library library = Library.open(home)) {
            findings.add(index(library.status()));
        } catch (IndexException e) {
            findings.add(Finding.broken("index", String.valueOf(e.getMessage()), "run lemma index rebuild"));
        }
        return findings;
    }

    private static Finding index(LibraryStatus status) {
        Optional<String> problem = status.problem();
        if (problem.isPresent()) {
            return Finding.broken("index", problem.get(), "run lemma index rebuild");
        }
        return status.indexSeq() >= status.storeSeq()
                ? Finding.ok("index", "has all " + Text.count(status.indexed(), "paper"))
                : Finding.missing(
                        "index",
                        "has not yet the last " + Text.count(status.storeSeq() - status.indexSeq(), "change"),
                        "it catches up by itself while lemma serve runs; else run lemma index rebuild");
    }

    private Finding listening() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Finding.ok("port " + port, "free");
        } catch (IOException e) {
            return Finding.missing(
                    "port " + port,
                    "in use, by a running Lemma or another program",
                    "if it is not Lemma: lemma serve --port " + (port + 1));
        }
    }
}
