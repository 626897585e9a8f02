package io.voicebridge.speech;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Flite compiled to WebAssembly, translated to Java byte code when it is opened (1 to 2 s). Needs no native code. The
 * module is a command: each text is one run of it, in memory of its own, which sees one private folder and nothing else
 * of this machine. Wants {@code -XX:-DontCompileHugeMethods}: its largest functions become methods that HotSpot otherwise
 * leaves to its interpreter, and a second of speech then costs a second instead of 150 ms.
 */
final class FliteWasmSynthesizer implements Synthesizer {

    private final WasmModule module;
    private final Function<Instance, Machine> machine;
    private final Path folder;

    /** A run keeps a core busy and has some 40 MB of memory. */
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * @param wasm {@code flite.wasm} of the package "flite"
     * @throws SpeechException if it does not load
     */
    FliteWasmSynthesizer(Path wasm) {
        try {
            module = Parser.parse(wasm);
            machine = MachineFactoryCompiler.compile(module);
            folder = Files.createTempDirectory("flite");
        } catch (ChicoryException | IOException e) {
            throw new SpeechException("flite.wasm does not load: " + e.getMessage(), e);
        }
    }

    @Override
    public short[] synthesize(String text, String voice) {
        String ascii = FliteText.of(text);
        if (!FliteText.isSpeakable(ascii)) {
            return new short[0];
        }
        String speaker = FliteText.VOICES.contains(voice) ? voice : FliteText.VOICES.get(0);
        cores.acquireUninterruptibly();
        try {
            PcmWav wav = PcmWav.read(run(ascii, speaker));
            return Mastering.telephone(wav.samples(), wav.rate());
        } catch (IOException | ChicoryException e) {
            throw new SpeechException("flite.wasm could not say a text of " + ascii.length() + " characters", e);
        } finally {
            cores.release();
        }
    }

    private byte[] run(String ascii, String speaker) throws IOException {
        Path out = Files.createTempDirectory(folder, "say");
        Path wav = out.resolve("a.wav");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        WasiOptions options = WasiOptions.builder()
                .withArguments(List.of("flite", "-voice", speaker, "-t", ascii, "-o", "/out/a.wav"))
                .withStderr(errors)
                .withDirectory("/out", out)
                .build();
        try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build()) {
            Instance.builder(module)
                    .withImportValues(ImportValues.builder()
                            .addFunction(wasi.toHostFunctions())
                            .build())
                    .withMachineFactory(machine)
                    .build();
            return Files.readAllBytes(wav);
        } catch (WasiExitException e) {
            if (e.exitCode() != 0) {
                throw new IOException("exit " + e.exitCode() + ": " + errors.toString(StandardCharsets.UTF_8));
            }
            return Files.readAllBytes(wav);
        } finally {
            Files.deleteIfExists(wav);
            Files.delete(out);
        }
    }

    @Override
    public List<String> voices() {
        return FliteText.VOICES;
    }

    @Override
    public String name() {
        return "flite-wasm";
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new SpeechException("the folder " + folder + " could not be deleted", e);
        }
    }
}
