package dev.granary.fetchverify.upstream.wire;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends one request and waits, on a virtual thread, for the header of its answer. */
public final class Exchange {
    private final Vertx vertx;
    private final HttpClient client;

    public Exchange(Vertx vertx, HttpClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /**
     * Sends a request without a body.
     *
     * @param peer what sentences call the upstream
     * @throws IOException when no header came by {@code deadline}; its message is half a sentence
     */
    public Transfer send(RequestOptions options, String peer, Deadline deadline) throws IOException {
        // An event loop of its own, whatever context the caller has: on a worker's context both would wait for each
        // other.
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        Wait wait = new Wait(context, peer);
        context.runOnContext(_ -> client.request(options)
                .onFailure(wait.header::completeExceptionally)
                .onSuccess(wait::start));
        try {
            return wait.header.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw wait.giveUp(e);
        } catch (ExecutionException e) {
            throw new IOException(Failures.sentence(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw wait.giveUp(e);
        }
    }

    /** The wait for one header; {@code request} belongs to the event loop. */
    private static final class Wait {
        private final Context context;
        private final String peer;
        private final CompletableFuture<Transfer> header = new CompletableFuture<>();
        private @Nullable HttpClientRequest request;

        Wait(Context context, String peer) {
            this.context = context;
            this.peer = peer;
        }

        void start(HttpClientRequest ready) {
            ready.exceptionHandler(header::completeExceptionally);
            if (header.isDone()) {
                ready.reset();
                return;
            }
            request = ready;
            ready.response().onFailure(header::completeExceptionally).onSuccess(response -> {
                Transfer transfer = Transfer.attach(context, response, peer);
                if (!header.complete(transfer)) {
                    transfer.close();
                }
            });
            ready.end();
        }

        /** Frees whatever this wait still holds, or will still be given. */
        IOException giveUp(Exception cause) {
            if (!header.completeExceptionally(cause) && !header.isCompletedExceptionally()) {
                header.join().close();
            }
            context.runOnContext(_ -> {
                if (request != null) {
                    request.reset();
                }
            });
            return new IOException(Failures.sentence(cause), cause);
        }
    }
}
