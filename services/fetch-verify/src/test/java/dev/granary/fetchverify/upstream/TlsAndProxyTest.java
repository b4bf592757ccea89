package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.surroundings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static dev.granary.fetchverify.upstream.UpstreamFixture.unwatched;
import static dev.granary.fetchverify.upstream.UpstreamFixture.upstream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.settings.NetworkSettings;
import dev.granary.fetchverify.settings.NoProxy;
import dev.granary.fetchverify.settings.ProxySettings;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.upstream.ScriptedServer.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The company's certificates and the company's proxy. */
class TlsAndProxyTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Map<String, String> NAMES = Map.of("registry.test", "127.0.0.1", "other.test", "127.0.0.1");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        keytool("-genkeypair -alias a -keyalg EC -dname CN=registry.test -ext san=dns:registry.test -validity 2");
        keytool("-exportcert -rfc -alias a -file " + folder.resolve("extra.pem"));
    }

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static void keytool(String arguments) throws IOException, InterruptedException {
        String command = Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + arguments
                + " -storetype PKCS12 -storepass changeit -keystore " + folder.resolve("keys.p12");
        Process process = new ProcessBuilder(command.split(" "))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
    }

    private static ServerSocketFactory tls() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private static VertxUpstreamClient client(NetworkSettings network, URI base, URI... extra) {
        List<Origin> origins = List.of(extra).stream().map(Origin::of).toList();
        return new VertxUpstreamClient(
                VERTX,
                settings(network, new UpstreamSettings(upstream(base), Optional.empty(), origins, true)),
                limits(),
                surroundings(InstantSource.system(), NAMES),
                unwatched());
    }

    private static NetworkSettings trusting() {
        return new NetworkSettings(
                Optional.empty(), NoProxy.parse(""), Optional.of(folder.resolve("extra.pem")), false);
    }

    private static NetworkSettings through(int port, String noProxy) {
        ProxySettings proxy =
                new ProxySettings("127.0.0.1", port, Optional.of(new ProxySettings.Login("me", "geheim")));
        return new NetworkSettings(
                Optional.of(proxy), NoProxy.parse(noProxy), Optional.of(folder.resolve("extra.pem")), false);
    }

    @Test
    void theCompanysCertificateIsTrustedForItsName() throws Exception {
        // Given
        try (var server = ScriptedServer.start(tls(), "https", ok("fine"));
                var client = client(trusting(), server.baseAs("registry.test"))) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(server.calls().getFirst().header("host")).isEqualTo("registry.test:" + server.port());
        }
    }

    @Test
    void aCertificateOfAnotherNameOrOfNobodyIsRefused() throws Exception {
        // Given
        try (var server = ScriptedServer.start(tls(), "https", ok("secret"));
                var otherName = client(trusting(), server.baseAs("other.test"));
                var untrusted = client(NetworkSettings.DIRECT, server.baseAs("registry.test"))) {

            // When
            UpstreamAnswer first = otherName.ask(artifact(server.baseAs("other.test"), "a.tgz"));
            UpstreamAnswer second = untrusted.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(List.of(first, second)).allSatisfy(answer -> assertThat(answer)
                    .isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.sentence())
                            .contains("TLS failed")));
            assertThat(((Unavailable) second).sentence()).contains("network.ca_bundle");
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        // Given
        try (var plain = ScriptedServer.start(ok("secret"));
                var server = ScriptedServer.start(
                        tls(), "https", answering("302 Found", "", "Location: " + plain.base() + "a"));
                var client = client(trusting(), server.baseAs("registry.test"), plain.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(answer).isInstanceOf(Forbidden.class);
            assertThat(plain.connections()).isZero();
        }
    }

    @Test
    void certificatesThatCannotBeReadStopTheStart() {
        // Given
        NetworkSettings network = new NetworkSettings(
                Optional.empty(), NoProxy.parse(""), Optional.of(folder.resolve("keytool.log")), false);

        // When / Then
        assertThatThrownBy(() -> client(network, URI.create("https://registry.test/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keytool.log");
    }

    @Test
    void httpGoesThroughTheProxyInAbsoluteForm() throws IOException {
        // Given
        URI base = URI.create("http://far.test/");
        try (var proxy = ScriptedServer.start(ok("fine"));
                var client = client(through(proxy.port(), ""), base)) {

            // When
            UpstreamAnswer answer = client.ask(artifact(base, "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(proxy.calls().getFirst().line()).isEqualTo("GET http://far.test/a.tgz HTTP/1.1");
            assertThat(proxy.calls().getFirst().header("proxy-authorization"))
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:geheim".getBytes(UTF_8)));
        }
    }

    @Test
    void httpsGoesThroughATunnelThatTheProxyOnlyCarries() throws Exception {
        // Given
        try (var server = ScriptedServer.start(tls(), "https", ok("fine"));
                var proxy = ScriptedServer.start(tunnelTo(server.port()));
                var client = client(through(proxy.port(), ""), server.baseAs("registry.test"))) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(proxy.calls().getFirst().line())
                    .isEqualTo("CONNECT registry.test:" + server.port() + " HTTP/1.1");
            assertThat(server.calls().getFirst().headers()).doesNotContainKey("proxy-authorization");
        }
    }

    @Test
    void whatNoProxyNamesIsReachedDirectly() throws IOException {
        // Given
        try (var proxy = ScriptedServer.start(ok("wrong way"));
                var server = ScriptedServer.start(ok("fine"));
                var client = client(through(proxy.port(), ".test"), server.baseAs("registry.test"))) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void aProxyThatRefusesIsToldWithoutItsPassword() throws Exception {
        // Given
        URI base = URI.create("https://registry.test/");
        try (var proxy = ScriptedServer.start(answering("407 Proxy Authentication Required", ""));
                var client = client(through(proxy.port(), ""), base)) {

            // When
            UpstreamAnswer answer = client.ask(artifact(base, "a.tgz"));

            // Then
            assertThat(answer)
                    .isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.sentence())
                            .doesNotContain("geheim"));
        }
    }

    /** Answers CONNECT and carries bytes both ways. */
    private static Script tunnelTo(int port) {
        return call -> {
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                call.write("HTTP/1.1 200 Connection established\r\n\r\n");
                Thread back = Thread.ofVirtual().start(() -> carry(target, call.socket()));
                carry(call.socket(), target);
                back.join();
            }
        };
    }

    private static void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.close();
        } catch (IOException _) {
            // one side left
        }
    }
}
