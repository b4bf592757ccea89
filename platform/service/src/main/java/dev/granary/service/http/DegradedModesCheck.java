package dev.granary.service.http;

import dev.granary.service.health.DegradedModes;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness that is always up, with the degraded modes as data: a service that lacks a part still serves. */
@Readiness
@ApplicationScoped
class DegradedModesCheck implements HealthCheck {
    private final DegradedModes modes;

    DegradedModesCheck(DegradedModes modes) {
        this.modes = modes;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("degraded-modes").up();
        modes.list().forEach(mode -> response.withData(mode.name(), mode.detail()));
        return response.build();
    }
}
