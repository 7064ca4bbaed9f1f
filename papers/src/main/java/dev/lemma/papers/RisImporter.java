package dev.lemma.papers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bibliographies in RIS: lines `TY  - JOUR` to `ER  - `.
final class RisImporter implements Importer {
    private static final Pattern START = Pattern.compile("(?m)\\A[\\s\\ufeff]*(?:\\d+\\.\\s*)?TY  ?-");
    private static final Pattern TAG = Pattern.compile("([A-Z][A-Z0-9])  ?-(?: ?(.*))?");
    /// Characters of the largest record that is read.
    private static final int MAX_RECORD = 1 << 20;

    private static final int MAX_LINE = 1 << 20;

    @Override
    public String name() {
        return "ris";
    }

    @Override
    public String description() {
        return "RIS, as EndNote, Zotero and publishers export it";
    }

    @Override
    public boolean recognises(String head, String fileName) {
        return START.matcher(head).find();
    }

    @Override
    public void read(InputStream in, ImportContext context, RecordSink sink) throws IOException {
        BufferedReader lines = new BufferedReader(LenientReader.of(in), 1 << 16);
        Reference record = new Reference(0);
        long number = 0;
        for (Optional<String> line = line(lines); line.isPresent(); line = line(lines)) {
            number++;
            Matcher tag = TAG.matcher(line.get().stripLeading());
            if (!tag.matches()) {
                record.more(line.get());
                continue;
            }
            String name = tag.group(1);
            String value = Optional.ofNullable(tag.group(2)).orElse("").strip();
            if (name.equals("TY")) {
                record.end(sink);
                record = new Reference(number);
            } else if (name.equals("ER")) {
                record.end(sink);
                record = new Reference(0);
            } else if (record.line == 0) {
                record = new Reference(number);
                record.put(name, value);
            } else {
                record.put(name, value);
            }
        }
        record.end(sink);
    }

    /// The next line, cut at a length that no field has; empty at the end.
    private static Optional<String> line(BufferedReader in) throws IOException {
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        StringBuilder line = new StringBuilder();
        while (c >= 0 && c != '\n') {
            if (c != '\r' && line.length() < MAX_LINE) {
                line.append((char) c);
            }
            c = in.read();
        }
        return Optional.of(line.toString());
    }

    private final class Reference {
        private final long line;
        private final Map<String, List<String>> fields = new LinkedHashMap<>();
        private String last = "";
        private int size;

        Reference(long line) {
            this.line = line;
        }

        void put(String tag, String value) {
            size += value.length();
            if (size <= MAX_RECORD) {
                fields.computeIfAbsent(tag, key -> new ArrayList<>()).add(value);
                last = tag;
            }
        }

        /// A line without tag goes on with the field before it.
        void more(String text) {
            List<String> values = fields.get(last);
            if (values != null && !text.isBlank() && size <= MAX_RECORD) {
                size += text.length();
                values.set(values.size() - 1, values.getLast() + " " + text.strip());
            }
        }

        void end(RecordSink sink) {
            if (line == 0) {
                return;
            }
            Paper paper;
            try {
                if (size > MAX_RECORD) {
                    throw new BrokenRecordException(
                            "a record of more than " + (MAX_RECORD >> 20) + " Mi characters; larger ones are not read");
                }
                paper = citation().paper(name());
            } catch (BrokenRecordException e) {
                sink.broken(line, e.reason());
                return;
            } catch (IllegalArgumentException e) {
                String reason = e.getMessage();
                sink.broken(line, reason == null ? "unreadable record" : reason);
                return;
            }
            sink.paper(line, paper);
        }

        private Citation citation() {
            Citation citation = new Citation();
            citation.key = first("ID", "LB");
            citation.rawTitle = first("TI", "T1", "CT");
            citation.title = TexText.plain(citation.rawTitle);
            List<String> authors = new ArrayList<>();
            for (String tag : List.of("AU", "A1", "A2", "A3", "A4")) {
                // A2 to A4 are editors and translators, unless there is nobody else.
                if (authors.isEmpty()) {
                    authors.addAll(Fields.names(fields.getOrDefault(tag, List.of())));
                }
            }
            citation.authors = authors;
            citation.summary = TexText.plain(first("AB", "N2"));
            citation.container = TexText.plain(first("JO", "JF", "T2", "BT", "JA", "J2"));
            citation.volume = TexText.plain(first("VL"));
            citation.number = TexText.plain(first("IS"));
            String start = TexText.plain(first("SP"));
            String end = TexText.plain(first("EP"));
            citation.pages = end.isEmpty() || start.isEmpty() ? start : start + "\u2013" + end;
            citation.comment = TexText.plain(first("N1", "RN"));
            citation.doi = Fields.doi(first("DO", "M3"));
            citation.keywords = Fields.plain(fields.getOrDefault("KW", List.of()));
            citation.url = Fields.link(first("UR", "LK"));
            citation.pdf = Fields.link(first("L1"));
            String date = first("DA", "PY", "Y1");
            citation.year = Fields.yearIn(first("PY", "Y1", "DA"));
            citation.published = Fields.day(date);
            for (String tag : List.of("T2", "BT", "JO", "JF", "C3", "T3")) {
                if (citation.venue.isEmpty()) {
                    citation.venue = Venues.recognise(TexText.plain(first(tag))).orElse("");
                }
            }
            citation.findArxiv(first("AN"), first("M1"), first("C7"));
            return citation;
        }

        private String first(String... tags) {
            for (String tag : tags) {
                for (String value : fields.getOrDefault(tag, List.of())) {
                    if (!value.isBlank()) {
                        return value;
                    }
                }
            }
            return "";
        }
    }
}
