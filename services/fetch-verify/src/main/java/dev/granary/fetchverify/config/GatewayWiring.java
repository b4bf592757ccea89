package dev.granary.fetchverify.config;

import static dev.granary.fetchverify.config.Wiring.bytes;

import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.expectation.Sightings;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.npm.NpmFormat;
import dev.granary.fetchverify.format.raw.RawFormat;
import dev.granary.fetchverify.freshness.FreshnessSettings;
import dev.granary.fetchverify.gateway.ArtifactFetch;
import dev.granary.fetchverify.gateway.Artifacts;
import dev.granary.fetchverify.gateway.DocumentExchange;
import dev.granary.fetchverify.gateway.DocumentRefresh;
import dev.granary.fetchverify.gateway.DocumentShelf;
import dev.granary.fetchverify.gateway.Documents;
import dev.granary.fetchverify.gateway.Documents.Surroundings;
import dev.granary.fetchverify.gateway.Evidence;
import dev.granary.fetchverify.gateway.Expectations;
import dev.granary.fetchverify.gateway.Questions;
import dev.granary.fetchverify.gateway.Recalls;
import dev.granary.fetchverify.gateway.Renderings;
import dev.granary.fetchverify.gateway.Sources;
import dev.granary.fetchverify.gateway.Standings;
import dev.granary.fetchverify.json.JacksonJson;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Ranking;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.Records;
import dev.granary.fetchverify.store.SharedCache;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** Builds the way of a request through the features. */
@Singleton
class GatewayWiring {
    @Produces
    @Singleton
    List<Format> formats(JsonConfig json) {
        return List.of(new NpmFormat(new JacksonJson(json.limits())), new RawFormat());
    }

    @Produces
    @Singleton
    Standings standings() {
        return new Standings();
    }

    @Produces
    @Singleton
    Sources sources(Settings settings, Standings standings) {
        return (ecosystem, repository) -> {
            List<Upstream> configured = settings.upstreamsOf(ecosystem).stream()
                    .map(UpstreamSettings::upstream)
                    .filter(upstream -> repository.isEmpty() || upstream.name().equals(repository))
                    .toList();
            return configured.size() < 2 ? configured : Ranking.rank(configured, standings.now());
        };
    }

    @Produces
    @Singleton
    Evidence evidence(JournalOutbox outbox, EventMessages messages, InstantSource clock) {
        return new Evidence(outbox, messages, clock);
    }

    @Produces
    @Singleton
    DocumentShelf shelf(Records records, Sightings sightings, ContentStore store, MemoryConfig memory) {
        return new DocumentShelf(records, sightings, store, memory.listings().asLongValue(), memory.absent());
    }

    /** What documents are made from. */
    @Singleton
    record DocumentParts(DocumentShelf shelf, ContentStore store, SharedCache shared, Evidence evidence) {}

    @Produces
    @Singleton
    Documents documents(
            DocumentParts parts, UpstreamParts upstream, StoreConfig bounds, FreshnessConfig fresh, Surroundings on) {
        FreshnessSettings freshness = fresh.settings();
        DocumentExchange exchange =
                new DocumentExchange(parts.shelf(), parts.store(), parts.shared(), parts.evidence(), freshness.index());
        DocumentRefresh refresh = new DocumentRefresh(
                upstream.sources(),
                upstream.client(),
                parts.store(),
                exchange,
                new DocumentRefresh.Settings(bytes(bounds.largestDocument()), freshness, on.clock()));
        return new Documents(parts.shelf(), refresh, parts.shared(), freshness, on);
    }

    /** Whom to ask, and how. */
    @Singleton
    record UpstreamParts(Sources sources, UpstreamClient client) {}

    @Produces
    @Singleton
    Expectations expectations(
            Records records, SharedPins pins, Documents documents, Sources sources, InstantSource clock) {
        return new Expectations(records, pins, documents, sources, clock);
    }

    @Produces
    @Singleton
    ArtifactFetch.Means fetchMeans(
            Expectations expectations, UpstreamParts upstream, Keeping keeping, Surroundings on, StoreConfig bounds) {
        return new ArtifactFetch.Means(
                expectations,
                upstream.sources(),
                upstream.client(),
                keeping.store(),
                keeping.records(),
                keeping.evidence(),
                on.executor(),
                on.clock(),
                bytes(bounds.largestArtifact()));
    }

    /** Where what was fetched goes. */
    @Singleton
    record Keeping(ContentStore store, Records records, Evidence evidence) {}

    @Produces
    @Singleton
    Artifacts artifacts(Keeping keeping, ArtifactFetch.Means means, Recalls recalls, Surroundings surroundings) {
        return new Artifacts(keeping.records(), keeping.store(), means, recalls::policy, surroundings);
    }

    @Produces
    @Singleton
    Renderings renderings(ContentStore store, GatewayConfig gateway, MemoryConfig memory, Surroundings on) {
        String base = gateway.publicUrl().toString();
        URI publicUrl = URI.create(base.endsWith("/") ? base : base + "/");
        return new Renderings(store, publicUrl, memory.views().asLongValue(), on.executor());
    }

    @Produces
    @Singleton
    Questions questions(UpstreamParts upstream) {
        return new Questions(upstream.sources(), upstream.client());
    }
}
