package io.voicebridge.cli;

import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.prompt.PromptTemplate;
import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentTrial;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tries the directory's agents with the voice agents of this process. Thread-safe. */
final class LiveAgents implements AgentTrial {

    private final Supplier<? extends Collection<VoiceAgent>> providers;

    /** @param providers asked each time, as they may be bound after the directory */
    LiveAgents(Supplier<? extends Collection<VoiceAgent>> providers) {
        this.providers = providers;
    }

    @Override
    public void prepare(AgentDraft draft, int version) {
        Collection<VoiceAgent> known = providers.get();
        VoiceAgent provider = known.stream()
                .filter(agent -> agent.name().equals(draft.provider()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no provider '" + draft.provider() + "' here, only "
                                + known.stream().map(VoiceAgent::name).sorted().collect(Collectors.joining(", "))));
        provider.prepare(new AgentProfile(
                draft.name(),
                version,
                draft.provider(),
                draft.prompt(),
                draft.voice(),
                draft.dialogue(),
                draft.settings()));
    }

    @Override
    public List<String> references(AgentDraft draft) {
        Set<String> names = new TreeSet<>(PromptTemplate.of(draft.prompt()).variables());
        names.addAll(PromptTemplate.of(draft.dialogue()).variables());
        names.addAll(PromptTemplate.of(draft.settings()).variables());
        return List.copyOf(names);
    }

    @Override
    public Preview preview(AgentDraft draft, Map<String, String> variables) {
        PromptTemplate.Rendered prompt = PromptTemplate.of(draft.prompt()).render(variables);
        PromptTemplate.Rendered dialogue = PromptTemplate.of(draft.dialogue()).render(variables);
        Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        missing.addAll(prompt.missing());
        missing.addAll(dialogue.missing());
        return new Preview(prompt.text(), dialogue.text(), List.copyOf(missing));
    }
}
