package dev.granary.fetchverify.upstream.wire;

import dev.granary.kernel.Printable;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts what libraries throw into words for people. */
public final class Failures {
    private static final int DEEPEST = 10;

    private Failures() {}

    /** Half a sentence that tells what happened, free of control characters. */
    public static String sentence(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "it failed for an unknown reason";
            case HttpClosedException _ -> "the connection was closed";
            case StreamResetException _ -> "the stream was reset";
            case InterruptedException _ -> "the request was interrupted";
            case ConnectException _ -> "no connection could be made";
            case TimeoutException _ -> "no answer came in time";
            case SSLException tls -> tls(text(root(tls)));
            default -> text(failure);
        };
    }

    /** Behind a proxy that opens TLS, an untrusted certificate is the first thing that goes wrong. */
    private static String tls(String why) {
        boolean untrusted = why.contains("certification path");
        return "TLS failed (" + why + ")"
                + (untrusted ? "; a company's own certificates are named in network.ca_bundle" : "");
    }

    /** What libraries wrapped: it alone tells what is wrong with a certificate. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : Printable.of(message);
    }
}
