package dev.granary.architecture.sample.persistence.http;

import jakarta.persistence.EntityManager;

record Adapter(EntityManager manager) {}
