package io.voicebridge.speech;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Flite as a shared library of the system (Debian: {@code libflite1}), through JNA. About ten times as fast as
 * {@link FliteWasmSynthesizer}, with the same voices.
 */
final class FliteNativeSynthesizer implements Synthesizer {

    /** {@code cst_wave} of flite 2.x on 64-bit machines: type, sample_rate, num_samples, num_channels, samples. */
    private static final int SAMPLE_RATE = 8;

    private static final int NUM_SAMPLES = 12;
    private static final int SAMPLES = 24;

    /** JNA unloads a library that nobody holds any more; voices point into theirs, for good. */
    private static final Map<String, NativeLibrary> LOADED = new ConcurrentHashMap<>();

    /** Flite counts references to values that its voices share, and does not count them atomically. */
    private static final Object TURN = new Object();

    /** Of the random numbers of a voice's breath and rhythm: a text sounds the same each time, whatever was said before. */
    private static final int SEED = 1;

    private final Function seed;
    private final Function textToWave;
    private final Function deleteWave;
    private final Map<String, Pointer> voices = new LinkedHashMap<>();

    /**
     * @throws SpeechException if the library or both voices are not installed
     */
    FliteNativeSynthesizer() {
        try {
            NativeLibrary flite = library("libflite.so.1");
            library("libflite_usenglish.so.1");
            library("libflite_cmulex.so.1");
            flite.getFunction("flite_init").invokeInt(new Object[0]);
            seed = flite.getFunction("srand"); // of the C library, which Flite's handle leads to
            textToWave = flite.getFunction("flite_text_to_wave");
            deleteWave = flite.getFunction("delete_wave");
            for (String voice : FliteText.VOICES) {
                voices.put(voice, register(voice));
            }
        } catch (LinkageError e) {
            throw new SpeechException("libflite is not installed (Debian: apt-get install libflite1)", e);
        }
    }

    private static NativeLibrary library(String name) {
        return LOADED.computeIfAbsent(name, NativeLibrary::getInstance);
    }

    private static Pointer register(String voice) {
        String name = "cmu_us_" + voice;
        Pointer registered = library("libflite_" + name + ".so.1")
                .getFunction("register_" + name)
                .invokePointer(new Object[] {null});
        if (registered == null) {
            throw new SpeechException("libflite has no voice " + voice);
        }
        return registered;
    }

    @Override
    public short[] synthesize(String text, String voice) {
        String ascii = FliteText.of(text);
        if (!FliteText.isSpeakable(ascii)) {
            return new short[0];
        }
        Pointer speaker = voices.getOrDefault(voice, voices.get(FliteText.VOICES.get(0)));
        short[] samples;
        int rate;
        synchronized (TURN) {
            seed.invokeVoid(new Object[] {SEED});
            Pointer wave = textToWave.invokePointer(new Object[] {ascii, speaker});
            if (wave == null) {
                throw new SpeechException("libflite could not say a text of " + ascii.length() + " characters");
            }
            try {
                rate = wave.getInt(SAMPLE_RATE);
                samples = wave.getPointer(SAMPLES).getShortArray(0, wave.getInt(NUM_SAMPLES));
            } finally {
                deleteWave.invokeVoid(new Object[] {wave});
            }
        }
        return Mastering.telephone(samples, rate);
    }

    @Override
    public List<String> voices() {
        return FliteText.VOICES;
    }

    @Override
    public String name() {
        return "flite";
    }

    /** The library stays loaded: its voices are static. */
    @Override
    public void close() {}
}
