package dev.granary.architecture.sample.nullness;

interface Stock {}
