package dev.lemma.search;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Words that carry no subject.
final class StopWords {
    /// Not indexed; they leave a gap in the positions. The list of Lucene's EnglishAnalyzer.
    static final Set<String> INDEX = words(
            "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to "
                    + "was will with");

    private static final int MAX_PACKED = 5;
    private static final long[] PACKED = INDEX.stream()
            .mapToLong(word -> pack(word.toCharArray(), 0, word.length()))
            .sorted()
            .toArray();

    /// Function words and phrases of questions that a query passes over unless it has no other words. The index
    /// keeps them, so that phrases and fields can ask for them. Chosen by what the words are, not by any
    /// collection.
    static final Set<String> QUERY = words("""
            about above across after again against all almost along already also although always am among another any anybody
            anyone anything around away because became become been before being below besides best better between beyond both
            came can cannot come could did do does doing done down during each either else ever every everyone everything example
            far few from further get give given gives go going got had has have having he hence her here him his how however i
            include included includes including indeed instead isn its itself just later latter least less let like likely made
            make makes making many may maybe me might mine more moreover most mostly much must my namely near nearly neither never
            next nobody none nor nothing now off often once one ones only onto other others otherwise our ours out over own
            particular particularly per perhaps please possible possibly quite rather really regarding regards respectively s said
            same say says see seem seemed seems seen several shall she should since so some somebody someone something sometimes
            somewhere soon still t take taken than theirs them themselves thereby therefore thing things those though through
            throughout thus together too toward towards under until unto up upon us use used useful uses using usually various
            very via want wants way ways we well went were what whatever when whenever where whereas whereby wherein whether which
            while who whole whom whose why wish within without would yes yet you your yours interested interest""");

    private StopWords() {}

    /// Whether chars[start .. + length] is one of [#INDEX]. Called for every word of every text: no allocation.
    static boolean isIndexStop(char[] chars, int start, int length) {
        return length <= MAX_PACKED && Arrays.binarySearch(PACKED, pack(chars, start, length)) >= 0;
    }

    /// A short word as a number, 7 bits a letter; -1 if it has other characters than ASCII.
    private static long pack(char[] chars, int start, int length) {
        long packed = 0;
        for (int i = start; i < start + length; i++) {
            if (chars[i] >= 128) {
                return -1;
            }
            packed = packed << 7 | chars[i];
        }
        return packed;
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }
}
