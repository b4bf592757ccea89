package dev.granary.local.component;

import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Launch;
import dev.granary.local.process.Programs;
import java.net.InetSocketAddress;
import java.util.List;

/** The trace UI; keeps the latest spans in memory. */
public final class ZipkinServer implements Component {
    private static final int HEAP_MEBIBYTES = 192;
    private static final String MOST_SPANS = "50000";

    private final Place place;

    public ZipkinServer(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "zipkin";
    }

    @Override
    public int port() {
        return place.port();
    }

    @Override
    public Launch prepare() {
        return new Launch(
                name(),
                JavaRuntime.command(
                        HEAP_MEBIBYTES,
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-jar",
                                place.home().zipkin().toString(),
                                "--armeria.ports[0].ip=127.0.0.1",
                                "--armeria.ports[0].port=" + place.port(),
                                "--armeria.ports[0].protocols[0]=http",
                                "--zipkin.storage.mem.max-spans=" + MOST_SPANS,
                                "--zipkin.collector.scribe.enabled=false",
                                "--spring.main.banner-mode=off")),
                Programs.plainEnvironment(),
                place.directory(),
                place.log());
    }

    @Override
    public Readiness probe() {
        return WireProbe.askHttp(new InetSocketAddress(FreePorts.LOOPBACK, place.port()), "/health", answer -> "");
    }
}
