package dev.granary.fetchverify.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.source.Origin;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | https://registry.example/       | false
            *                   | https://registry.example/       | true
            registry.example    | https://registry.example/       | true
            REGISTRY.example    | https://registry.example./      | true
            example             | https://registry.example/       | true
            .example            | https://registry.example/       | true
            *.example           | https://registry.example/       | true
            ry.example          | https://registry.example/       | false
            registry.example:81 | https://registry.example/       | false
            registry.example:81 | https://registry.example:81/    | true
            10.0.0.0/8          | http://10.1.2.3/                | true
            10.0.0.0/8          | http://11.1.2.3/                | false
            10.0.0.0/12         | http://10.17.2.3/               | false
            10.0.0.0/8          | http://ten.example/             | false
            2001:db8::/32       | http://[2001:db8::5]/           | true
            [2001:db8::5]:8080  | http://[2001:db8::5]:8080/      | true
            192.0.2.7           | http://192.0.2.7:99/            | true
            a.example b.example | https://b.example/              | true
            ''                  | http://127.0.0.1:99/            | true
            ''                  | http://localhost/               | true
            ''                  | http://[::1]/                   | true
            """)
    void coversWhatItsNotationSays(String rules, URI address, boolean covered) {
        // When
        boolean direct = NoProxy.parse(rules).covers(Origin.of(address));

        // Then
        assertThat(direct).isEqualTo(covered);
    }
}
