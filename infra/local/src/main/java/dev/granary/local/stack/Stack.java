package dev.granary.local.stack;

import static dev.granary.local.LocalError.COMPONENT_FAILED;
import static dev.granary.local.LocalError.DATA_UNUSABLE;
import static dev.granary.local.LocalError.SETTINGS_INVALID;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.StackHome;
import dev.granary.local.discovery.ClientRegistry;
import dev.granary.local.settings.CredentialReference;
import dev.granary.local.settings.CredentialReference.InEnvironment;
import dev.granary.local.settings.CredentialReference.InFile;
import dev.granary.local.settings.EffectiveSettings;
import dev.granary.local.settings.EffectiveToml;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.supervision.Supervision;
import dev.granary.local.supervision.Supervision.Failure;
import dev.granary.local.supervision.SupervisionSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one stack in this process, from the first check to the last stopped component. */
public final class Stack {
    private static final int GOODBYE_SECONDS = 90;
    private static final int LOG_CHECK_SECONDS = 10;
    private static final int LOG_LINES = 10;
    private static final Duration TRAINING_STOP_LIMIT = Duration.ofMinutes(5);

    private final StackHome home;
    private final List<ClientRegistry> clients;
    private final Announcer announcer;
    private final Optional<Exercise> exercise;

    public Stack(StackHome home, List<ClientRegistry> clients, PrintStream out) {
        this(home, clients, out, Optional.empty());
    }

    private Stack(StackHome home, List<ClientRegistry> clients, PrintStream out, Optional<Exercise> exercise) {
        this.home = home;
        this.clients = List.copyOf(clients);
        this.announcer = new Announcer(out);
        this.exercise = exercise;
    }

    /** A stack that does {@code exercise} once it is ready, then stops by itself. */
    public static Stack inTraining(StackHome home, PrintStream out, Exercise exercise) {
        return new Stack(home, List.of(), out, Optional.of(exercise));
    }

    /** What a stack is put through in training. */
    @FunctionalInterface
    public interface Exercise {
        /**
         * Does it; the stack stops when this returns.
         *
         * @param gateway its base URL, without a slash at the end
         */
        void run(String gateway) throws IOException, InterruptedException;
    }

    /**
     * Returns when the stack was stopped by a signal.
     *
     * @throws GranaryException with the reason when it can't be started, or gave up
     */
    public void run(UpRequest request) {
        DataFolder folder = request.folder();
        folder.prepare();
        try (DataLock _ = DataLock.take(folder)) {
            ProcessLedger ledger = new ProcessLedger(folder);
            List<String> orphans = ledger.endOrphans();
            if (!orphans.isEmpty()) {
                announcer.say("ended what a supervisor left running that was killed: " + String.join(", ", orphans));
            }
            SettingsSources sources = new SettingsSources(request, System.getenv());
            Gateway gateway = sources.gateway();
            gateway.requireUsable();
            List<String> sentences = new ArrayList<>();
            EffectiveSettings settings = sources.combine(gateway, clients, sentences);
            requireReadableFiles(settings);
            announcer.say("Starting in " + folder.path());
            StackParts parts = layOut(folder, gateway, settings);
            supervise(folder, gateway, parts, ledger, sentences);
        } catch (IOException e) {
            throw new GranaryException(
                    DATA_UNUSABLE, "the data folder " + folder.path() + " can't be used: " + DataFolder.sentence(e), e);
        }
    }

    /** Finds out now what would otherwise show at the first request. */
    private static void requireReadableFiles(EffectiveSettings settings) {
        settings.network().caBundle().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new GranaryException(SETTINGS_INVALID, "the ca_bundle " + file + " can't be read");
        });
        settings.upstreams().stream()
                .map(UpstreamSetting::credential)
                .flatMap(Optional::stream)
                .forEach(Stack::requireReadable);
    }

    private static void requireReadable(CredentialReference credential) {
        switch (credential) {
            case InFile(Path file)
            when !Files.isReadable(file) ->
                throw new GranaryException(SETTINGS_INVALID, "the credential_file " + file + " can't be read");
            case InEnvironment(String variable)
            when System.getenv(variable) == null ->
                throw new GranaryException(
                        SETTINGS_INVALID, "the environment has no " + variable + ", which credential_env names");
            case InFile _, InEnvironment _ -> {}
        }
    }

    private StackParts layOut(DataFolder folder, Gateway gateway, EffectiveSettings settings) throws IOException {
        PortBook book = PortBook.open(folder, StackParts.PORTS, gateway.port(), new SecureRandom());
        StackParts parts = StackParts.of(
                new StackParts.Site(home, folder, gateway, settings.registry().site()), book);
        Files.createDirectories(folder.effectiveSettings().getParent());
        DataFolder.replace(folder.effectiveSettings(), EffectiveToml.of(settings));
        parts.addresses().write(folder);
        return parts;
    }

    private void supervise(
            DataFolder folder, Gateway gateway, StackParts parts, ProcessLedger ledger, List<String> sentences) {
        Supervision supervision = new Supervision(StackParts.plans(), patience());
        Supervisor supervisor = new Supervisor(supervision, parts.components(), ledger, announcer, Clock.systemUTC());
        CountDownLatch ended = new CountDownLatch(1);
        stopOnSignal(supervisor, ended);
        Thread.startVirtualThread(() -> limitLogs(folder, ended));
        StateReporter reporter = new StateReporter(folder, gateway, parts, ledger, announcer);
        Optional<Failure> failure;
        try {
            failure = supervisor.run(now -> {
                boolean first = reporter.onTurn(now);
                if (first && exercise.isPresent()) {
                    Thread.startVirtualThread(() -> train(exercise.get(), gateway, supervisor));
                } else if (first) {
                    new Welcome(gateway, parts.addresses().endpoints(), clients)
                            .lines(sentences)
                            .forEach(announcer::say);
                }
            });
        } finally {
            ended.countDown();
        }
        if (failure.isPresent()) {
            throw gaveUp(folder, failure.get());
        }
    }

    private void train(Exercise work, Gateway gateway, Supervisor supervisor) {
        try {
            work.run(gateway.localUrl());
        } catch (IOException e) {
            announcer.say("  the exercise ended early: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            supervisor.stop();
        }
    }

    private static GranaryException gaveUp(DataFolder folder, Failure failure) {
        Path log = folder.log(failure.component());
        String sentence = failure.component() + " " + failure.why() + "; its log is " + log;
        List<String> end = LogLimit.lastLines(log, LOG_LINES);
        return new GranaryException(
                COMPONENT_FAILED,
                end.isEmpty() ? sentence : sentence + " and ends with:\n  " + String.join("\n  ", end));
    }

    /** A JVM that was trained writes down what it learnt when it ends: that takes many seconds. */
    private SupervisionSettings patience() {
        return home.training()
                ? SupervisionSettings.USUAL.withStopLimit(TRAINING_STOP_LIMIT)
                : SupervisionSettings.USUAL;
    }

    private void limitLogs(DataFolder folder, CountDownLatch ended) {
        try {
            while (!ended.await(LOG_CHECK_SECONDS, TimeUnit.SECONDS)) {
                LogLimit.of(folder).apply();
            }
        } catch (IOException e) {
            announcer.say("  the logs are no longer limited: " + DataFolder.sentence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM and Ctrl-C end the stack in order; the JVM goes on until that is done. */
    private static void stopOnSignal(Supervisor supervisor, CountDownLatch ended) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            supervisor.stop();
                            try {
                                ended.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
    }
}
