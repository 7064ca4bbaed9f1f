package dev.lemma.papers;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One entry of a BibTeX file, its values concatenated and its macros put in; still TeX.
///
/// @param line on which it starts
/// @param type lower case: `article`, `inproceedings` ...
/// @param key citation key
/// @param fields lower-case name -> value
record BibtexEntry(long line, String type, String key, Map<String, String> fields) {
    BibtexEntry {
        fields = Map.copyOf(fields);
    }

    /// The value of the first of these fields that has one; empty if none has.
    String field(String... names) {
        for (String name : names) {
            String value = fields.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        return "";
    }

    /// This entry with what it lacks from its parent; `title` becomes `booktitle` as in BibTeX's styles and
    /// biber.
    BibtexEntry inheriting(BibtexEntry parent) {
        Map<String, String> all = new LinkedHashMap<>(parent.fields);
        all.remove("title");
        all.remove("author");
        all.remove("doi");
        all.remove("abstract");
        all.remove("url");
        if (!parent.field("booktitle", "title").isEmpty()) {
            all.put("booktitle", parent.field("booktitle", "title"));
        }
        all.putAll(fields);
        return new BibtexEntry(line, type, key, all);
    }

    String lowerKey() {
        return key.toLowerCase(Locale.ROOT);
    }
}
