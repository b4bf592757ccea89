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
            case SSLException tls -> "TLS failed (" + text(tls) + ")";
            default -> text(failure);
        };
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : Printable.of(message);
    }
}
