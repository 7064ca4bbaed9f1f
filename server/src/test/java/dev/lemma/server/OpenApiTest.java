package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The document and the routes say the same, and every answer is as its schema says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// What to ask: path template, address, status.
    private static final List<List<String>> CALLS = List.of(
            List.of("/api/v1/search", "/api/v1/search?q=attention&limit=5", "200"),
            List.of("/api/v1/search", "/api/v1/search?q=atention", "200"),
            List.of("/api/v1/search", "/api/v1/search?q=1706.03762", "200"),
            List.of("/api/v1/search", "/api/v1/search?q=nofield:x+(&sort=oldest&branch=arxiv", "200"),
            List.of("/api/v1/search", "/api/v1/search?cat=cs.CL+cs.LG&year=2017..2025&offset=1", "200"),
            List.of("/api/v1/search", "/api/v1/search?year=x", "400"),
            List.of("/api/v1/search", "/api/v1/search?limit=101", "400"),
            List.of("/api/v1/facets", "/api/v1/facets?q=graph", "200"),
            List.of("/api/v1/facets", "/api/v1/facets?sort=x", "400"),
            List.of("/api/v1/complete", "/api/v1/complete?q=attention+is", "200"),
            List.of("/api/v1/complete", "/api/v1/complete?q=" + "a".repeat(101), "400"),
            List.of("/api/v1/papers/{id}", "/api/v1/papers/arxiv:1706.03762", "200"),
            List.of("/api/v1/papers/{id}", "/api/v1/papers/venue:NeurIPS.2017/vaswani17", "200"),
            List.of("/api/v1/papers/{id}", "/api/v1/papers/hep-th/9901001", "200"),
            List.of("/api/v1/papers/{id}", "/api/v1/papers/own:none", "404"),
            List.of("/api/v1/status", "/api/v1/status", "200"),
            List.of("/api/v1/openapi.json", "/api/v1/openapi.json", "200"));

    @TempDir
    private static Path home;

    private TestSite site;
    private JsonNode document;

    @BeforeAll
    void start() throws Exception {
        site = TestSite.start(home);
        document = JSON.readTree(site.get("/api/v1/openapi.json").body());
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        TreeSet<String> described = new TreeSet<>();
        document.get("paths").fieldNames().forEachRemaining(described::add);
        Shell shell =
                new Shell("x", new java.util.concurrent.atomic.AtomicReference<>(""), Assets.load(new Compression(1)));
        TreeSet<String> routes = Routes.of(
                        site.library(),
                        shell,
                        new Metrics(site.library()),
                        LabPages.of(java.util.Optional.empty(), shell),
                        java.time.Clock.systemUTC())
                .all()
                .stream()
                .map(Route::pattern)
                .filter(pattern -> pattern.startsWith("/api/"))
                .map(pattern -> pattern.replace("...}", "}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(routes);
        TreeSet<String> called = new TreeSet<>();
        CALLS.forEach(call -> called.add(call.getFirst()));
        assertThat(called).isEqualTo(routes);
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void everyAnswerIsAsItsSchemaSays() throws Exception {
        for (List<String> call : CALLS) {
            HttpResponse<String> reply = site.get(call.get(1));
            assertThat(reply.statusCode()).as(call.get(1)).isEqualTo(Integer.parseInt(call.get(2)));
            JsonNode response = resolve(document.get("paths")
                    .get(call.get(0))
                    .get("get")
                    .get("responses")
                    .get(call.get(2)));
            Map.Entry<String, JsonNode> content =
                    response.get("content").properties().iterator().next();
            assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
                    .as(call.get(1))
                    .startsWith(content.getKey());
            List<String> errors = new ArrayList<>();
            check(content.getValue().get("schema"), JSON.readTree(reply.body()), "$", errors);
            assertThat(errors).as(call.get(1)).isEmpty();
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /// The part of JSON Schema that the document uses.
    private void check(JsonNode declared, JsonNode value, String path, List<String> errors) {
        JsonNode schema = resolve(declared);
        String type = schema.get("type").asText();
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("schema type " + type);
        };
        if (!fits) {
            errors.add(path + " is not of type " + type + ": " + value);
            return;
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            errors.add(path + " is none of " + schema.get("enum"));
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), path + "[" + i + "]", errors);
            }
        }
        if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    errors.add(path + " lacks " + name.asText());
                }
            });
            value.properties().forEach(field -> {
                JsonNode property = schema.get("properties").get(field.getKey());
                if (property == null) {
                    errors.add(path + " has undescribed " + field.getKey());
                } else {
                    check(property, field.getValue(), path + "." + field.getKey(), errors);
                }
            });
        }
    }
}
