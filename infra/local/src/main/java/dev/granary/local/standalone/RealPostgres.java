package dev.granary.local.standalone;

import dev.granary.local.component.PostgresServer;
import java.nio.file.Path;

/** A real PostgreSQL of a test, with one empty database. */
public final class RealPostgres implements AutoCloseable {
    private final PostgresServer component;
    private final RealServer server;

    private RealPostgres(PostgresServer component, RealServer server) {
        this.component = component;
        this.server = server;
    }

    /** Starts one on a free port of 127.0.0.1 and returns once it is ready; its log is {@code postgres.log} there. */
    public static RealPostgres start(Path directory) {
        PostgresServer component = new PostgresServer(RealServer.place(directory, "postgres"));
        RealPostgres postgres =
                new RealPostgres(component, new RealServer(component, RealServer.logOf(directory, "postgres")));
        postgres.server.start();
        return postgres;
    }

    public int port() {
        return component.port();
    }

    /** {@code host:port/database}, as {@code GRANARY_POSTGRES_URL} wants it. */
    public String address() {
        return "127.0.0.1:" + port() + "/" + PostgresServer.DATABASE;
    }

    public String user() {
        return PostgresServer.USER;
    }

    public String password() {
        return component.password();
    }

    public long pid() {
        return server.pid();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        server.kill();
    }

    /** Ends it in its own orderly way. */
    public void stop() {
        server.stop();
    }

    /** Starts it again if it does not run, on the same port, with what it kept, and returns once it is ready. */
    public void restart() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
