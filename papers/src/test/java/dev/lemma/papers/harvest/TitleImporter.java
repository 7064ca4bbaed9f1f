package dev.lemma.papers.harvest;

import dev.lemma.papers.ArxivId;
import dev.lemma.papers.ImportContext;
import dev.lemma.papers.Importer;
import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.RecordSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads ids and titles of the fixtures, no more; stands for the real importers.
final class TitleImporter implements Importer {
    private static final Pattern RECORD = Pattern.compile(
            "<(?:record|entry)>.*?<id>(?:http://arxiv.org/abs/)?(.*?)</id>.*?<title>(.*?)</title>", Pattern.DOTALL);

    @Override
    public String name() {
        return "titles";
    }

    @Override
    public String description() {
        return "ids and titles of the fixtures";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return true;
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        Matcher matcher = RECORD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        for (long line = 1; matcher.find(); line++) {
            PaperId id = PaperId.of(ArxivId.parse(matcher.group(1)).orElseThrow());
            sink.paper(line, Paper.builder(id, matcher.group(2)).source(name()).build());
        }
    }
}
