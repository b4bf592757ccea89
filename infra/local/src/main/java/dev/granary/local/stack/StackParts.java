package dev.granary.local.stack;

import dev.granary.local.component.Component;
import dev.granary.local.component.GranaryService;
import dev.granary.local.component.KafkaBroker;
import dev.granary.local.component.Place;
import dev.granary.local.component.PostgresServer;
import dev.granary.local.component.RedisServer;
import dev.granary.local.component.StackHome;
import dev.granary.local.component.ZipkinServer;
import dev.granary.local.process.FreePorts;
import dev.granary.local.supervision.ComponentPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What a stack is made of, and what each part is told of the others.
 *
 * @param components in the order of their start
 * @param endpoints where each is, by name; HTTP ones as base URLs
 */
record StackParts(List<Component> components, Map<String, String> endpoints) {
    static final String GATEWAY = "fetch-verify";
    static final String REPUTATION = "reputation";
    static final String TRACES = "zipkin";
    private static final String CONTROLLER = "kafka-controller";
    private static final int GATEWAY_HEAP = 384;
    private static final int REPUTATION_HEAP = 160;

    /** The servers that get a port of their own choosing. */
    static final List<String> PORTS = List.of("kafka", CONTROLLER, "postgres", "redis", TRACES, REPUTATION);

    StackParts {
        components = List.copyOf(components);
    }

    /** The order: first what stands alone, then what needs it; nobody waits for the trace UI. */
    static List<ComponentPlan> plans() {
        Set<String> servers = Set.of("kafka", "postgres", "redis");
        return List.of(
                new ComponentPlan("kafka", Set.of(), true),
                new ComponentPlan("postgres", Set.of(), true),
                new ComponentPlan("redis", Set.of(), true),
                new ComponentPlan(REPUTATION, servers, true),
                new ComponentPlan(GATEWAY, servers, true),
                new ComponentPlan(TRACES, Set.of(REPUTATION, GATEWAY), false));
    }

    /** Lays the stack out in its folder. */
    static StackParts of(StackHome home, DataFolder folder, Gateway gateway, String site, Map<String, Integer> ports) {
        Map<String, Integer> all = new HashMap<>(ports);
        all.put(GATEWAY, gateway.port());
        Function<String, Place> place = name ->
                new Place(home, folder.component(name), folder.log(name), Objects.requireNonNull(all.get(name), name));
        KafkaBroker kafka =
                new KafkaBroker(place.apply("kafka"), place.apply(CONTROLLER).port());
        PostgresServer postgres = new PostgresServer(place.apply("postgres"));
        RedisServer redis = new RedisServer(place.apply("redis"));
        ZipkinServer zipkin = new ZipkinServer(place.apply(TRACES));
        Map<String, String> shared = Map.of(
                "GRANARY_SITE",
                site,
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "QUARKUS_REDIS_HOSTS",
                "redis://127.0.0.1:" + redis.port(),
                "GRANARY_POSTGRES_URL",
                "127.0.0.1:" + postgres.port() + "/" + PostgresServer.DATABASE,
                "GRANARY_POSTGRES_USER",
                PostgresServer.USER,
                "GRANARY_TRACES",
                "zipkin",
                "GRANARY_ZIPKIN_ENDPOINT",
                url(zipkin) + "/api/v2/spans");
        GranaryService reputation = new GranaryService(
                REPUTATION, place.apply(REPUTATION), FreePorts.LOOPBACK, REPUTATION_HEAP, () -> told(shared, postgres));
        Map<String, String> gatewayOnly = new HashMap<>(shared);
        gatewayOnly.put("GRANARY_PUBLIC_URL", gateway.urlForClients());
        gatewayOnly.put("GRANARY_REPUTATION_URL", url(reputation));
        gatewayOnly.put("GRANARY_SETTINGS", folder.effectiveSettings().toString());
        GranaryService fetchVerify = new GranaryService(
                GATEWAY, place.apply(GATEWAY), gateway.listen(), GATEWAY_HEAP, () -> told(gatewayOnly, postgres));
        return new StackParts(
                List.of(kafka, postgres, redis, reputation, fetchVerify, zipkin),
                endpoints(gateway, List.of(kafka, postgres, redis), zipkin, reputation));
    }

    /** The password exists only once PostgreSQL was prepared, so it is asked for at the last moment. */
    private static Map<String, String> told(Map<String, String> known, PostgresServer postgres) {
        Map<String, String> all = new HashMap<>(known);
        all.put("GRANARY_POSTGRES_PASSWORD", postgres.password());
        return all;
    }

    private static Map<String, String> endpoints(
            Gateway gateway, List<Component> servers, Component traces, Component reputation) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("gateway", gateway.localUrl());
        endpoints.put("traces", url(traces));
        servers.forEach(server -> endpoints.put(server.name(), "127.0.0.1:" + server.port()));
        endpoints.put(GATEWAY, gateway.localUrl());
        endpoints.put(REPUTATION, url(reputation));
        return endpoints;
    }

    private static String url(Component component) {
        return "http://127.0.0.1:" + component.port();
    }
}
