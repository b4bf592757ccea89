package dev.granary.e2e.scene;

import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.http.ReceivedRequest;
import dev.granary.testing.npm.NpmFixture;
import java.net.URI;
import java.util.List;

/** A registry of the test's own. */
public record FixtureRegistry(FixtureUpstream http, NpmFixture npm) implements Upstream {
    static FixtureRegistry start() {
        FixtureUpstream http = FixtureUpstream.start();
        return new FixtureRegistry(http, NpmFixture.on(http));
    }

    @Override
    public URI url() {
        return http.baseUrl();
    }

    @Override
    public int hits(String pattern) {
        return http.hits(pattern);
    }

    @Override
    public List<String> asked() {
        return http.requests().stream().map(ReceivedRequest::target).toList();
    }

    @Override
    public void forgetRequests() {
        http.forgetRequests();
    }

    @Override
    public void cutOff() {
        http.die();
    }

    @Override
    public void restore() {
        http.revive();
    }

    @Override
    public void tamper(String pattern) {
        http.fault(pattern, Fault.flipByte());
    }

    @Override
    public void repair() {
        http.heal();
    }

    @Override
    public void close() {
        http.close();
    }
}
