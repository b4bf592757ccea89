package dev.granary.local.component;

import static dev.granary.local.LocalError.NOT_BUILT;

import dev.granary.kernel.GranaryException;
import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Launch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One of our own services: a Quarkus application of the build. */
public final class GranaryService implements Component {
    private final String name;
    private final Place place;
    private final InetAddress listen;
    private final int heapMebibytes;
    private final Supplier<Map<String, String>> environment;

    /**
     * @param listen the address that it listens on
     * @param environment what it is told beside its own address, asked at each start
     */
    public GranaryService(
            String name,
            Place place,
            InetAddress listen,
            int heapMebibytes,
            Supplier<Map<String, String>> environment) {
        this.name = name;
        this.place = place;
        this.listen = listen;
        this.heapMebibytes = heapMebibytes;
        this.environment = environment;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return place.port();
    }

    @Override
    public Launch prepare() {
        Path jar = place.home().service(name);
        if (!Files.isRegularFile(jar)) {
            throw new GranaryException(NOT_BUILT, jar + " is missing: build Granary first, with ./granary up");
        }
        Map<String, String> whole = new HashMap<>(System.getenv());
        // Already weighed against flags and file; a service would let them win once more.
        whole.keySet().removeIf(variable -> variable.startsWith("GRANARY_UPSTREAM_"));
        whole.putAll(environment.get());
        whole.put("QUARKUS_HTTP_HOST", listen.getHostAddress());
        whole.put("QUARKUS_HTTP_PORT", Integer.toString(place.port()));
        whole.put("GRANARY_DATA", place.directory().toString());
        List<String> arguments = new ArrayList<>(place.home().aotCache().options(name, jar));
        arguments.addAll(List.of("-jar", jar.toString()));
        return new Launch(name, JavaRuntime.command(heapMebibytes, arguments), whole, place.directory(), place.log());
    }

    @Override
    public Readiness probe() {
        InetAddress asked = listen.isAnyLocalAddress() ? FreePorts.LOOPBACK : listen;
        return WireProbe.askHttp(new InetSocketAddress(asked, place.port()), "/q/health/ready", HealthAnswer::detail);
    }
}
