package dev.granary.reputation.postgres;

import dev.granary.kernel.GranaryException;
import dev.granary.reputation.ReputationError;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in one transaction on an event loop, whichever thread asks for it. Work within a request or an event is part
 * of its trace; housekeeping, which comes from other threads, is not traced.
 */
@Singleton
class Transactions {
    private static final Logger LOGGER = Logger.getLogger(Transactions.class);
    private static final String MODE = "postgres";
    private static final io.opentelemetry.context.Context UNTRACED = io.opentelemetry.context.Context.root()
            .with(Span.wrap(SpanContext.create(
                    "00000000000000000000000000000001",
                    "0000000000000001",
                    TraceFlags.getDefault(),
                    TraceState.getDefault())));

    private final SessionFactory sessions;
    private final Schema schema;
    private final Vertx vertx;
    private final DegradedModes modes;

    Transactions(SessionFactory sessions, Schema schema, Vertx vertx, DegradedModes modes) {
        this.sessions = sessions;
        this.schema = schema;
        this.vertx = vertx;
        this.modes = modes;
    }

    /** Runs {@code work}; a failure of the database is one of kind DEPENDENCY, and nothing was changed. */
    <T extends @Nullable Object> CompletionStage<T> run(Function<Session, Uni<T>> work) {
        boolean housekeeping = !VertxContext.isOnDuplicatedContext();
        Context context = VertxContext.getOrCreateDuplicatedContext(vertx);
        VertxContextSafetyToggle.setContextSafe(context, true);
        if (housekeeping) {
            QuarkusContextStorage.INSTANCE.attach(context, UNTRACED);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(_ -> {
            Uni<T> transaction = transaction(work);
            // What follows housekeeping must not look like a part of the trace that stands for none.
            (housekeeping ? transaction.emitOn(Infrastructure.getDefaultExecutor()) : transaction)
                    .subscribe()
                    .with(result::complete, result::completeExceptionally);
        });
        return result;
    }

    private <T extends @Nullable Object> Uni<T> transaction(Function<Session, Uni<T>> work) {
        if (!schema.isUpToDate()) {
            return Uni.createFrom().failure(away("its schema is not up to date yet", null));
        }
        return sessions.withTransaction(work)
                .invoke(this::back)
                .onFailure(Transactions::isLostRace)
                .transform(failure -> unavailable("another replica was faster", failure))
                .onFailure(failure -> !(failure instanceof GranaryException))
                .transform(failure -> away(String.valueOf(failure.getMessage()), failure));
    }

    /** Two replicas opened the same row: one of them is told to try again, and will find it. */
    private static boolean isLostRace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException) {
                return true;
            }
        }
        return false;
    }

    private void back() {
        if (modes.leave(MODE)) {
            LOGGER.info("PostgreSQL is back: events are counted and scores published again");
        }
    }

    private GranaryException away(String why, @Nullable Throwable cause) {
        if (modes.enter(MODE, "no evidence is counted and no score can be asked for")) {
            LOGGER.warnf("PostgreSQL can't be used, events wait on their topic: %s", why);
        }
        return unavailable(why, cause);
    }

    private static GranaryException unavailable(String why, @Nullable Throwable cause) {
        return new GranaryException(
                ReputationError.LEDGER_UNAVAILABLE, "The reputation database can't be used: " + why, cause);
    }
}
