package dev.granary.architecture.sample.leak;

import dev.granary.architecture.sample.leak.http.Adapter;

interface Feature {
    Adapter find();
}
