namespace GeodeArchive.Cli;

/// <summary>The process's own standard streams.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Bytes">The same, for what is not text.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Environment">The process.</param>
internal sealed record StandardConsole(TextWriter Output, Stream Bytes, TextWriter Error, ProcessEnvironment Environment)
    : ICommandConsole;
