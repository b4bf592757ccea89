package dev.granary.fetchverify.postgres;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one crossing from blocking threads to Hibernate Reactive: work runs in a transaction on an event loop, within the
 * caller's trace, and the caller waits for it, at most for a bounded time. Safe for threads; never to be called from an
 * event loop.
 */
@Singleton
public final class DatabaseBridge {
    /** A parent that is not sampled: housekeeping would otherwise begin a trace with each statement. */
    private static final Context UNTRACED = Context.root()
            .with(Span.wrap(SpanContext.create(
                    "00000000000000000000000000000001",
                    "0000000000000001",
                    TraceFlags.getDefault(),
                    TraceState.getDefault())));

    private final SessionFactory sessions;

    public DatabaseBridge(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Runs {@code work} in one transaction.
     *
     * @param patience how long the caller waits; the transaction itself is left alone and ends by itself, since a
     *     session that is cancelled does not give its connection back
     * @throws IOException when the transaction failed, or did not end in time
     */
    <T extends @Nullable Object> T await(Function<Session, Uni<T>> work, Duration patience) throws IOException {
        Context trace = Span.current().getSpanContext().isValid() ? Context.current() : UNTRACED;
        try {
            return VertxContextSupport.subscribeAndAwait(() -> {
                io.vertx.core.Context context = Vertx.currentContext();
                if (context != null) {
                    QuarkusContextStorage.INSTANCE.attach(context, trace);
                }
                return uncancelled(sessions.withTransaction(work))
                        .ifNoItem()
                        .after(patience)
                        .fail();
            });
        } catch (TimeoutException e) {
            throw new IOException("no answer from the database within " + patience, e);
        } catch (Error e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        } catch (Throwable e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T extends @Nullable Object> Uni<T> uncancelled(Uni<T> work) {
        return Uni.createFrom().emitter(emitter -> work.subscribe().with(emitter::complete, emitter::fail));
    }
}
