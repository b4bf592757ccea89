package dev.granary.fetchverify.format.npm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.DocumentKey.Kind;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.GatewayRequest.Method;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.Route.Answered;
import dev.granary.fetchverify.format.Route.Refusal;
import dev.granary.fetchverify.format.Route.Refused;
import dev.granary.fetchverify.format.Route.ToArtifact;
import dev.granary.fetchverify.format.Route.ToDocument;
import dev.granary.fetchverify.format.Route.ToUpstream;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.request.CanonicalPath;
import dev.granary.kernel.PackageCoordinate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpmRoutesTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "left-pad, pkg:npm/left-pad, left-pad",
        "JSONStream, pkg:npm/JSONStream, JSONStream",
        "lodash.merge, pkg:npm/lodash.merge, lodash.merge",
        "@types/node, pkg:npm/%40types/node, @types%2fnode",
        "@Scope/Name, pkg:npm/%40Scope/Name, @Scope%2fName",
    })
    void leadsAPackagesNameToItsPackument(String path, String coordinate, String upstreamPath) {
        // When
        Route route = get(path, "application/json");

        // Then
        assertThat(route).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().path()).isEqualTo(path);
            assertThat(to.document().upstreamPath()).isEqualTo(upstreamPath);
            assertThat(to.document().kind()).isEqualTo(Kind.INDEX);
            assertThat(to.mentioned())
                    .contains(PackageCoordinate.parse(coordinate).orElseThrow());
            assertThat(to.view()).isEqualTo(View.of("full"));
        });
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */* | abbreviated",
                "application/vnd.npm.install-v1+json | abbreviated",
                "APPLICATION/VND.NPM.INSTALL-V1+JSON;Q=0.5 | abbreviated",
                "application/json, application/vnd.npm.install-v1+json | abbreviated",
                "application/json | full",
                "application/json; q=1.0, application/vnd.npm.install-v1+json; q=0.8 | full",
                "application/vnd.npm.install-v1+json;q=0, */* | full",
                "application/vnd.npm.install-v1+json;q=much | full",
                "*/* | full",
                "application/* | full",
                "text/html,application/xhtml+xml,*/*;q=0.8 | full",
                "'' | full",
            })
    void showsTheFormThatTheClientNames(String accept, String view) {
        // When
        Route route = get("left-pad", accept);

        // Then
        assertThat(route)
                .isInstanceOfSatisfying(
                        ToDocument.class, to -> assertThat(to.view().name()).isEqualTo(view));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "left-pad/1.3.0, left-pad, 1.3.0",
        "left-pad/latest, left-pad, latest",
        "left-pad/1.0.0+build, left-pad, 1.0.0+build",
        "@types/node/20.1.0, @types/node, 20.1.0",
    })
    void showsOneVersionOfThePackument(String path, String document, String version) {
        // When
        Route route = get(path, "");

        // Then
        assertThat(route).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().path()).isEqualTo(document);
            assertThat(to.view()).isEqualTo(new View("version", version));
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "left-pad/-/left-pad-1.3.0.tgz",
                "@types/node/-/node-20.1.0.tgz",
                "@a/b/-/@a/b-1.0.0.tgz",
                "left-pad/-/whatever",
                "left-pad/download/1.3.0",
                "left-pad/left-pad-1.3.0.tgz",
                "JSONStream/-/JSONStream-1.0.0.tgz"
            })
    void takesAnyPathBelowANameForAFile(String path) {
        // When
        Route route = get(path, "");

        // Then
        assertThat(route).isInstanceOfSatisfying(ToArtifact.class, to -> {
            assertThat(to.file().path()).isEqualTo(path);
            assertThat(path).startsWith(to.file().coordinate().fullName() + "/");
            assertThat(to.file().coordinate().version()).isEmpty();
        });
    }

    // fault 23, and what Windows or a shell would take for something else
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "CON",
                "con",
                "lpt1",
                "-rf",
                ".bin",
                "_private",
                "node_modules",
                "favicon.ico",
                "l\u0435ft-pad",
                "left\u202epad",
                "left pad",
                "a%2fb",
                "a?b",
                "a#b",
                "a:b",
                "@scope",
                "@/name",
                "@scope/.hidden",
                "@sc ope/name",
                "@scope/CON",
                "*",
                "~",
                "@scope/*",
                "a\u0000b",
                "\ud83d\ude00"
            })
    void refusesWhatIsNoPackageName(String path) {
        assertThat(get(path, "")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
            assertThat(refused.sentence()).isNotBlank();
        });
    }

    @Test
    void refusesANameOfTenKilobytesButNotOneOf214Characters() {
        assertThat(get("a".repeat(214), "")).isInstanceOf(ToDocument.class);
        assertThat(get("a".repeat(215), "")).isInstanceOf(Refused.class);
        assertThat(get("@" + "a".repeat(5_000) + "/" + "b".repeat(5_000), "")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"left-pad/-/a%2e.tgz", "left-pad/1.0.0 beta", "left-pad/-/\u202e.tgz", "left-pad/\u0661"})
    void refusesWhatIsNoVersionOrFile(String path) {
        assertThat(get(path, "")).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.MALFORMED));
    }

    // fault 22
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/@types/node", "/@types%2fnode", "/@types%2Fnode", "/%40types/node", "/%40types%2fnode"})
    void everySpellingOfAScopedNameIsOneKey(String raw) {
        // Given
        CanonicalPath path = CanonicalPath.parse(raw).orElseThrow();

        // When
        Route route = NpmRoutes.route(new GatewayRequest(Method.GET, path.segments(), false, "", ""));

        // Then
        assertThat(route).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().key()).isEqualTo("npm/@types/node");
            assertThat(to.mentioned()).extracting(PackageCoordinate::toString).containsExactly("pkg:npm/%40types/node");
        });
    }

    @Test
    void leadsToTheRegistrysKeys() {
        assertThat(get("-/npm/v1/keys", "")).isEqualTo(new ToDocument(NpmRoutes.KEYS, View.of("as-is")));
        assertThat(NpmRoutes.KEYS.kind()).isEqualTo(Kind.KEYS);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "left-pad@1.3.0, pkg:npm/left-pad@1.3.0, left-pad@1.3.0",
        "@types/node@20.1.0, pkg:npm/%40types/node@20.1.0, @types%2fnode@20.1.0",
    })
    void leadsToTheAttestationsOfOneVersion(String spec, String coordinate, String upstreamSpec) {
        // When
        Route route = get("-/npm/v1/attestations/" + spec, "");

        // Then
        assertThat(route).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().upstreamPath()).isEqualTo("-/npm/v1/attestations/" + upstreamSpec);
            assertThat(to.document().kind()).isEqualTo(Kind.SIDECAR);
            assertThat(to.mentioned()).extracting(PackageCoordinate::toString).containsExactly(coordinate);
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "-/npm/v1/attestations/left-pad",
                "-/npm/v1/attestations/@types/node",
                "-/npm/v1/attestations/@1.0.0",
                "-/npm/v1/attestations/CON@1.0.0",
                "-/npm/v1/attestations/a@1 0",
                "-/package/CON/dist-tags"
            })
    void refusesASpecThatNamesNoVersion(String path) {
        assertThat(get(path, "")).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.MALFORMED));
    }

    @Test
    void showsThePackumentsTags() {
        assertThat(get("-/package/@types/node/dist-tags", "")).isInstanceOfSatisfying(ToDocument.class, to -> {
            assertThat(to.document().path()).isEqualTo("@types/node");
            assertThat(to.view()).isEqualTo(View.of("dist-tags"));
        });
    }

    @Test
    void answersPingByItself() {
        assertThat(get("-/ping", "")).isEqualTo(new Answered(200, "application/json", "{}"));
    }

    @Test
    void tellsThatThereAreNoAccounts() {
        assertThat(get("-/whoami", "")).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(401);
            assertThat(answered.body()).contains("error");
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-/npm/v1/security/advisories/bulk", "-/npm/v1/security/audits/quick"})
    void neverLetsAnAuditLookClean(String path) {
        // When
        Route route = NpmRoutes.route(request(Method.POST, path, "", ""));

        // Then
        assertThat(route).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(503);
            assertThat(answered.body()).contains("error");
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "left-pad",
                "-/package/left-pad/dist-tags/latest",
                "-/user/org.couchdb.user:me",
                "-/v1/login",
                "left-pad/-rev/1"
            })
    void refusesToPublish(String path) {
        for (Method method : List.of(Method.PUT, Method.DELETE, Method.POST)) {
            assertThat(NpmRoutes.route(request(method, path, "", "")))
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.refusal()).isEqualTo(Refusal.METHOD);
                        assertThat(refused.sentence()).contains("takes no npm packages");
                    });
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"-", "-/", "-/all", "-/v1/login", "-/npm/v1/user", "-/package/dist-tags", "-/package//dist-tags"
            })
    void saysWhatItDoesNotServe(String path) {
        assertThat(get(path.replaceAll("/+$", ""), ""))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                        .isIn(Refusal.NOT_SERVED, Refusal.MALFORMED));
    }

    @Test
    void passesABoundedSearchOn() {
        // When
        Route route = search("text=left+pad&size=1000&from=20&quality=0.5&evil=x&popularity=1.0");

        // Then
        assertThat(route)
                .isEqualTo(new ToUpstream(
                        "",
                        List.of(
                                PackageCoordinate.parse("pkg:npm/left").orElseThrow(),
                                PackageCoordinate.parse("pkg:npm/pad").orElseThrow()),
                        "-/v1/search?text=left+pad&size=250&from=20&quality=0.5&popularity=1.0",
                        "application/json"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "text=internal-tool, internal-tool",
        "text=@corp/secret+thing, @corp/secret",
        "text=@corp, @corp/*",
        "text=scope:corp, @corp/*",
        "text=scope:@corp, @corp/*",
    })
    void tellsWhichPackagesASearchMentions(String query, String mentioned) {
        assertThat(search(query)).isInstanceOfSatisfying(ToUpstream.class, to -> assertThat(to.mentioned())
                .extracting(PackageCoordinate::fullName)
                .contains(mentioned));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "size=-1",
                "size=x",
                "from=10001",
                "from=99999999999",
                "quality=NaN",
                "text=%zz",
                "text=a%0d%0ab",
                "text=%E2%80%AE"
            })
    void refusesASearchOutOfRange(String query) {
        assertThat(search(query)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.MALFORMED));
    }

    @Test
    void namesThePackumentAsTheIndexOfAFile() {
        // Given
        ArtifactFile file = ((ToArtifact) get("@types/node/-/node-20.1.0.tgz", "")).file();
        NpmFormat format = new NpmFormat(bytes -> {
            throw new AssertionError("routing reads no document");
        });

        // When
        List<DocumentKey> indexes = format.indexesOf(file);

        // Then
        assertThat(indexes).extracting(DocumentKey::key).containsExactly("npm/@types/node");
        assertThat(format.likelyPath(file)).contains("@types/node/-/node-20.1.0.tgz");
        assertThat(format.accept(indexes.getFirst())).isEqualTo("application/json");
    }

    private static Route get(String path, String accept) {
        return NpmRoutes.route(request(Method.GET, path, "", accept));
    }

    private static Route search(String query) {
        return NpmRoutes.route(request(Method.GET, "-/v1/search", query, ""));
    }

    private static GatewayRequest request(Method method, String path, String query, String accept) {
        return new GatewayRequest(method, List.of(path.split("/", -1)), false, query, accept);
    }
}
