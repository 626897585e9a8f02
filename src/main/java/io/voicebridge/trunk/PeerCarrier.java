package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trunk that people set up at the other end: Five9's point of presence, or a carrier of one's own. Made here is what this
 * bridge does about it, to ask each data centre with OPTIONS; what only an operator can do is looked at and said.
 */
final class PeerCarrier implements Carrier {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Desired desired;
    private final Premises premises;

    PeerCarrier(Desired desired, Premises premises) {
        this.desired = desired;
        this.premises = premises;
    }

    @Override
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        if (desired.secure()) {
            pieces.add(new Piece("tls", Map.of()));
            pieces.add(new Piece("srtp", Map.of()));
        }
        for (JsonNode centre : desired.spec().path("data_centres")) {
            centre.path("addresses").forEach(address -> pieces.add(new Piece("access/" + address.asText(), Map.of())));
            String uri = centre.path("options_uri").asText("");
            if (!uri.isEmpty()) {
                pieces.add(new Piece("peer/" + uri, Map.of()));
            }
        }
        return pieces.stream().distinct().toList();
    }

    @Override
    public Optional<Found> find(Piece piece, Made made) {
        String name = Piece.nameOf(piece.path());
        boolean there =
                switch (piece.kind()) {
                    case "tls" -> premises.servesTls();
                    case "srtp" -> premises.encryptsAudio();
                    case "access" -> premises.admits(name);
                    default -> premises.asks(name) || made.id(piece.path()).isPresent();
                };
        return there ? Optional.of(new Found(name.isEmpty() ? piece.kind() : name, NOTHING)) : Optional.empty();
    }

    @Override
    public Optional<String> obstacle(Piece piece) {
        return switch (piece.kind()) {
            case "tls" ->
                Optional.of(
                        "SIP is not taken over TLS. The operator sets bridge.sips.certificate and bridge.sips.key.");
            case "srtp" ->
                Optional.of("Audio is never encrypted. The operator sets bridge.rtp.srtp to allow or require.");
            case "access" ->
                Optional.of("SIP from there is turned away. The operator adds the address to "
                        + (desired.provider() == Provider.FIVE9_POP
                                ? "config/carriers/five9.yaml"
                                : "a file in config/carriers")
                        + " and names the file in the policy of config/sip-policies.yaml.");
            default -> Optional.empty();
        };
    }

    @Override
    public String create(Piece piece, Made made) {
        return Piece.nameOf(piece.path());
    }

    @Override
    public void update(Piece piece, String id, Map<String, Object> changed, Made made) {
        throw new IllegalStateException("Nothing of it has fields");
    }

    @Override
    public void delete(String path, String id, Made made) {
        // What was made is that it is asked; it is not when it is not among what was made
    }

    @Override
    public List<Drift> strangers(Made made) {
        return List.of();
    }
}
