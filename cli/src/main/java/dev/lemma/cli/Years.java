package dev.lemma.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/// A range of years on the command line: `2020`, `2020..2023`, `2020..`, `..2023`.
///
/// @param first 0 for no bound
/// @param last inclusive, 0 for no bound
record Years(int first, int last) {
    private static final Pattern FORM = Pattern.compile("(\\d{4})?(?:(\\.\\.)(\\d{4})?)?");

    static Years parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || (matcher.group(1) == null && matcher.group(3) == null)) {
            throw new TypeConversionException("'" + text + "' is not of the form 2020, 2020..2023, 2020.. or ..2023");
        }
        int first = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        int last = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        if (last != 0 && first > last) {
            throw new TypeConversionException("'" + text + "' ends before it begins");
        }
        return new Years(first, matcher.group(2) == null ? first : last);
    }
}
