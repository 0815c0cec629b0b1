namespace GeodeArchive.Cli;

/// <summary>What a command says, and what it is told about the process that it runs in.</summary>
internal interface ICommandConsole
{
    /// <summary>For what was asked for. Flushed when the command ends.</summary>
    TextWriter Output { get; }

    /// <summary>
    /// The stream behind <see cref="Output"/>, for what is not text. A command uses one of the two. Throws
    /// <see cref="Io.Files.FileException"/>.
    /// </summary>
    Stream Bytes { get; }

    /// <summary>For messages, hints and progress.</summary>
    TextWriter Error { get; }

    /// <summary>The process.</summary>
    ProcessEnvironment Environment { get; }
}
