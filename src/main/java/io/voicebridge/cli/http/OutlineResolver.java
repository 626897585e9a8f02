package io.voicebridge.cli.http;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;

/**
 * Resources of the scheme {@code contract}: {@code contract:api.yaml} is the outline of {@code config/openapi/api.yaml}, as it was read at
 * the start. The step {@code rest: openApi:} has from it all that it needs.
 */
public final class OutlineResolver extends ResourceResolverSupport {

    static final String SCHEME = "contract";

    public OutlineResolver() {
        super(SCHEME);
    }

    @Override
    protected Resource createResource(String location, String remaining) {
        return new ResourceSupport(SCHEME, location) {
            private final Optional<byte[]> text = CamelContextHelper.mandatoryLookup(
                            getCamelContext(), "contract", Contract.class)
                    .outline(remaining)
                    .map(outline -> outline.toString().getBytes(StandardCharsets.UTF_8));

            @Override
            public boolean exists() {
                return text.isPresent();
            }

            @Override
            public InputStream getInputStream() throws FileNotFoundException {
                return new ByteArrayInputStream(text.orElseThrow(
                        () -> new FileNotFoundException("There is no document " + remaining + " in config/openapi")));
            }
        };
    }
}
