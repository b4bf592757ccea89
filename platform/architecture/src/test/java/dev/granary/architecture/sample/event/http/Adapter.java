package dev.granary.architecture.sample.event.http;

import dev.granary.contracts.v1.SampleEvent;

record Adapter(SampleEvent event) {}
