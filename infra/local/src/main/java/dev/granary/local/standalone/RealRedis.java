package dev.granary.local.standalone;

import dev.granary.local.component.RedisServer;
import java.nio.file.Path;

/** A real Redis of a test. */
public final class RealRedis implements AutoCloseable {
    private final RedisServer component;
    private final RealServer server;

    private RealRedis(RedisServer component, RealServer server) {
        this.component = component;
        this.server = server;
    }

    /** Starts one on a free port of 127.0.0.1 and returns once it is ready; its log is {@code redis.log} there. */
    public static RealRedis start(Path directory) {
        RedisServer component = new RedisServer(RealServer.place(directory, "redis"));
        RealRedis redis = new RealRedis(component, new RealServer(component, RealServer.logOf(directory, "redis")));
        redis.server.start();
        return redis;
    }

    public int port() {
        return component.port();
    }

    /** As {@code quarkus.redis.hosts} wants it. */
    public String url() {
        return "redis://127.0.0.1:" + port();
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
