package dev.lemma.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lemma.tokenizer.Tokenizer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes the tokens of texts as they come. Belongs to one thread; closing it flushes and closes nothing
/// else.
final class TokenWriter implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    /// Tokens after which is looked whether anybody still reads.
    private static final int CHECKED = 1 << 16;

    private final PrintStream stream;
    private final Writer out;
    private final Tokenizer tokenizer;
    private final Shape shape;
    private final @Nullable JsonGenerator json;
    private long written;
    private boolean first;

    /// What is written of a token.
    enum Shape {
        /// Its id.
        IDS,
        /// Its piece.
        PIECES,
        /// Id, place and piece.
        OFFSETS
    }

    private TokenWriter(PrintStream stream, Tokenizer tokenizer, Shape shape, OutputFormat format) throws IOException {
        this.stream = stream;
        this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.json = format == OutputFormat.JSON ? JSON.createGenerator(out).setRootValueSeparator(null) : null;
    }

    static TokenWriter to(PrintStream stream, Tokenizer tokenizer, Shape shape, OutputFormat format)
            throws IOException {
        return new TokenWriter(stream, tokenizer, shape, format);
    }

    /// A text begins.
    void begin() throws IOException {
        first = true;
        if (json != null) {
            json.writeStartObject();
            json.writeArrayFieldStart(
                    switch (shape) {
                        case IDS -> "ids";
                        case PIECES -> "pieces";
                        case OFFSETS -> "tokens";
                    });
        }
    }

    /// The next token of the text.
    void id(int id) {
        try {
            if (json != null) {
                if (shape == Shape.IDS) {
                    json.writeNumber(id);
                } else {
                    json.writeString(PieceText.of(tokenizer, id));
                }
            } else {
                if (!first) {
                    out.write(' ');
                }
                out.write(shape == Shape.IDS ? Integer.toString(id) : PieceText.of(tokenizer, id));
            }
            wrote();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next token with its place.
    void span(int id, int from, int to) throws IOException {
        if (json != null) {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeNumberField("from", from);
            json.writeNumberField("to", to);
            json.writeStringField("piece", PieceText.of(tokenizer, id));
            json.writeEndObject();
        } else {
            out.write(id + "\t" + from + "\t" + to + "\t" + PieceText.of(tokenizer, id) + "\n");
        }
        wrote();
    }

    private void wrote() throws IOException {
        first = false;
        written++;
        if (written % CHECKED == 0 && stream.checkError()) {
            throw new IOException("nobody reads the output any more");
        }
    }

    /// The text ends.
    void end() throws IOException {
        if (json != null) {
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
        }
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
