package dev.lemma.papers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The records of a JSON file, one at a time: an object a line (JSONL), an array of objects, an object that
/// holds such an array (`{"notes": [...]}`), or objects after each other.
///
/// The bytes of a record are found first and parsed then, so that a broken one does not end the reading and
/// none larger than [#MAX_RECORD] is held.
final class JsonRecords {
    /// Bytes of the largest record that is read.
    static final int MAX_RECORD = 16 << 20;

    private static final int MAX_DEPTH = 100;

    /// Jackson's list of all that a value can be.
    private static final Pattern ALL_VALUES =
            Pattern.compile("[:;]? (?:was )?expect(?:ing|ed) (?:a valid value )?\\(.*'true'.*");

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_RECORD)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    // Python writes NaN, and line breaks inside texts are readable all the same.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /// Makes a paper of a record.
    interface Reader {
        Paper paper(JsonFields fields) throws BrokenRecordException;
    }

    private final ImportContext context;
    private final RecordSink sink;
    private final Reader reader;

    private JsonRecords(ImportContext context, RecordSink sink, Reader reader) {
        this.context = context;
        this.sink = sink;
        this.reader = reader;
    }

    /// Hands each record of a file to the sink.
    ///
    /// @param arrayKey name of the member that holds the records if the file is one object; empty if it never
    ///     is
    /// @throws ImportException if the file ends inside its array or is no JSON
    static void read(InputStream in, ImportContext context, RecordSink sink, String arrayKey, Reader reader)
            throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(Importers.HEAD + 4);
        byte[] start = buffered.readNBytes(Importers.HEAD);
        buffered.reset();
        if (start.length >= 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb && start[2] == (byte) 0xbf) {
            buffered.skipNBytes(3);
        }
        String head = new String(start, StandardCharsets.UTF_8);
        JsonHead shape = JsonHead.of(head);
        JsonRecords records = new JsonRecords(context, sink, reader);
        boolean whole = shape.shape() == JsonHead.Shape.ARRAY
                || (shape.shape() == JsonHead.Shape.OBJECT && (shape.has(arrayKey) || shape.prettyPrinted()));
        if (whole) {
            records.values(new JsonSplitter(buffered, MAX_RECORD, arrayKey));
        } else {
            records.lines(new LineReader(buffered, MAX_RECORD));
        }
    }

    private void lines(LineReader lines) throws IOException {
        while (lines.next()) {
            int length = lines.length();
            if (lines.tooLong()) {
                sink.broken(lines.line(), tooLong("line"));
            } else if (!isBlank(lines.bytes(), lines.offset(), length)) {
                record(lines.line(), lines.bytes(), lines.offset(), length);
            }
        }
    }

    private void values(JsonSplitter values) throws IOException {
        try {
            while (values.next()) {
                if (values.tooLong()) {
                    sink.broken(values.line(), tooLong("record"));
                } else {
                    record(values.line(), values.bytes(), 0, values.length());
                }
            }
        } catch (JsonSplitter.CutException e) {
            throw new ImportException(context.fileName(), e.line(), e.reason());
        }
    }

    private static String tooLong(String what) {
        return "a " + what + " of more than " + (MAX_RECORD >> 20) + " MiB; larger ones are not read";
    }

    private void record(long line, byte[] bytes, int offset, int length) throws IOException {
        Paper paper;
        try {
            JsonNode node = parsed(bytes, offset, length);
            if (!node.isObject()) {
                throw new BrokenRecordException("expected an object, found " + JsonFields.typeOf(node));
            }
            paper = reader.paper(new JsonFields(node));
        } catch (JsonProcessingException e) {
            sink.broken(line, "not JSON: " + oneLine(String.valueOf(e.getOriginalMessage())) + column(e));
            return;
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

    private static JsonNode parsed(byte[] bytes, int offset, int length) throws IOException {
        try {
            return READER.readTree(bytes, offset, length);
        } catch (IOException e) {
            if (isUtf8(bytes, offset, length)) {
                throw e;
            }
            // Wrong bytes are read as Windows-1252, which they mostly are.
            try (java.io.Reader text = LenientReader.of(new ByteArrayInputStream(bytes, offset, length))) {
                return READER.readTree(text);
            }
        }
    }

    private static boolean isUtf8(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isBlank(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static String column(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
    }

    private static String oneLine(String text) {
        String line = TexText.clean(text, TexReader.Mode.PROSE);
        String shown = ALL_VALUES.matcher(line).replaceFirst("").replace(" in null", "");
        return shown.length() > 200 ? shown.substring(0, 200) + "..." : shown;
    }
}
