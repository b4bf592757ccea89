package dev.granary.local.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A registry on loopback that serves {@link SamplePackages} over TLS, as real ones are. */
public final class SampleRegistry implements AutoCloseable {
    private static final char[] PASSWORD = "training".toCharArray();
    private static final String ALIAS = "registry";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> bodies = new HashMap<>();
    private final Path certificate;

    private SampleRegistry(HttpsServer server, Path certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    /**
     * Starts one on a free port.
     *
     * @param folder where its key and certificate are put
     */
    public static SampleRegistry start(Path folder) throws IOException {
        try {
            KeyStore keys = newKeys(folder.resolve("registry.p12"));
            Path certificate = folder.resolve("registry.pem");
            Files.writeString(
                    certificate,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getCertificate(ALIAS).getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
            SampleRegistry registry = new SampleRegistry(server, certificate);
            registry.fill();
            server.setExecutor(registry.threads);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM can make no certificate", e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The certificate to trust. */
    public Path certificate() {
        return certificate;
    }

    private void fill() throws IOException {
        for (String name : SamplePackages.names()) {
            bodies.put("/" + name, gzip(SamplePackages.packument(name, url())));
            bodies.put("/" + SamplePackages.tarballPath(name), SamplePackages.tarball(name));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = bodies.get(path);
            if (body == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            boolean document = !path.endsWith(".tgz");
            exchange.getResponseHeaders()
                    .set("Content-Type", document ? "application/json" : "application/octet-stream");
            exchange.getResponseHeaders().set("ETag", "\"" + path.hashCode() + "\"");
            if (document) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /** The JDK makes certificates with its own tool alone. */
    private static KeyStore newKeys(Path file) throws IOException, GeneralSecurityException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().join();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
