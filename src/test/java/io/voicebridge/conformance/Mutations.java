package io.voicebridge.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes hostile input of good input: bits and bytes changed, pieces cut out, doubled, repeated, crossed with others, words
 * put in that parsers stumble over.
 *
 * <p>{@code -Dfuzz.rounds=} and {@code -Dfuzz.seed=} make a campaign of it; {@code bench/fuzz} does.
 */
public final class Mutations {

    /** What is tried on each input; anything thrown is a fault. */
    public interface Trial {
        void on(byte[] input) throws Exception;
    }

    private static final int LONGEST = 70_000;
    private static final int[] ODD_BYTES = {0, 9, 10, 13, 32, 34, 44, 58, 59, 60, 62, 92, 127, 128, 255};

    private final SplittableRandom random;
    private final List<byte[]> seeds;
    private final byte[][] words;

    private Mutations(long seed, List<byte[]> seeds, String... words) {
        this.random = new SplittableRandom(seed);
        this.seeds = List.copyOf(seeds);
        this.words = Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /**
     * Tries mutations of the seeds, and the seeds themselves.
     *
     * @param rounds in the usual run of the tests
     */
    public static void tryAll(int rounds, List<byte[]> seeds, List<String> words, Trial trial) {
        long seed = Long.getLong("fuzz.seed", 20_261_122L);
        int count = Integer.getInteger("fuzz.rounds", rounds);
        Mutations mutations = new Mutations(seed, seeds, words.toArray(new String[0]));
        for (byte[] input : seeds) {
            attempt(trial, input, "seed input");
        }
        for (int round = 0; round < count; round++) {
            attempt(trial, mutations.next(), "-Dfuzz.seed=" + seed + ", round " + round);
        }
    }

    private static void attempt(Trial trial, byte[] input, String where) {
        try {
            trial.on(input.clone());
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError(where + ": " + e + "\n" + HexFormat.of().formatHex(input), e);
        }
    }

    private byte[] next() {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
            input = step(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] step(byte[] in) {
        if (in.length == 0) {
            return word();
        }
        int from = random.nextInt(in.length);
        int to = Math.min(in.length, from + 1 + random.nextInt(1 + random.nextInt(64)));
        return switch (random.nextInt(9)) {
            case 0 -> changed(in, from, (byte) (in[from] ^ (1 << random.nextInt(8))));
            case 1 -> changed(in, from, (byte) ODD_BYTES[random.nextInt(ODD_BYTES.length)]);
            case 2 -> joined(in, from, new byte[0], to);
            case 3 -> joined(in, from, word(), from);
            case 4 -> joined(in, from, word(), to);
            case 5 -> joined(in, to, Arrays.copyOfRange(in, from, to), to);
            case 6 -> joined(in, from, repeated(Arrays.copyOfRange(in, from, to)), to);
            case 7 -> Arrays.copyOf(in, from);
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                yield joined(
                        in, from, Arrays.copyOfRange(other, random.nextInt(other.length), other.length), in.length);
            }
        };
    }

    private byte[] word() {
        return words[random.nextInt(words.length)];
    }

    private byte[] repeated(byte[] piece) {
        int times = 2 + random.nextInt(1 + random.nextInt(2000));
        byte[] all = new byte[Math.min(LONGEST, piece.length * times)];
        for (int i = 0; i < all.length; i++) {
            all[i] = piece[i % piece.length];
        }
        return all;
    }

    private static byte[] changed(byte[] in, int at, byte value) {
        byte[] out = in.clone();
        out[at] = value;
        return out;
    }

    /** The input up to {@code from}, the piece, the input after {@code to}. */
    private static byte[] joined(byte[] in, int from, byte[] piece, int to) {
        byte[] out = Arrays.copyOf(in, from + piece.length + in.length - to);
        System.arraycopy(piece, 0, out, from, piece.length);
        System.arraycopy(in, to, out, from + piece.length, in.length - to);
        return out;
    }
}
