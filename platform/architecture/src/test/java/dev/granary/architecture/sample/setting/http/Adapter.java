package dev.granary.architecture.sample.setting.http;

import org.eclipse.microprofile.config.inject.ConfigProperty;

final class Adapter {
    private final String site;

    Adapter(@ConfigProperty(name = "site") String site) {
        this.site = site;
    }

    String site() {
        return site;
    }
}
