package dev.lemma.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON document in memory, asked by path, for files whose parts come in any order. Immutable.
///
/// What is not as asked is a [TokenizerException] that names the file and the path.
final class JsonTree {
    private static final int MAX_VALUES = 1 << 24;

    private final Object value; // Map, List, String, Double, Boolean, or NULL
    private final String path;

    private enum Nothing {
        NULL
    }

    private JsonTree(Object value, String path) {
        this.value = value;
        this.path = path;
    }

    /// @throws TokenizerException if it is not JSON, an object has a name twice, or it has over 2^24 values
    static JsonTree read(byte[] file, String name) {
        try {
            JsonReader in = new JsonReader(new ByteArrayInputStream(file), name, JsonReader.Limits.DEFAULT);
            JsonTree tree = new JsonTree(value(in, new int[1]), name + ":");
            in.end();
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonReader in, int[] count) throws IOException {
        if (++count[0] > MAX_VALUES) {
            throw in.error(in.position(), "more than " + MAX_VALUES + " values, the most that are read");
        }
        return switch (in.peek()) {
            case OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                in.beginObject();
                while (in.hasNext()) {
                    long at = in.position();
                    String name = in.name();
                    if (members.put(name, value(in, count)) != null) {
                        throw in.error(at, "the name '" + name + "' comes twice in one object");
                    }
                }
                in.endObject();
                yield members;
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                in.beginArray();
                while (in.hasNext()) {
                    elements.add(value(in, count));
                }
                in.endArray();
                yield elements;
            }
            case STRING -> in.string();
            case NUMBER -> in.number();
            case BOOLEAN -> in.bool();
            case NULL -> {
                in.nul();
                yield Nothing.NULL;
            }
            case CLOSE, END -> throw in.error(in.position(), "a value is needed");
        };
    }

    /// Where this is, for messages: `file: a.b[3]`.
    String path() {
        return path;
    }

    TokenizerException error(String what) {
        return new TokenizerException(path + " " + what);
    }

    boolean isNull() {
        return value == Nothing.NULL;
    }

    boolean isObject() {
        return value instanceof Map;
    }

    boolean isText() {
        return value instanceof String;
    }

    /// The member of a name, absent where it is missing or null.
    Optional<JsonTree> find(String name) {
        Object member = map().get(name);
        return member == null || member == Nothing.NULL
                ? Optional.empty()
                : Optional.of(new JsonTree(member, path + (path.endsWith(":") ? " " : ".") + name));
    }

    JsonTree get(String name) {
        return find(name).orElseThrow(() -> error("has no '" + name + "', which is needed"));
    }

    String text(String name, String otherwise) {
        return find(name).map(JsonTree::text).orElse(otherwise);
    }

    boolean bool(String name, boolean otherwise) {
        return find(name).map(JsonTree::bool).orElse(otherwise);
    }

    String type() {
        return get("type").text();
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw error("is " + kind() + "; a string is needed");
    }

    boolean bool() {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw error("is " + kind() + "; true or false is needed");
    }

    double number() {
        if (value instanceof Double number) {
            return number;
        }
        throw error("is " + kind() + "; a number is needed");
    }

    int integer(int least, int most) {
        double number = number();
        if (number >= least && number <= most && number == Math.rint(number)) {
            return (int) number;
        }
        throw error("is " + number + "; a whole number from " + least + " to " + most + " is needed");
    }

    /// The elements of an array.
    List<JsonTree> elements() {
        if (!(value instanceof List<?> list)) {
            throw error("is " + kind() + "; an array is needed");
        }
        List<JsonTree> elements = new ArrayList<>(list.size());
        for (Object element : list) {
            elements.add(new JsonTree(element, path + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /// The members of an object in the order of the file.
    Map<String, JsonTree> members() {
        Map<String, JsonTree> members = new LinkedHashMap<>();
        map().forEach((name, member) -> members.put(String.valueOf(name), new JsonTree(member, path + "." + name)));
        return members;
    }

    private Map<?, ?> map() {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw error("is " + kind() + "; an object is needed");
    }

    private String kind() {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case List<?> list -> "an array";
            case String text -> "a string";
            case Double number -> "a number";
            case Boolean bool -> "true or false";
            default -> "null";
        };
    }
}
