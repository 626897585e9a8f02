package io.voicebridge.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a command has failed, in a sentence for an operator: what is wrong outside of the program, where that is behind it. */
final class StartFault extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int DEEPEST = 20;

    /** @param sentence that says it better than what is behind it */
    StartFault(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static String sentence(Throwable failure) {
        return causes(failure)
                .map(StartFault::known)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof StartFault || cause instanceof BindException) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof SQLException sql) {
            return Optional.of(
                    sql.getErrorCode() == Storage.H2_IN_USE
                            ? "A bridge has this database open already: stop it first"
                            : "The database cannot be used: " + firstLine(sql));
        }
        if (cause instanceof FileSystemException file && file.getFile() != null) {
            return Optional.of(file.getFile() + " cannot be used: " + why(file));
        }
        return Optional.empty();
    }

    private static String why(FileSystemException failure) {
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        return failure instanceof AccessDeniedException
                ? "permission denied"
                : failure instanceof NoSuchFileException
                        ? "it is not there"
                        : failure.getClass().getSimpleName();
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
