package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TexTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            C. Bal\\'azs                   | C. Balázs
            Bal\\'{a}zs and {\\'E}mile     | Balázs and Émile
            Schr{\\"o}dinger, na\\"ive     | Schrödinger, naïve
            Erd\\H{o}s--R\\'enyi           | Erdős–Rényi
            Ho\\v{r}ava, Ho\\v rava        | Hořava, Hořava
            Fran\\c{c}ois                  | François
            \\v{S}ev\\v{c}\\'{\\i}k        | Ševčík
            Vi\\d{\\^e}t, na\\"{\\i}ve     | Việt, naïve
            {\\O}rsted, \\O rsted          | Ørsted, Ørsted
            Stra\\ss e, Stra{\\ss}e        | Straße, Straße
            {\\L}ukasiewicz, \\AA{}ngstr\\"om | Łukasiewicz, Ångström
            \\={A}nanda \\.Istanbul        | Ānanda İstanbul
            \\t{oo}                        | o͡o
            {\\em very} \\emph{nice} \\textbf{\\textit{x}} | very nice x
            {\\bf bold text} \\textsc{Lemma} | bold text Lemma
            AT\\&T, 5\\%, a\\_b, \\#1       | AT&T, 5%, a_b, #1
            Fig.~1 and et~al.             | Fig. 1 and et al.
            2~3 times, ~10 and a/~user    | 2~3 times, ~10 and a/~user
            1--10 --- really              | 1–10 — really
            run with --fast               | run with --fast
            ``quoted'' f''                | “quoted” f''
            the model\\'s idea             | the model's idea
            a {GAN} and {GAN}s            | a GAN and GANs
            x in {0,1} and {a: b}         | x in {0,1} and {a: b}
            9{,}800 items                 | 9,800 items
            10^{-22} and x_{ij}           | 10^{-22} and x_{ij}
            a\\,b 10\\,600 10\\,ms         | a b 10600 10 ms
            pass\\^{}k                     | pass^k
            {\\alpha}-VAE of 3{\\texttimes}, 360{\\deg} | α-VAE of 3×, 360°
            \\r{ho} and \\k{appa}          | ρ and κ
            \\url{https://a.b/c\\_d}       | https://a.b/c_d
            see \\href{https://a.b}{here}\\footnote{or there} | see here (or there)
            as in \\cite{knuth84}          | as in [knuth84]
            \\method{} and \\ours, \\frac{1}{2} | \\method and \\ours, \\frac{1}{2}
            costs \\$5                     | costs $5
            costs \\$5 with $x$            | costs \\$5 with $x$
            \\$5 or \\$6                   | \\$5 or \\$6
            broken {brace and \\           | broken {brace and \\
            """)
    void resolvesTex(String tex, String expected) {
        assertThat(TexText.plain(tex)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$\\{x \\in \\mathbb{R}^n : \\|x\\|_2 \\le 1\\}$", "the $k$-th \\'{}"})
    void leavesFormulas(String formula) {
        assertThat(TexText.plain("in " + formula + " --- ok")).startsWith("in " + formula.replace(" \\'{}", ""));
    }

    @Test
    void leavesFormulasOfAllDelimiters() {
        String text = "a $\\'e$ b $$x -- y~{z}$$ c \\(\\{a\\}\\) d \\[``q''\\] e $x'' \\$ \\emph{y}$";
        assertThat(TexText.plain(text)).isEqualTo(text);
    }

    @Test
    void foldsLineBreaksEvenInFormulas() {
        assertThat(TexText.plain("  two\n  lines\r\nand\t$a\n+ b$ \u00a0\u3000end \n"))
                .isEqualTo("two lines and $a + b$ end");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            DaumÃ©                        | Daumé
            naÃ¯ve MÃ¶bius 360Â°          | naïve Möbius 360°
            userâ€™s â€œxâ€\u009d         | user’s “x”
            JosÃ\u00a9 and systemÃ¢Â€Â™s  | José and system’s
            SÃO PAULO, MÂ²                 | SÃO PAULO, M²
            CAFÉ™ and Ä“x                  | CAFÉ™ and Ä“x
            conjunc(cid:173) tion          | conjunction
            Polak(cid:173) Ribiere         | Polak-Ribiere
            e(cid:11)ect classi(cid:12)er (cid:13)exible di(cid:14)cult | effect classifier flexible difficult
            rate (cid:11) which, (cid:99)  | rate (cid:11) which, (cid:99)
            eﬀect ﬁnd ﬂow oﬃce baﬄe        | effect find flow office baffle
            A &amp; B &lt; C &eacute; &#233; &#xe9; | A & B < C é é é
            R&amp;amp;D, &amp;eacute; &unknown; a&b | R&D, é &unknown; a&b
            <i>E. coli</i> H<sub>2</sub>O 10<sup>-3</sup> | E. coli H₂O 10⁻³
            <image, verb> </s> p < q > r <b | <image, verb> </s> p < q > r <b
            <jats:p>One.</jats:p><jats:p>Two.</jats:p> | One. Two.
            <span class="x">y</span><br/>z | y z
            soft\u00adhyphen zero\u200bwidth bell\u0007 | softhyphen zerowidth bell
            e\u0301                        | é
            """)
    void mendsWhatOthersBroke(String text, String expected) {
        assertThat(TexText.plain(text)).isEqualTo(expected);
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        assertThat(TexText.plain("a\ud800b \udc00 \ud835\udc00\uffff")).isEqualTo("a\ufffdb \ufffd \ud835\udc00\ufffd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Attention Is All You Need",
                "A $x^2$ and state-of-the-art (really), it's 'so' \"quoted\"; 10% @ 3.5: [1]",
                "变分自编码器 “和” 扩散模型—Schrödinger’s α",
            })
    void returnsTheSameTextWhenNothingIsToDo(String text) {
        assertThat(TexText.plain(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Knuth, Donald E.          | Donald E. Knuth
            Donald E. Knuth           | Donald E. Knuth
            van der Berg, Jan         | Jan van der Berg
            King, Jr., Martin Luther  | Martin Luther King Jr.
            King, Martin Luther, Jr.  | Martin Luther King Jr.
            Martin Luther King, Jr.   | Martin Luther King Jr.
            Gates, III                | Gates III
            Yuan, C. -P.              | C.-P. Yuan
            \\'Ozs, B\\'{e}la         | Béla Ózs
            {BESIII Collaboration}    | BESIII Collaboration
            {\\v S}imko, {J}\\'an     | Ján Šimko
            """)
    void turnsNames(String name, String expected) {
        assertThat(TexText.name(name)).isEqualTo(expected);
    }

    @Test
    void splitsFreeTextAuthors() {
        assertThat(TexText.authors("C. Bal\\'azs, E. L. Berger, and C.-P. Yuan (1 and 2) ((1) Inst. A, (2) Inst. B)"))
                .containsExactly("C. Balázs", "E. L. Berger", "C.-P. Yuan");
        assertThat(TexText.authors("Ileana Streinu and Louis Theran"))
                .containsExactly("Ileana Streinu", "Louis Theran");
        assertThat(TexText.authors("M. King, Jr.; A. Sand & B. Andersen"))
                .containsExactly("M. King Jr.", "A. Sand", "B. Andersen");
        assertThat(TexText.authors("G. Aad et al. for the ATLAS Collaboration"))
                .containsExactly("G. Aad", "ATLAS Collaboration");
        assertThat(TexText.authors("The CMS Collaboration: A. One, B. Two"))
                .containsExactly("The CMS Collaboration", "A. One", "B. Two");
        assertThat(TexText.authors(" ")).isEqualTo(List.of());
    }

    @Test
    void takesOffTheQuotesOfCsv() {
        assertThat(TexText.unquoted("\"We call it \"\"x\"\" here.\"")).isEqualTo("We call it \"x\" here.");
        assertThat(TexText.unquoted("\"A\" and \"B\"")).isEqualTo("\"A\" and \"B\"");
        assertThat(TexText.unquoted("\"")).isEqualTo("\"");
    }
}
