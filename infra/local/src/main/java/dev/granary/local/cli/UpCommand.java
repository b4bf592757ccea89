package dev.granary.local.cli;

import static dev.granary.local.LocalError.SETTINGS_INVALID;
import static dev.granary.local.LocalError.USAGE_WRONG;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.Printable;
import dev.granary.local.client.NpmRegistry;
import dev.granary.local.component.StackHome;
import dev.granary.local.settings.NetworkSettings;
import dev.granary.local.settings.SaidSettings;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import dev.granary.local.stack.Stack;
import dev.granary.local.stack.UpRequest;
import dev.granary.local.toml.GranaryToml;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: starts the stack, here or in the background. */
@Command(name = "up", description = "Start the mirror and wait until it is ready.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--port", paramLabel = "PORT", description = "The gateway's port. Default: 8080.")
    private int port = 8080;

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "The address that the gateway listens on. Default: 127.0.0.1, this machine only.")
    private String listen = "127.0.0.1";

    @Option(names = "--site", paramLabel = "NAME", description = "The name of this mirror. Default: local.")
    private @Nullable String site;

    @Option(
            names = "--upstream",
            paramLabel = "FORMAT=URL",
            description = "Where packages come from, such as npm=URL; may be repeated.")
    private List<String> upstreams = List.of();

    @Option(names = "--offline", description = "Serve only what is held: ask no upstream.")
    private boolean offline;

    @Option(names = "--detach", description = "Return once it is ready; it goes on in the background.")
    private boolean detach;

    private final PrintStream out;

    UpCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        StackHome home = StackHome.locate();
        UpRequest request = request(home);
        if (detach) {
            return new Detached(home, request, out).start(arguments(request));
        }
        new Stack(home, List.of(new NpmRegistry()), out).run(request);
        return 0;
    }

    private UpRequest request(StackHome home) {
        SaidSettings flags = new SaidSettings(
                Optional.ofNullable(site).map(UpCommand::checkedSite),
                upstreams.stream().map(UpCommand::upstream).toList(),
                new NetworkSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        offline ? Optional.of(true) : Optional.empty()));
        Optional<Path> settingsFile = Optional.ofNullable(System.getenv("GRANARY_CONFIG"))
                .filter(file -> !file.isBlank())
                .map(Path::of);
        return new UpRequest(data.folder(home), address(listen), port, flags, settingsFile);
    }

    private static String checkedSite(String name) {
        try {
            return GranaryToml.site(name);
        } catch (IllegalArgumentException e) {
            throw new GranaryException(SETTINGS_INVALID, "--site " + e.getMessage(), e);
        }
    }

    static UpstreamSetting upstream(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new GranaryException(
                    USAGE_WRONG, "--upstream takes FORMAT=URL, such as npm=URL, not " + Printable.of(text));
        }
        try {
            Ecosystem format = new Ecosystem(text.substring(0, equals));
            return UpstreamSetting.of(format, UpstreamUrl.parse(text.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new GranaryException(USAGE_WRONG, "--upstream: " + e.getMessage(), e);
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new GranaryException(USAGE_WRONG, "--listen " + Printable.of(text) + " is not an address", e);
        }
    }

    /** The same request for another process. */
    private List<String> arguments(UpRequest request) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "up",
                "--data",
                request.folder().path().toString(),
                "--port",
                Integer.toString(port),
                "--listen",
                listen));
        if (site != null) {
            arguments.addAll(List.of("--site", site));
        }
        upstreams.forEach(upstream -> arguments.addAll(List.of("--upstream", upstream)));
        if (offline) {
            arguments.add("--offline");
        }
        return arguments;
    }
}
