package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private final Tokens tokens = new Tokens();

    /// Forms with their positions, as `form@position`; a joined compound as `form@position/parts`.
    private List<String> prose(String text) {
        return positioned(text, Tokens.Kind.PROSE);
    }

    private List<String> positioned(String text, Tokens.Kind kind) {
        tokens.analyze(text, kind);
        List<String> found = new ArrayList<>();
        int position = -1;
        for (int token = 0; token < tokens.size(); token++) {
            position += tokens.increment(token);
            String parts = tokens.parts(token) > 0 ? "/" + tokens.parts(token) : "";
            found.add(tokens.form(token) + "@" + position + parts);
        }
        return found;
    }

    private List<String> covered(String text) {
        tokens.analyze(text, Tokens.Kind.PROSE);
        List<String> found = new ArrayList<>();
        for (int token = 0; token < tokens.size(); token++) {
            found.add(text.substring(tokens.begin(token), tokens.end(token)));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Neural Networks           | neural@0 networks@1",
                "Schrödinger ÅNGSTRÖM      | schrodinger@0 angstrom@1",
                "Straße Œuvre Łódź ﬁeld    | strasse@0 oeuvre@1 lodz@2 field@3",
                "Schro\u0308dinger         | schrodinger@0",
                "x² H₂O                    | x2@0 h2o@1",
                "Newton's Bayes\u2019 don't O\u2019Neil | newton@0 bayes@1 dont@2 oneil@3",
                "GPT-3.5                   | gpt@0 gpt3.5@0/2 3.5@1",
                "version 3.14.15.          | version@0 3.14.15@1",
                "C++ C# F#-like            | c++@0 c#@1 f#@2 f#like@2/2 like@3",
                "pre-training              | pre@0 pretraining@0/2 training@1",
                "pre\u2010training         | pre@0 pretraining@0/2 training@1",
                "a-b-c-d-e                 | b@1 bcde@1/4 c@2 d@3 e@4",
                "k-b-c-d-e                 | k@0 b@1 c@2 d@3 e@4",
                "k-b-c-d                   | k@0 kbcd@0/4 b@1 c@2 d@3",
                "x - y x -y x- y           | x@0 y@1 x@2 y@3 x@4 y@5",
                "state-of-the-art          | state@0 art@3",
                "2019-2020                 | 2019@0 2020@1",
                "L_2 $\\ell_1$ ℓ1          | l@0 l2@0/2 2@1 ell@2 ell1@2/2 1@3 ell1@4",
                "x^{2}                     | x@0 x2@0/2 2@1",
                "$\\beta$-VAE              | beta@0 betavae@0/2 vae@1",
                "β-VAE                     | beta@0 betavae@0/2 vae@1",
                "beta-VAE                  | beta@0 betavae@0/2 vae@1",
                "$\\mathbf{b}$-VAE         | b@0 bvae@0/2 vae@1",
                "βVAE                      | beta@0 betavae@0/2 vae@1",
                "$\\varepsilon$ ε \\epsilon ϵ | epsilon@0 epsilon@1 epsilon@2 epsilon@3",
                "Ω ∞ \\infty               | omega@0 infinity@1 infinity@2",
                "50\\% of \\_x             | 50@0 x@2",
                "λόγος                     | λογος@0",
                "αβ                        | αβ@0",
                "the of and                | ~~",
                "structure of the atom     | structure@0 atom@3",
                "It is what it is          | what@2",
                "图                        | 图@0",
                "图神经                    | 图神@0 图@0 神经@1 神@1 经@2",
                "用GNN做图                 | 用@0 gnn@1 做图@2 做@2 图@3",
                "の日本 한국               | の日@0 の@0 日本@1 日@1 本@2 한국@3 한@3 국@4",
                "图，神                    | 图@0 神@1",
                "𠀀𠀁                      | 𠀀𠀁@0 𠀀@0 𠀁@1",
                "мир Привет                | мир@0 привет@1",
                "a 😀 b                    | b@1",
                "\ud83d lone \ude00        | lone@0"
            })
    void formsAndPositions(String text, String expected) {
        assertThat(String.join(" ", prose(text))).isEqualTo(expected);
    }

    @Test
    void emptyTexts() {
        for (String text : List.of("", " ", "\n\n", "$$", "\\", "-", "...", "{}", "\u0301", "''")) {
            assertThat(prose(text)).as(text).isEmpty();
        }
    }

    @Test
    void variantsShareTheirTerms() {
        List<String> expected = prose("beta-VAE");
        for (String variant : List.of("$\\beta$-VAE", "β-VAE", "Beta\u2011VAE", "\\beta-VAE", "${\\beta}$-vae")) {
            assertThat(prose(variant)).as(variant).isEqualTo(expected);
        }
    }

    @Test
    void stems() {
        tokens.analyze("Networks Trainings networks' $\\alpha$ 图像 3s", Tokens.Kind.PROSE);
        List<String> stems = new ArrayList<>();
        for (int token = 0; token < tokens.size(); token++) {
            stems.add(tokens.stem(token));
        }
        assertThat(stems).containsExactly("network", "train", "network", "alpha", "图像", "图", "像", "3s");
    }

    @Test
    void namesHaveInitialsAndGaps() {
        assertThat(positioned("Kaiming He\nK. He", Tokens.Kind.NAMES))
                .containsExactly("kaiming@0", "k@0", "he@1", "h@1", "k@12", "he@13", "h@13");
        // Names may be words that prose passes over.
        assertThat(positioned("Bo An", Tokens.Kind.NAMES)).containsExactly("bo@0", "b@0", "an@1", "a@1");
        assertThat(positioned("Jean-Pierre Serre", Tokens.Kind.NAMES))
                .containsExactly("jean@0", "j@0", "pierre@1", "p@1", "serre@2", "s@2");
        assertThat(positioned("王小明\n李四", Tokens.Kind.NAMES))
                .containsExactly("王小@0", "王@0", "小明@1", "小@1", "明@2", "李四@13", "李@13", "四@14");
    }

    @Test
    void linesHaveGapsAndKeepAllWords() {
        assertThat(positioned("state of the art\nno\n\nit", Tokens.Kind.LINES))
                .containsExactly("state@0", "of@1", "the@2", "art@3", "no@14", "it@25");
        assertThat(positioned("\na\n", Tokens.Kind.LINES)).containsExactly("a@0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Newton's law,               | Newton law",
                "($\\beta$-VAE)              | \\beta \\beta$-VAE VAE",
                "pre-training!               | pre pre-training training",
                "x^{2}                       | x x^{2 2",
                "图神经                      | 图神 图 神经 神 经",
                "Schro\u0308dinger, 3.5.     | Schro\u0308dinger 3.5",
                "a C++                       | C++"
            })
    void offsetsCoverTheText(String text, String expected) {
        assertThat(String.join(" ", covered(text))).isEqualTo(expected);
    }

    @Test
    void veryLongWordsAreCut() {
        String word = "x".repeat(100_000);
        assertThat(prose(word)).containsExactly("x".repeat(Tokens.MAX_WORD) + "@0");
        assertThat(tokens.end(0)).isEqualTo(100_000);
        assertThat(prose("ß".repeat(40))).containsExactly("s".repeat(Tokens.MAX_WORD) + "@0");
        // Too long to be joined.
        assertThat(prose("y".repeat(40) + "-" + "z".repeat(40)))
                .containsExactly("y".repeat(40) + "@0", "z".repeat(40) + "@1");
        assertThat(prose("\\" + "q".repeat(200))).hasSize(2);
    }

    @Test
    void manyTokensGrowTheBuffers() {
        assertThat(prose("word ".repeat(20_000))).hasSize(20_000).last().isEqualTo("word@19999");
        assertThat(new TreeSet<>(prose("p-q ".repeat(2_000)))).hasSize(6_000);
    }

    @Test
    void onlyWantedLettersAreStemmed() {
        tokens.analyze("Networks trainings image-networks", Tokens.Kind.PROSE, 1 << ('t' - 'a'));
        assertThat(tokens.stem(0)).isEqualTo("networks");
        assertThat(tokens.stem(1)).isEqualTo("train");
        assertThat(tokens.stem(3)).isEqualTo("imagenetworks");
    }
}
