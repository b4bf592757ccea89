package dev.granary.architecture.sample.stranger.http;

import dev.granary.architecture.sample.clean.Stock;

record Adapter(Stock stock) {}
