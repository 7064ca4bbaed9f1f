package dev.lemma.papers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// What the start of a JSON file says of its records: the shape of the file and the first record's members.
///
/// @param shape what the file begins with
/// @param members names of the first object's members that the head shows -> their text, or `[` or `{` for
///     arrays and objects
/// @param prettyPrinted whether the first object goes over several lines
record JsonHead(Shape shape, Map<String, String> members, boolean prettyPrinted) {
    enum Shape {
        ARRAY,
        OBJECT,
        NONE
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    JsonHead {
        members = Map.copyOf(members);
    }

    static JsonHead of(String head) {
        String text = head.startsWith("\ufeff") ? head.substring(1) : head;
        String start = text.stripLeading();
        Shape shape = start.startsWith("{") ? Shape.OBJECT : start.startsWith("[") ? Shape.ARRAY : Shape.NONE;
        Map<String, String> members = new HashMap<>();
        boolean closed = false;
        if (shape != Shape.NONE) {
            try (JsonParser parser = FACTORY.createParser(start)) {
                closed = members(parser, members);
            } catch (IOException e) {
                // The head is cut: what was read before the cut counts.
                closed = false;
            }
        }
        int newline = start.indexOf('\n');
        boolean firstLineWhole =
                newline < 0 || start.substring(0, newline).stripTrailing().endsWith("}");
        return new JsonHead(shape, members, shape == Shape.OBJECT && !firstLineWhole && (closed || isBare(start)));
    }

    /// Whether the first line is an opening brace alone or a member that ends with a comma: no JSONL does that.
    private static boolean isBare(String start) {
        int newline = start.indexOf('\n');
        String line = newline < 0 ? start : start.substring(0, newline).stripTrailing();
        return line.equals("{") || line.endsWith(",") || line.endsWith("[") || line.endsWith("{");
    }

    private static boolean members(JsonParser parser, Map<String, String> members) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            token = parser.nextToken();
        }
        if (token != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            members.put(name, "");
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                members.put(name, value == JsonToken.START_OBJECT ? "{" : "[");
                parser.skipChildren();
            } else if (value != null) {
                members.put(name, parser.getText());
            }
        }
        return true;
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    /// Whether the records have all of these members.
    boolean hasAll(String... names) {
        for (String name : names) {
            if (!members.containsKey(name)) {
                return false;
            }
        }
        return true;
    }

    /// The text of a member; empty if there is none.
    String text(String member) {
        return members.getOrDefault(member, "");
    }
}
