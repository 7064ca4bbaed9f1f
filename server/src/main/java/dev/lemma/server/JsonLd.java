package dev.lemma.server;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.HexFormat;

/// JSON that stands inside a `script` element of type `application/ld+json` (data, which a browser does not
/// run). The only class that writes into a page without the templates' escaping.
///
/// Safe because every `<`, `>`, `&` and line separator becomes a `u` escape: in JSON these characters occur
/// inside strings only, where the escape means the same, and no `</script` or `<!--` can remain.
///
/// @param json a JSON value
record JsonLd(String json) implements Content {
    @Override
    public void writeTo(TemplateOutput output) {
        StringBuilder out = new StringBuilder(json.length() + 64);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                out.append('\\').append('u').append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        output.writeContent(out.toString());
    }
}
