package dev.granary.architecture.sample.socket;

import java.net.http.HttpClient;

interface Feature {
    HttpClient client();
}
