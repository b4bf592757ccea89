package dev.granary.fetchverify.upstream.wire;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom TLS connections trust: those whom Java trusts, and those whom the company adds. */
public final class TrustStore {
    private TrustStore() {}

    /**
     * Java's own certificates with those of a PEM file on top.
     *
     * @throws IllegalArgumentException when the file holds no certificates; its message is a sentence for a person
     */
    public static TrustOptions with(Path bundle) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate own : javaOwn()) {
                store.setCertificateEntry("java-" + store.size(), own);
            }
            for (Certificate extra : read(bundle)) {
                store.setCertificateEntry("extra-" + store.size(), extra);
            }
            return TrustOptions.wrap(manager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The certificates in " + bundle + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static Collection<? extends Certificate> read(Path bundle) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(bundle)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("there is none in it");
            }
            return found;
        }
    }

    private static X509Certificate[] javaOwn() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers()[0];
    }
}
