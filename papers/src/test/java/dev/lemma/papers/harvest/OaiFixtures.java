package dev.lemma.papers.harvest;

import java.util.List;

/// Answers in the form of the arXiv's OAI-PMH server (as of 2025; attributes in single quotes, tokens with
/// escapes in them).
final class OaiFixtures {
    static final String TOKEN_2 =
            "verb%3DListRecords%26metadataPrefix%3DarXiv%26from%3D2025-03-03%26set%3Dcs%3Acs%3ACL%26skip%3D2";
    static final String TOKEN_3 =
            "verb%3DListRecords%26metadataPrefix%3DarXiv%26from%3D2025-03-04%26set%3Dcs%3Acs%3ACL%26skip%3D1";

    private OaiFixtures() {}

    static String envelope(String content) {
        return """
                <?xml version='1.0' encoding='UTF-8'?>
                <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
                  <responseDate>2025-03-05T12:00:00Z</responseDate>
                  <request verb='ListRecords' metadataPrefix='arXiv' set='cs:cs:CL'>https://oaipmh.arxiv.org/oai</request>
                  %s
                </OAI-PMH>
                """.formatted(content);
    }

    /// A page; an empty token ends the list as section 3.5 says.
    static String page(String token, String... records) {
        String expiry = token.isEmpty() ? "" : " expirationDate='2025-03-06T00:00:00Z'";
        return envelope("<ListRecords>" + String.join("\n", records) + "<resumptionToken" + expiry + ">" + token
                + "</resumptionToken></ListRecords>");
    }

    static String record(String id, String day, String title) {
        return """
                <record>
                  <header>
                    <identifier>oai:arXiv.org:%s</identifier>
                    <datestamp>%s</datestamp>
                    <setSpec>cs:cs:CL</setSpec>
                    <setSpec>cs:cs:LG</setSpec>
                  </header>
                  <metadata>
                    <arXiv xmlns="http://arxiv.org/OAI/arXiv/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xsi:schemaLocation="http://arxiv.org/OAI/arXiv/ http://arxiv.org/OAI/arXiv.xsd">
                      <id>%s</id>
                      <created>2024-11-02</created>
                      <updated>2025-03-02</updated>
                      <authors>
                        <author><keyname>Erdős</keyname><forenames>Pál</forenames></author>
                      </authors>
                      <title>%s</title>
                      <categories>cs.CL cs.LG</categories>
                      <license>http://creativecommons.org/licenses/by/4.0/</license>
                      <abstract>  We bound $a &lt; b$ &amp; more.
                </abstract>
                    </arXiv>
                  </metadata>
                </record>
                """.formatted(id, day, id, title);
    }

    static String deletedRecord(String id, String day) {
        return """
                <record>
                  <header status="deleted">
                    <identifier>oai:arXiv.org:%s</identifier>
                    <datestamp>%s</datestamp>
                    <setSpec>cs:cs:CL</setSpec>
                  </header>
                </record>
                """.formatted(id, day);
    }

    static String error(String code, String words) {
        return envelope("<error code='" + code + "'>" + words + "</error>");
    }

    static String identify() {
        return envelope("""
                <Identify>
                  <repositoryName>arXiv</repositoryName>
                  <baseURL>https://oaipmh.arxiv.org/oai</baseURL>
                  <protocolVersion>2.0</protocolVersion>
                  <adminEmail>help@arxiv.org</adminEmail>
                  <earliestDatestamp>2005-09-16</earliestDatestamp>
                  <deletedRecord>persistent</deletedRecord>
                  <granularity>YYYY-MM-DD</granularity>
                  <description>
                    <oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier">
                      <scheme>oai</scheme>
                      <repositoryIdentifier>arXiv.org</repositoryIdentifier>
                    </oai-identifier>
                  </description>
                </Identify>""");
    }

    static String sets(String token, List<OaiSet> sets) {
        StringBuilder text = new StringBuilder("<ListSets>");
        for (OaiSet set : sets) {
            text.append("<set><setSpec>").append(set.spec()).append("</setSpec><setName>");
            text.append(set.name()).append("</setName></set>");
        }
        if (!token.isEmpty()) {
            text.append("<resumptionToken>").append(token).append("</resumptionToken>");
        }
        return envelope(text.append("</ListSets>").toString());
    }
}
