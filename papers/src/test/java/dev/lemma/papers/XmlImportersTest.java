package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlImportersTest {
    private static final String OAI = """
            <?xml version="1.0" encoding="UTF-8"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
            <responseDate>2024-05-02T00:00:00Z</responseDate>
            <request verb="ListRecords" metadataPrefix="arXiv">http://export.arxiv.org/oai2</request>
            <ListRecords>
            <record>
            <header><identifier>oai:arXiv.org:math/0309136</identifier><datestamp>2009-11-10</datestamp></header>
            <metadata>
             <arXiv xmlns="http://arxiv.org/OAI/arXiv/">
             <id>math/0309136</id><created>2003-09-08</created><updated>2004-01-01</updated>
             <authors><author><keyname>Bal&#225;zs</keyname><forenames>C.</forenames></author>
             <author><keyname>King</keyname><forenames>Martin</forenames><suffix>Jr.</suffix></author></authors>
             <title>On  $a &lt; b$ and
               K\\"ahler forms</title><categories>math.AG alg-geom math.MP</categories>
             <comments>12 pages</comments><journal-ref>J. Math. 1</journal-ref><doi>10.1000/1 10.1000/2</doi>
             <abstract>  We show
            this. </abstract></arXiv>
            </metadata>
            </record>
            <record><header status="deleted"><identifier>oai:arXiv.org:1001.0001</identifier></header></record>
            <record><header><identifier>oai:arXiv.org:1001.0002</identifier></header><metadata><arXiv><id>1001.0002</id>
            <title></title></arXiv></metadata></record>
            <resumptionToken cursor="0">1|2</resumptionToken>
            </ListRecords>
            </OAI-PMH>
            """;

    @Test
    void readsOai() {
        Imported imported = Imported.of("arxiv-oai", "oai.xml", OAI);
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers)
                .containsExactly(Paper.builder(new PaperId("arxiv:math/0309136"), "On $a < b$ and Kähler forms")
                        .authors(List.of("C. Balázs", "Martin King Jr."))
                        .summary("We show this.")
                        .categories(List.of("math.AG", "math-ph"))
                        .comment("12 pages")
                        .journalRef("J. Math. 1")
                        .doi("10.1000/1")
                        .year(2003)
                        .published(LocalDate.of(2003, 9, 8))
                        .updated(LocalDate.of(2009, 11, 10))
                        .url("https://arxiv.org/abs/math/0309136")
                        .pdf("https://arxiv.org/pdf/math/0309136")
                        .source("arxiv-oai")
                        .build());
        assertThat(imported.lines).containsExactly(6L);
        assertThat(imported.broken).containsExactly("20: deleted at the source", "21: no title");
    }

    @Test
    void readsACutXmlFileUpToTheCut() {
        Imported imported = Imported.of("arxiv-oai", "oai.xml", OAI.substring(0, OAI.indexOf("1001.0002")));
        assertThat(imported.papers).hasSize(1);
        assertThat(imported.broken).hasSize(1);
        assertThat(imported.failure)
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessageStartingWith("oai.xml:21: not well-formed XML: ")
                        .hasMessageEndingWith("; the records before it were read"));
        assertThat(Imported.of(
                                "arxiv-oai",
                                "oai.xml",
                                "<OAI-PMH><error code=\"badArgument\">No &such; verb</error></OAI-PMH>")
                        .failure)
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessage("oai.xml:1: the service answered an error: badArgument, No &such; verb"));
        assertThat(Imported.of("arxiv-oai", "oai.xml", "<OAI-PMH><error code=\"noRecordsMatch\"/></OAI-PMH>").failure)
                .isEmpty();
        assertThat(Imported.of("arxiv-oai", "oai.xml", "").failure).isPresent();
    }

    @Test
    void readsDublinCore() {
        String text = """
                <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>
                <header><identifier>oai:arXiv.org:2404.19756</identifier><datestamp>2024-06-17</datestamp></header>
                <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">
                <dc:title>KAN</dc:title><dc:creator>Liu, Ziming</dc:creator><dc:creator>Tegmark, Max</dc:creator>
                <dc:subject>Computer Science - Machine Learning</dc:subject><dc:subject>Condensed Matter - Disordered Systems \
                and Neural Networks</dc:subject><dc:subject>networks</dc:subject>
                <dc:description>Inspired by a theorem.</dc:description><dc:description>Comment: 48 pages</dc:description>
                <dc:date>2024-04-30</dc:date><dc:date>2024-05-24</dc:date>
                <dc:identifier>http://arxiv.org/abs/2404.19756</dc:identifier><dc:identifier>doi:10.1000/kan</dc:identifier>
                </oai_dc:dc></metadata></record>
                <record><header><identifier>oai:hal.org:1</identifier></header><metadata><dc><title>Thèse</title>
                <date>2001</date><identifier>https://hal.org/1</identifier></dc></metadata></record>
                </ListRecords></OAI-PMH>
                """;
        Imported imported = Imported.of("oai-dc", "dc.xml", text);
        assertThat(imported.papers.getFirst())
                .isEqualTo(Paper.builder(new PaperId("arxiv:2404.19756"), "KAN")
                        .authors(List.of("Ziming Liu", "Max Tegmark"))
                        .summary("Inspired by a theorem.")
                        .categories(List.of("cs.LG", "cond-mat.dis-nn"))
                        .keywords(List.of("networks"))
                        .comment("48 pages")
                        .doi("10.1000/kan")
                        .year(2024)
                        .published(LocalDate.of(2024, 4, 30))
                        .updated(LocalDate.of(2024, 6, 17))
                        .url("https://arxiv.org/abs/2404.19756")
                        .pdf("https://arxiv.org/pdf/2404.19756")
                        .source("oai-dc")
                        .build());
        assertThat(imported.papers.get(1).id().value()).isEqualTo("own:oai:hal.org:1");
        assertThat(imported.papers.get(1).year()).isEqualTo(2001);
        assertThat(imported.papers.get(1).url()).isEqualTo("https://hal.org/1");
    }

    @Test
    void readsAtom() {
        String text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom">
                  <title type="html">ArXiv Query</title><id>http://arxiv.org/api/x</id>
                  <entry>
                    <id>http://arxiv.org/abs/2404.19756v4</id><updated>2024-06-16T13:34:56Z</updated>
                    <published>2024-04-30T17:58:29Z</published>
                    <title>KAN: Networks</title><summary>  Inspired by
                a theorem.
                </summary>
                    <author><name>Ziming Liu</name></author><author><name>Max Tegmark</name></author>
                    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">48 pages</arxiv:comment>
                    <link title="pdf" href="http://arxiv.org/pdf/2404.19756v4" rel="related"/>
                    <arxiv:primary_category term="cs.LG"/>
                    <category term="cond-mat.dis-nn"/><category term="cs.LG"/>
                  </entry>
                  <entry><id>http://arxiv.org/api/errors#bad_id</id><title>Error</title><summary>incorrect id</summary></entry>
                </feed>
                """;
        Imported imported = Imported.of("arxiv-atom", "feed.xml", text);
        assertThat(imported.papers)
                .containsExactly(Paper.builder(new PaperId("arxiv:2404.19756"), "KAN: Networks")
                        .authors(List.of("Ziming Liu", "Max Tegmark"))
                        .summary("Inspired by a theorem.")
                        .categories(List.of("cs.LG", "cond-mat.dis-nn"))
                        .comment("48 pages")
                        .year(2024)
                        .published(LocalDate.of(2024, 4, 30))
                        .updated(LocalDate.of(2024, 6, 16))
                        .url("https://arxiv.org/abs/2404.19756")
                        .pdf("https://arxiv.org/pdf/2404.19756")
                        .source("arxiv-atom")
                        .build());
        assertThat(imported.broken).containsExactly("16: the service answered an error: incorrect id");
    }

    @Test
    void readsTheAclAnthology() {
        String text = """
                <?xml version='1.0' encoding='UTF-8'?>
                <collection id="2022.findings">
                  <volume id="acl" ingest-date="2022-05-15">
                    <meta><booktitle>Findings of the ACL: <fixed-case>ACL</fixed-case> 2022</booktitle><year>2022</year>
                      <venue>findings</venue></meta>
                    <frontmatter><url>2022.findings-acl.0</url></frontmatter>
                    <paper id="8"><title><fixed-case>BERT</fixed-case> at <tex-math>x^2</tex-math></title>
                      <author id="a"><first>Kai</first><last>Hui</last></author><author><last>Plato</last></author>
                      <abstract>We &amp; <i>you</i>.</abstract><url hash="1">2022.findings-acl.8</url>
                      <doi>10.18653/v1/2022.findings-acl.8</doi></paper>
                  </volume>
                  <volume id="x"><meta><booktitle>B</booktitle></meta><paper id="1"><title>T</title></paper></volume>
                </collection>
                """;
        Imported imported = Imported.of("acl-anthology", "2022.findings.xml", text);
        assertThat(imported.papers)
                .containsExactly(Paper.builder(new PaperId("venue:ACL.2022/2022.findings-acl.8"), "BERT at $x^2$")
                        .authors(List.of("Kai Hui", "Plato"))
                        .summary("We & you.")
                        .venue("ACL")
                        .year(2022)
                        .doi("10.18653/v1/2022.findings-acl.8")
                        .journalRef("Findings of the ACL: ACL 2022")
                        .url("https://aclanthology.org/2022.findings-acl.8/")
                        .pdf("https://aclanthology.org/2022.findings-acl.8.pdf")
                        .source("acl-anthology")
                        .build());
        assertThat(imported.broken).containsExactly("12: year of the volume is ''; expected four digits");
        String old = "<collection id=\"P18\"><volume id=\"1\"><meta><year>2018</year><venue>acl</venue></meta>"
                + "<paper id=\"7\"><title>T</title></paper></volume></collection>";
        assertThat(Imported.of("acl-anthology", "P18.xml", old).only().id().value())
                .isEqualTo("venue:ACL.2018/P18-1007");
    }

    private static final String DBLP = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE dblp SYSTEM "dblp.dtd">
            <dblp>
            <article mdate="2018-08-13" key="journals/corr/abs-1706-03762" publtype="informal">
            <author>Ashish Vaswani</author><title>Attention is All you Need.</title><year>2017</year>
            <volume>abs/1706.03762</volume><journal>CoRR</journal><ee type="oa">http://arxiv.org/abs/1706.03762</ee></article>
            <inproceedings mdate="2019-07-25" key="conf/iclr/KimL18">
            <author>J&ouml;rg M&uuml;ller 0001</author><author>Andr\u00e9 X</author>
            <title>Why H<sub>2</sub>O &amp; &Lambda;?</title><pages>1-9</pages><year>2018</year>
            <booktitle>ICLR (Poster)</booktitle><ee>https://openreview.net/forum?id=Hkx_-Yz</ee></inproceedings>
            <proceedings key="conf/iclr/2018"><title>ICLR</title></proceedings>
            <inproceedings key="conf/nips/BoC99"><title>Old One.</title><year>1999</year><booktitle>NIPS</booktitle>
            <ee>https://doi.org/10.1000/5</ee></inproceedings>
            <www key="homepages/1"><author>N. N.</author><title>Home Page</title></www>
            <article key="journals/jmlr/X"><title>No year.</title><journal>J. Mach. Learn. Res.</journal></article>
            <article key="journals/jmlr/Y"><year>2001</year></article>
            </dblp>
            """;

    @Test
    void readsDblp() {
        Imported imported =
                Imported.of("dblp", ImportContext.ofFile("dblp.xml"), DBLP.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly(
                        "arxiv:1706.03762",
                        "venue:ICLR.2018/Hkx_-Yz",
                        "venue:NeurIPS.1999/BoC99",
                        "own:journals/jmlr/X");
        assertThat(imported.papers.get(1))
                .isEqualTo(Paper.builder(new PaperId("venue:ICLR.2018/Hkx_-Yz"), "Why H₂O & Λ?")
                        .authors(List.of("Jörg Müller", "André X"))
                        .venue("ICLR")
                        .year(2018)
                        .updated(LocalDate.of(2019, 7, 25))
                        .journalRef("ICLR (Poster), 1–9, 2018")
                        .url("https://openreview.net/forum?id=Hkx_-Yz")
                        .source("dblp")
                        .build());
        assertThat(imported.papers.getFirst().title()).isEqualTo("Attention is All you Need");
        assertThat(imported.broken).containsExactly("16: no title");
    }

    @Test
    void expandsNoEntitiesAndReadsNoFiles() {
        String bomb = DBLP.replace(
                        "SYSTEM \"dblp.dtd\"",
                        "[<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY file SYSTEM \"file:///etc/passwd\">]")
                .replace("Old One.", "&b; &file; & &#0; &#x1f600; &bogus &amp;b; AT&T <![CDATA[&b; <i>]]>.");
        Imported imported =
                Imported.of("dblp", ImportContext.ofFile("dblp.xml"), bomb.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers.get(2).title())
                .isEqualTo("&b; &file; & \ufffd \ud83d\ude00 &bogus &b; AT&T &b; <i>");
    }

    @Test
    void survivesCharactersThatXmlForbids() {
        byte[] bytes = OAI.replace("12 pages", "12\u0008 p?ges").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' && i > 100 && bytes[i + 1] == 'g' ? (byte) 0xe4 : bytes[i];
        }
        assertThat(Imported.of("arxiv-oai", ImportContext.ofFile("x"), bytes)
                        .papers
                        .getFirst()
                        .comment())
                .isEqualTo("12\ufffd päges");
    }

    @Test
    void reportsAHugeRecordAndGoesOn() {
        String huge = "<OAI-PMH><record><a>" + "x".repeat(XmlCursor.MAX_RECORD + 1) + "</a></record>" + "<record>"
                + "<a>".repeat(200) + "</a>".repeat(200) + "</record></OAI-PMH>";
        Imported imported = Imported.of("arxiv-oai", "x.xml", huge);
        assertThat(imported.broken)
                .containsExactly(
                        "1: a record of more than 16 Mi characters; larger ones are not read",
                        "1: no <arXiv> in the record's <metadata>");
        assertThat(imported.failure).isEmpty();
    }
}
