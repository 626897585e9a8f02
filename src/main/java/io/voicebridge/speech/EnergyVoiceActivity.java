package io.voicebridge.speech;

/**
 * Takes for speech what is clearly louder than the line was lately. Needs no model and fires on any noise, so it is the
 * fallback. Quick: about 60 ms after the onset.
 */
final class EnergyVoiceActivity implements VoiceActivity {

    static final VoiceActivities FACTORY = new VoiceActivities() {
        @Override
        public VoiceActivity open() {
            return new EnergyVoiceActivity();
        }

        @Override
        public String name() {
            return "energy";
        }

        @Override
        public void close() {}
    };

    /** Below this a caller on a bad line could not be understood either: -44 dB of full scale. */
    private static final double SILENCE_RMS = 200;

    /** 12 dB over the noise is as likely speech as not. */
    private static final double RATIO = 4;

    /** How fast the floor follows: at once down, 6 dB in some 3 s up, so that long speech does not become the floor. */
    private static final double RISE = 1.005;

    private double floor = 40;
    private double smooth;

    @Override
    public float accept(short[] frame) {
        double sum = 0;
        for (short sample : frame) {
            sum += (double) sample * sample;
        }
        double rms = Math.sqrt(sum / frame.length);
        floor = Math.max(10, rms < floor ? 0.9 * floor + 0.1 * rms : Math.min(floor * RISE, rms));
        double over = rms / Math.max(SILENCE_RMS, floor * RATIO);
        double probability = over * over / (1 + over * over); // 0.5 at the limit, without a logarithm
        smooth += (probability - smooth) * 0.6;
        return (float) smooth;
    }

    @Override
    public void close() {}
}
