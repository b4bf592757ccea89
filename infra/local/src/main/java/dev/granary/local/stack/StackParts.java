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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What a stack is made of, and what each part is told of the others.
 *
 * @param components in the order of their start
 * @param addresses where each is
 */
record StackParts(List<Component> components, Addresses addresses) {
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
                new ComponentPlan(REPUTATION, servers, Set.of("kafka", "postgres", TRACES), true),
                new ComponentPlan(GATEWAY, servers, Set.of("kafka", "postgres", "redis", TRACES, REPUTATION), true),
                new ComponentPlan(TRACES, Set.of(REPUTATION, GATEWAY), Set.of(), false));
    }

    /** Where one stack lives and what it is called. */
    record Site(StackHome home, DataFolder folder, Gateway gateway, String name) {
        private Place place(String component, IntSupplier port) {
            return new Place(home, folder.component(component), folder.log(component), port);
        }
    }

    /** Lays the stack out in its folder. */
    static StackParts of(Site site, PortBook book) {
        Function<String, Place> place = name -> site.place(name, () -> book.port(name));
        Addresses addresses = new Addresses(site.gateway(), book);
        PostgresServer postgres = new PostgresServer(place.apply("postgres"));
        GranaryService reputation = new GranaryService(
                REPUTATION,
                place.apply(REPUTATION),
                FreePorts.LOOPBACK,
                REPUTATION_HEAP,
                () -> told(site, addresses, postgres));
        GranaryService fetchVerify = new GranaryService(
                GATEWAY,
                site.place(GATEWAY, site.gateway()::port),
                site.gateway().listen(),
                GATEWAY_HEAP,
                () -> toldGateway(site, addresses, postgres));
        PortKeeper.Move moved = () -> addresses.write(site.folder());
        Function<Component, Component> keeping =
                component -> new PortKeeper(component, List.of(component.name()), book, moved);
        KafkaBroker kafka = new KafkaBroker(place.apply("kafka"), () -> book.port(CONTROLLER));
        return new StackParts(
                List.of(
                        new PortKeeper(kafka, List.of("kafka", CONTROLLER), book, moved),
                        keeping.apply(postgres),
                        keeping.apply(new RedisServer(place.apply("redis"))),
                        keeping.apply(reputation),
                        new FixedPort(fetchVerify, site.gateway()),
                        keeping.apply(new ZipkinServer(place.apply(TRACES)))),
                addresses);
    }

    /** Asked at each start: ports may have changed, and the password exists only once PostgreSQL was prepared. */
    private static Map<String, String> told(Site site, Addresses addresses, PostgresServer postgres) {
        Map<String, String> all = new HashMap<>();
        all.put("GRANARY_SITE", site.name());
        all.put("KAFKA_BOOTSTRAP_SERVERS", addresses.of("kafka"));
        all.put("QUARKUS_REDIS_HOSTS", "redis://" + addresses.of("redis"));
        all.put("GRANARY_POSTGRES_URL", addresses.of("postgres") + "/" + PostgresServer.DATABASE);
        all.put("GRANARY_POSTGRES_USER", PostgresServer.USER);
        all.put("GRANARY_POSTGRES_PASSWORD", postgres.password());
        all.put("GRANARY_TRACES", "zipkin");
        all.put("GRANARY_ZIPKIN_ENDPOINT", "http://" + addresses.of(TRACES) + "/api/v2/spans");
        return all;
    }

    private static Map<String, String> toldGateway(Site site, Addresses addresses, PostgresServer postgres) {
        Map<String, String> all = told(site, addresses, postgres);
        all.put("GRANARY_PUBLIC_URL", site.gateway().urlForClients());
        all.put("GRANARY_REPUTATION_URL", "http://" + addresses.of(REPUTATION));
        all.put("GRANARY_SETTINGS", site.folder().effectiveSettings().toString());
        return all;
    }
}
