package dev.lemma.cli;

import dev.lemma.papers.LemmaJsonl;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/// Files with made-up papers.
final class SamplePapers {
    private static final List<String> WORDS = List.of(
            "attention",
            "gradient",
            "kernel",
            "graph",
            "diffusion",
            "tokenizer",
            "bound",
            "entropy",
            "retrieval",
            "proof");

    private SamplePapers() {}

    /// Paper number `i` of a venue; each has a word in its title that no other one has.
    static Paper paper(int i) {
        String first = WORDS.get(i % WORDS.size());
        String second = WORDS.get(i / WORDS.size() % WORDS.size());
        return Paper.builder(
                        PaperId.ofVenue("ICLR", 2018, "s" + i),
                        "On " + first + " and " + second + " unique" + i + "word")
                .authors(List.of("Ada Lovelace", "Author N" + i))
                .summary("We study " + first + " with " + second + ". It works, number " + i + ", in most cases.")
                .venue("ICLR")
                .year(2018)
                .source("lemma-jsonl")
                .build();
    }

    /// Papers from `from` (inclusive) to `to` (exclusive), a line each.
    static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> LemmaJsonl.write(paper(i)) + "\n")
                .collect(Collectors.joining());
    }

    static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    static Path writeGzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
