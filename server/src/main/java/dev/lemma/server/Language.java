package dev.lemma.server;

import java.util.Locale;
import java.util.Optional;

/// A language of the interface.
enum Language {
    ENGLISH("en", "en", "English", Locale.ENGLISH),
    CHINESE("zh", "zh-CN", "中文", Locale.SIMPLIFIED_CHINESE);

    private final String code;
    private final String tag;
    private final String ownName;
    private final Locale locale;

    Language(String code, String tag, String ownName, Locale locale) {
        this.code = code;
        this.tag = tag;
        this.ownName = ownName;
        this.locale = locale;
    }

    /// Two letters, as in `?lang=` and the cookie.
    String code() {
        return code;
    }

    /// For the `lang` attribute.
    String tag() {
        return tag;
    }

    String ownName() {
        return ownName;
    }

    Locale locale() {
        return locale;
    }

    static Optional<Language> ofCode(String code) {
        return code.equals("en") ? Optional.of(ENGLISH) : code.equals("zh") ? Optional.of(CHINESE) : Optional.empty();
    }

    /// The best of the languages of an `Accept-Language` header (RFC 9110, section 12.5.4); English if it
    /// names none of them.
    static Language ofHeader(String header) {
        Language best = ENGLISH;
        double bestWeight = 0;
        int length = Math.min(header.length(), 500);
        for (int start = 0; start < length; ) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 || comma > length ? length : comma;
            String range = header.substring(start, end).strip().toLowerCase(Locale.ROOT);
            int semicolon = range.indexOf(';');
            double weight = semicolon < 0 ? 1 : weight(range.substring(semicolon + 1));
            Optional<Language> language = range.length() < 2 ? Optional.empty() : ofCode(range.substring(0, 2));
            boolean whole = range.length() == 2 || (range.length() > 2 && !Character.isLetter(range.charAt(2)));
            if (language.isPresent() && whole && weight > bestWeight) {
                best = language.get();
                bestWeight = weight;
            }
            start = end + 1;
        }
        return best;
    }

    /// The number of `q=0.8`; 0 for what is not one.
    private static double weight(String parameter) {
        String text = parameter.strip();
        if (!text.startsWith("q=") || text.length() > 7) {
            return 0;
        }
        try {
            return Math.clamp(Double.parseDouble(text.substring(2)), 0, 1);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
